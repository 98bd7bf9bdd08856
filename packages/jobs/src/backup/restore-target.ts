import { existsSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { VERSION } from '@zerosec/analyses/names'
import { CodedError } from '@zerosec/errors'
import { sql } from 'kysely'
import type { Configuration } from '../configuration.ts'
import { openDatabase } from '../database/database.ts'
import { readMigrations } from '../database/migrations.ts'
import type { Connection } from '../database/schema.ts'
import type { Log } from '../log.ts'
import { COMMERCE_FOLDER } from './archive-format.ts'
import { KEPT_TABLES } from './kept-tables.ts'
import { refuseOthers } from './staged-database.ts'

/**
 * Looks at where a backup is to go: nobody else may have it open, and unless it is to be replaced nothing may be there. On a server a
 * platform that was started once and never used counts as nothing; an embedded database is not opened to see that.
 *
 * @throws CodedError restore_platform_running, restore_target_newer, restore_target_not_empty, service_unavailable
 */
export async function checkTarget(configuration: Configuration, replaces: boolean, log: Log): Promise<void> {
  const { databaseUrl, dataFolder, files } = configuration
  refuseMounts(dataFolder)
  const places = [
    databaseUrl === undefined
      ? existsSync(join(dataFolder, 'database')) && join(dataFolder, 'database')
      : (await serverRows(configuration, log)) && 'the database of DATABASE_URL',
    files === 'folder' && (await hasFiles(join(dataFolder, 'files'))) && join(dataFolder, 'files'),
    (await hasFiles(join(dataFolder, COMMERCE_FOLDER))) && join(dataFolder, COMMERCE_FOLDER),
  ].filter((place) => place !== false)
  if (places.length > 0 && !replaces) throw new CodedError('restore_target_not_empty', { place: places })
}

/** What is exchanged is renamed, which a folder that is a mount of its own can't be. */
function refuseMounts(dataFolder: string): void {
  for (const name of ['database', 'files', COMMERCE_FOLDER]) {
    const device = statSync(join(dataFolder, name), { throwIfNoEntry: false })?.dev
    if (device === undefined || device === statSync(dataFolder).dev) continue
    const problem = `its folder ${name} is a mount of its own, and can't be exchanged. Mount the data folder as a whole`
    throw new CodedError('configuration_invalid', { setting: 'ZEROSEC_DATA', problem })
  }
}

async function serverRows(configuration: Configuration, log: Log): Promise<boolean> {
  const database = await openDatabase(configuration, log, { migrates: false })
  try {
    await refuseOthers(database.connection)
    await refuseNewer(database.connection)
    for (const table of KEPT_TABLES) {
      if (table === 'audit_log') continue // a platform that started writes into it by itself
      if (!(await hasTable(database.connection, table))) continue
      const found = await sql`select from ${sql.table(table)} limit 1`.execute(database.connection)
      if (found.rows.length > 0) return true
    }
    return false
  } finally {
    await database.close()
  }
}

/** The exchange moves the tables that it knows: others would stay, and be in the way of the migration that makes them. */
async function refuseNewer(connection: Connection): Promise<void> {
  if (!(await hasTable(connection, 'kysely_migration'))) return
  const { unknown } = await readMigrations(connection)
  if (unknown.length > 0) throw new CodedError('restore_target_newer', { migrations: unknown, version: VERSION })
}

async function hasTable(connection: Connection, table: string): Promise<boolean> {
  const { rows } = await sql<{ made: boolean }>`select to_regclass(${table}) is not null as made`.execute(connection)
  return rows[0]!.made
}

async function hasFiles(folder: string): Promise<boolean> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.some(
    (entry) => entry.isFile() && !entry.name.endsWith('.lock') && !entry.parentPath.endsWith('.unfinished'),
  )
}
