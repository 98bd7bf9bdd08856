import { type RawBuilder, sql } from 'kysely'
import type { Connection, Transaction } from '../database/schema.ts'
import type { FileStore } from '../files/file-store.ts'

const AT_ONCE = 100

interface Removal {
  readonly removal_id: string
  readonly area: 'inputs' | 'outputs'
  readonly job_id: string
  readonly file_key: string | null
}

/** Whether a job that is there, or a schedule, reads the upload with this key. */
function isRead(key: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(exists (select from jobs where jobs.input_key = ${key})
    or exists (select from job_sources join jobs using (job_id) where job_sources.reference = ${key})
    or exists (select from schedules where schedules.upload_keys @> array[${key}::text]))`
}

/**
 * Removes the files that were written down to be removed and that nothing needs any more: outputs of a job once no other job took its
 * results over, uploads once no job and no schedule reads them. A removal is forgotten when its files are gone: if this process ends
 * before, the next one does it again. Several workers may do it at once.
 */
export async function removeUnneededFiles(connection: Connection, files: FileStore): Promise<number> {
  await connection
    .deleteFrom('file_removals')
    .where('area', '=', 'inputs')
    .where(isRead(sql.ref('file_removals.file_key')))
    .execute() // whoever deletes the last reader writes it down again
  const { rows } = await sql<Removal>`
    select removal_id, area, job_id, file_key from file_removals where area = 'inputs' or not exists
      (select from jobs where jobs.job_id = file_removals.job_id or jobs.reused_from = file_removals.job_id)
    order by removal_id limit ${AT_ONCE}`.execute(connection)
  let removed = 0
  for (const removal of rows) {
    if (removal.area === 'inputs' && !(await closeUpload(connection, removal))) continue
    await removeFolders(files, removal)
    await connection.deleteFrom('file_removals').where('removal_id', '=', removal.removal_id).execute()
    removed++
  }
  return removed
}

async function removeFolders(files: FileStore, { area, job_id }: Removal): Promise<void> {
  if (area === 'inputs') return files.removeAll(files.inputBucket, `inputs/${job_id}/`)
  await files.removeAll(files.outputBucket, `outputs/${job_id}/`)
  await files.removeAll(files.outputBucket, `checkpoints/${job_id}/`)
}

/** From now on nothing can take the upload; false where something has, or is about to. */
function closeUpload(connection: Connection, { job_id, file_key }: Removal): Promise<boolean> {
  return connection.transaction().execute(async (transaction) => {
    const known = await transaction
      .selectFrom('uploads')
      .select('job_id')
      .where('job_id', '=', job_id)
      .forUpdate()
      .executeTakeFirst()
    const { rows } = await sql<{ read: boolean }>`select ${isRead(sql`${file_key}`)} as read`.execute(transaction)
    if (rows[0]!.read) return false
    if (known) await close(transaction, [job_id])
    return true
  })
}

/** Writes down the uploads that nothing has used for a day. */
export async function removeUnusedUploads(connection: Connection): Promise<number> {
  return connection.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ job_id: string; file_key: string }>`
      select job_id, file_key from uploads where used_at is null and removed_at is null
        and created_at < clock_timestamp() - interval '1 day' and not ${isRead(sql.ref('uploads.file_key'))}
      order by created_at limit ${AT_ONCE} for update skip locked`.execute(transaction)
    if (rows.length === 0) return 0
    await close(
      transaction,
      rows.map(({ job_id }) => job_id),
    )
    const removals = rows.map(({ job_id, file_key }) => ({ area: 'inputs' as const, job_id, file_key }))
    await transaction.insertInto('file_removals').values(removals).execute()
    return rows.length
  })
}

async function close(transaction: Transaction, ids: readonly string[]): Promise<void> {
  await transaction
    .updateTable('uploads')
    .set({ removed_at: sql<Date>`clock_timestamp()` })
    .where(sql<boolean>`job_id = any(${[...ids]}::text[])`)
    .execute()
}
