import { type Expression, sql } from 'kysely'
import type { Connection } from '../database/schema.ts'
import { MOVES } from '../lifecycle.ts'
import { NO_ATTEMPT, NOW } from '../store/moments.ts'
import type { ArchiveHeader } from './archive-format.ts'

type Buckets = ArchiveHeader['buckets']

/**
 * Makes the rows of an archive those of the place that they were restored into: its buckets, and no worker at work.
 *
 * @returns how many jobs ran as the backup was made, and begin again
 */
export async function settleRows(
  connection: Connection,
  { buckets: from, findings }: ArchiveHeader,
  to: Buckets,
): Promise<{ queuedAgain: number }> {
  if (from.inputs !== to.inputs || from.outputs !== to.outputs) await renameBuckets(connection, from, to)
  const gone = findings.filter(({ problem }) => problem === 'missing').map(({ key }) => key)
  await sql`delete from job_kept_files where file_key = any(${gone}::text[])`.execute(connection)
  await sql`update job_parts set claimed_by = null`.execute(connection)
  return { queuedAgain: await queueAgain(connection) }
}

/** As `release` does: an attempt that a restore ended is not counted. */
async function queueAgain(connection: Connection): Promise<number> {
  const moved = await connection
    .updateTable('jobs')
    .set({
      status: MOVES.release.to,
      status_message: 'Restored from a backup; waiting to run again',
      attempts: sql`greatest(0, attempts - 1)`,
      due_at: NOW,
      updated_at: NOW,
      revision: sql`revision + 1`,
      ...NO_ATTEMPT,
    })
    .where('status', 'in', MOVES.release.from)
    .executeTakeFirstOrThrow()
  return Number(moved.numUpdatedRows)
}

/** One bucket may have been both: keys of uploads tell them apart. */
async function renameBuckets(connection: Connection, from: Buckets, to: Buckets): Promise<void> {
  const renamed = (bucket: Expression<unknown>, key: Expression<unknown>) => sql`case
    when ${bucket} = ${from.outputs} and ${key} not like 'inputs/%' then ${to.outputs}
    when ${bucket} = ${from.inputs} then ${to.inputs} else ${bucket} end`
  const input = renamed(sql.ref('input_bucket'), sql.ref('input_key'))
  await sql`update jobs set input_bucket = ${input},
    output_bucket = case when output_bucket = ${from.outputs} then ${to.outputs} else output_bucket end`.execute(
    connection,
  )
  await sql`update schedules set input_bucket = ${input}`.execute(connection)
  await sql`update model_versions set bucket = ${renamed(sql.ref('bucket'), sql.ref('file_key'))}`.execute(connection)
}
