import type { Configuration } from '../configuration.ts'
import { openDatabase } from '../database/database.ts'
import type { Log } from '../log.ts'
import { settleRestore } from './restore-journal.ts'

/**
 * Brings the tables of the configured database up to date and leaves it.
 *
 * @returns the names of the migrations that were made
 * @throws CodedError data_folder_in_use, service_unavailable
 */
export async function migrateDatabase(configuration: Configuration, log: Log): Promise<readonly string[]> {
  await settleRestore(configuration, log)
  const database = await openDatabase(configuration, log)
  await database.close()
  return database.migrated
}
