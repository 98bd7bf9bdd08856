import { mkdirSync } from 'node:fs'
import { settleRestore } from '../backup/restore-journal.ts'
import type { Configuration } from '../configuration.ts'
import { openDatabase } from '../database/database.ts'
import { type Log, SILENT } from '../log.ts'
import { type Access, openAccess } from './access.ts'

/**
 * Opens the database for its keys alone, for as long as `work` takes: with the embedded one that works while no platform runs on it.
 *
 * @throws CodedError data_folder_in_use, configuration_invalid, service_unavailable, and what `work` throws
 */
export async function withAccess<T>(
  configuration: Configuration,
  work: (access: Access) => Promise<T>,
  log: Log = SILENT,
): Promise<T> {
  mkdirSync(configuration.dataFolder, { recursive: true, mode: 0o700 })
  await settleRestore(configuration, log)
  const database = await openDatabase(configuration, log)
  try {
    const access = openAccess(database.connection, log)
    return await work(access).finally(() => access.audit.close())
  } finally {
    await database.close()
  }
}
