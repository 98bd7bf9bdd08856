import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { DATABASES, temporaryConfiguration } from '../../test/databases.ts'
import { emptyServer } from '../../test/empty-server.ts'
import { openDatabase } from '../database/database.ts'
import { SILENT } from '../log.ts'
import { KEPT_TABLES, LEFT_OUT_TABLES, MIGRATION_TABLES } from './kept-tables.ts'

/** Columns as long as a key: those that `named-files.ts` reads. */
const READ = 'jobs.input_key uploads.file_key job_sources.reference schedules.input_key job_artifacts.file_key'
const READ_TOO = 'job_kept_files.file_key model_versions.file_key'
/** And those that name no file to keep. */
const NOT_READ = 'job_kept_files.name file_removals.file_key model_versions.source_key'
const COLUMNS_OF_KEYS = [READ, READ_TOO, NOT_READ].join(' ').split(' ')

it('keeps every table but those of the moment, and knows each column that may name a file', async () => {
  // a server takes less of a processor than an embedded database, where there is one
  const { configuration, remove } = temporaryConfiguration(DATABASES.at(-1)![1])
  const database = await openDatabase(configuration, SILENT)
  const { connection } = database
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(connection)
  const { rows: keys } = await sql<{ name: string }>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = current_schema() and character_maximum_length = 1024`.execute(connection)
  await database.close()
  await emptyServer(configuration)
  remove()
  expect(keys.map(({ name }) => name).sort()).toEqual([...COLUMNS_OF_KEYS].sort())
  const known = [...KEPT_TABLES, ...LEFT_OUT_TABLES, ...MIGRATION_TABLES]
  expect(rows.map(({ name }) => name).sort()).toEqual([...known].sort())
})
