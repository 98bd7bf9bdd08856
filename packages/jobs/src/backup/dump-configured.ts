import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CodedError } from '@zerosec/errors'
import { sql } from 'kysely'
import type { Configuration } from '../configuration.ts'
import { openDatabase } from '../database/database.ts'
import { type Log, SILENT } from '../log.ts'
import { dumpDatabase } from './dump-database.ts'

/**
 * Dumps the database of the configuration, in whatever state its tables are, and leaves it. With the embedded one that works while no
 * platform runs on it.
 *
 * @throws CodedError backup_source_empty, backup_database_newer, data_folder_in_use, service_unavailable
 */
export async function dumpConfigured(configuration: Configuration, path: string, log: Log = SILENT): Promise<void> {
  const { databaseUrl, dataFolder } = configuration
  if (databaseUrl === undefined && !existsSync(join(dataFolder, 'database')))
    throw new CodedError('backup_source_empty', { place: dataFolder })
  const database = await openDatabase(configuration, log, { migrates: false })
  try {
    const { rows } = await sql<{ made: boolean }>`select to_regclass('kysely_migration') is not null as made`.execute(
      database.connection,
    )
    if (!rows[0]!.made) throw new CodedError('backup_source_empty', { place: 'the database of DATABASE_URL' })
    await dumpDatabase(database.connection, path)
  } finally {
    await database.close()
  }
}
