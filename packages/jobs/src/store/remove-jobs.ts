import { FINAL_STATUSES } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { type Selectable, sql } from 'kysely'
import type { JobsTable, Transaction } from '../database/schema.ts'

/** See `JobStore.remove`. */
export async function removeJobs(
  transaction: Transaction,
  workspaceId: string,
  jobIds: readonly string[],
): Promise<void> {
  const rows = await transaction
    .selectFrom('jobs')
    .select(['job_id', 'input_key', 'status'])
    .where(sql<boolean>`job_id = any(${[...jobIds]}::text[])`)
    .where('workspace_id', '=', workspaceId)
    .orderBy('job_id')
    .forUpdate()
    .execute()
  const missing = jobIds.find((jobId) => !rows.some((row) => row.job_id === jobId))
  if (missing !== undefined) throw new CodedError('job_unknown', { job_id: missing })
  const busy = rows.find(({ status }) => !(FINAL_STATUSES as readonly string[]).includes(status))
  if (busy) throw new CodedError('job_not_ended', { job_id: busy.job_id, status: busy.status })
  await remove(transaction, rows)
}

/** Some jobs that ended so many days ago, of any workspace; another worker that does the same takes others. */
export async function removeExpired(
  transaction: Transaction,
  { days, limit }: { readonly days: number; readonly limit: number },
): Promise<readonly string[]> {
  const rows = await transaction
    .selectFrom('jobs')
    .select(['job_id', 'input_key', 'status'])
    .where('completed_at', '<', sql<Date>`clock_timestamp() - ${days} * interval '1 day'`)
    .where('status', 'in', FINAL_STATUSES)
    .orderBy('completed_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  await remove(transaction, rows)
  return rows.map(({ job_id }) => job_id)
}

/**
 * The rows go at once, with those of the parts that a job was computed in; their files are written down to be removed, which outlives
 * this process.
 */
async function remove(
  transaction: Transaction,
  rows: readonly Pick<Selectable<JobsTable>, 'job_id' | 'input_key'>[],
): Promise<void> {
  const jobIds = rows.map(({ job_id }) => job_id)
  if (jobIds.length === 0) return
  const gone = await transaction
    .deleteFrom('jobs')
    .where(sql<boolean>`job_id = any(${jobIds}::text[])`)
    .returning(['job_id', 'input_key'])
    .execute()
  const parts = await transaction
    .deleteFrom('jobs')
    .where(sql<boolean>`parent_id = any(${jobIds}::text[])`)
    .where('status', 'in', FINAL_STATUSES)
    .returning(['job_id', 'input_key'])
    .execute()
  const removals = [...gone, ...parts].flatMap(({ job_id, input_key }) => [
    { area: 'outputs' as const, job_id, file_key: null },
    ...inputOf(input_key),
  ])
  await transaction.insertInto('file_removals').values(removals).execute()
}

function inputOf(key: string): { area: 'inputs'; job_id: string; file_key: string }[] {
  const [, uploadId] = /^inputs\/([^/]{1,36})\//.exec(key) ?? []
  return uploadId === undefined ? [] : [{ area: 'inputs', job_id: uploadId, file_key: key }]
}
