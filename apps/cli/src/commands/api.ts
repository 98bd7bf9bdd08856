import type { Command } from '../command.ts'
import { start } from './start.ts'

export const api: Command = {
  name: 'api',
  summary: 'Run the page and the API without a worker; jobs wait until one takes them.',
  positionals: [],
  options: start.options,
  notes: ['With the embedded database one process holds the data folder: use zerosec start, or set DATABASE_URL.'],
  run: async (call) => (await import('../platform-process.ts')).startPlatform(call, { worker: false }),
}
