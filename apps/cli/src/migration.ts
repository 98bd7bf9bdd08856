import { migrateDatabase, readConfiguration } from '@zerosec/jobs'

/** `zerosec migrate`: makes what is missing and says what that was. */
export async function runMigrations(asJson: boolean): Promise<void> {
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const made = await migrateDatabase(readConfiguration(), log)
  if (asJson) return void process.stdout.write(`${JSON.stringify({ migrations: made })}\n`)
  const text = made.length === 0 ? 'The tables are up to date.' : `Made ${made.join(', ')}.`
  process.stdout.write(`${text}\n`)
}
