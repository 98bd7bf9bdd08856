import type { Kysely } from 'kysely'

/** What an upload was when a job first named it. The version before neither writes nor asks for it. */
export async function addPinnedUploads(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable('uploads').addColumn('sha256', 'char(64)').execute()
}
