import type { Command } from '../command.ts'
import { PLACE_OPTIONS } from './commerce-options.ts'

export const quarantine: Command = {
  name: 'commerce quarantine',
  summary: 'Show the rows that were not loaded, or without one of their values: file, line, reason and content.',
  positionals: ['[code]'],
  options: {
    limit: { type: 'string', value: 'N', description: 'rows that are shown; default: 100' },
    snapshot: { type: 'string', value: 'ID', description: 'another one than that which serves' },
    ...PLACE_OPTIONS,
  },
  run: async (call) => (await import('../commerce-quarantine.ts')).showQuarantine(call),
}
