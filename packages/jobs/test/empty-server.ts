import { sql } from 'kysely'
import type { Configuration } from '../src/configuration.ts'
import { openDatabase } from '../src/database/database.ts'
import { SILENT } from '../src/log.ts'

/** Drops all tables of the configured server; an embedded database goes with its data folder. */
export async function emptyServer(configuration: Configuration): Promise<void> {
  if (configuration.databaseUrl === undefined) return
  const database = await openDatabase(configuration, SILENT, { migrates: false })
  const { connection } = database
  await sql`drop schema public cascade`.execute(connection)
  await sql`create schema public`.execute(connection)
  await database.close()
}
