import type { Command } from '../command.ts'

export const worker: Command = {
  name: 'worker',
  summary: 'Take jobs from the queue in a process of its own, beside an API that uses the same PostgreSQL server.',
  positionals: [],
  options: {},
  notes: [
    'Needs DATABASE_URL and the data folder of the API: the embedded database belongs to one process, zerosec start.',
  ],
  run: async () => (await import('../platform-process.ts')).startWorker(),
}
