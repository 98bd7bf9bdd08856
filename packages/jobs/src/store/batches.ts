import type { JobStatus } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { sql } from 'kysely'
import type { Connection } from '../database/schema.ts'
import { MOVES } from '../lifecycle.ts'
import type { Batch } from './job-store.ts'
import { NOW } from './moments.ts'

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

/**
 * Cancels the jobs of a batch that were never taken, in one statement.
 *
 * @returns their ids, and those of the jobs that have to be cancelled one by one, having an attempt or something kept
 */
export async function cancelUntouched(
  connection: Connection,
  workspaceId: string,
  batchId: string,
): Promise<{ cancelled: readonly string[]; others: readonly string[] }> {
  const cancelled = await connection
    .updateTable('jobs')
    .set({
      status: MOVES.cancel.to,
      status_message: 'Cancelled',
      completed_at: NOW,
      updated_at: NOW,
      revision: sql<number>`revision + 1`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('batch_id', '=', batchId)
    .where('status', '=', 'queued')
    .where('claimed_at', 'is', null)
    .returning('job_id')
    .execute()
  const others = await connection
    .selectFrom('jobs')
    .select('job_id')
    .where('workspace_id', '=', workspaceId)
    .where('batch_id', '=', batchId)
    .where('status', 'in', MOVES.cancel.from)
    .execute()
  return { cancelled: cancelled.map(({ job_id }) => job_id), others: others.map(({ job_id }) => job_id) }
}
