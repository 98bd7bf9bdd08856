import type { Command } from '../command.ts'

export const migrate: Command = {
  name: 'migrate',
  summary: 'Bring the tables of the database up to date, before a new version starts.',
  positionals: [],
  options: { json: { type: 'boolean', description: 'print the names of the migrations that were made as JSON' } },
  notes: [
    'Starting does the same. Workers of the version before may go on meanwhile; migrations only add. Takes DATABASE_URL, or the embedded\n' +
      'database of the data folder while nothing else has it open.',
  ],
  run: async (call) => (await import('../migration.ts')).runMigrations(call.flag('json')),
}
