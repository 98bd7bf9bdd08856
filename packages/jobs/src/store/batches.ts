import type { JobStatus } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Connection } from '../database/schema.ts'
import { MOVES } from '../lifecycle.ts'
import type { Batch } from './job-store.ts'

/** See `JobStore.batch`. */
export async function batchOf(connection: Connection, workspaceId: string, batchId: string): Promise<Batch> {
  const rows = await connection
    .selectFrom('jobs')
    .select(({ fn }) => [
      'status',
      fn.countAll<string>().as('jobs'),
      fn.sum<string>('progress_percent').as('progress'),
      fn.min('created_at').as('created_at'),
      fn.max('updated_at').as('updated_at'),
    ])
    .where('workspace_id', '=', workspaceId)
    .where('batch_id', '=', batchId)
    .groupBy('status')
    .execute()
  if (rows.length === 0) throw new CodedError('batch_unknown', { batch_id: batchId })
  const jobs = rows.reduce((sum, row) => sum + Number(row.jobs), 0)
  const ended = (status: JobStatus) => status === 'failed' || status === 'cancelled'
  const progress = rows.reduce(
    (sum, row) => sum + (ended(row.status) ? 100 * Number(row.jobs) : Number(row.progress)),
    0,
  )
  return {
    batchId,
    jobs,
    byStatus: Object.fromEntries(rows.map((row) => [row.status, Number(row.jobs)])),
    percent: Math.floor(progress / jobs),
    createdAt: new Date(Math.min(...rows.map((row) => row.created_at.getTime()))),
    updatedAt: new Date(Math.max(...rows.map((row) => row.updated_at.getTime()))),
  }
}

/** The jobs of a batch that can be cancelled. */
export async function cancellableOf(
  connection: Connection,
  workspaceId: string,
  batchId: string,
): Promise<readonly string[]> {
  const rows = await connection
    .selectFrom('jobs')
    .select('job_id')
    .where('workspace_id', '=', workspaceId)
    .where('batch_id', '=', batchId)
    .where('status', 'in', MOVES.cancel.from)
    .orderBy('job_id')
    .execute()
  return rows.map(({ job_id }) => job_id)
}
