import { sql } from 'kysely'
import type { Connection } from '../database/schema.ts'
import type { Job } from '../job.ts'
import { cursorAfter, readCursor } from './cursor.ts'
import { jobOf } from './job-row.ts'
import type { JobQuery } from './job-store.ts'
import { SENT_AGAIN } from './redrive.ts'

/** See `JobStore.list`. */
export async function listJobs(
  connection: Connection,
  workspaceId: string,
  { limit, cursor, status, jobType, batchId, dead }: JobQuery,
): Promise<{ jobs: readonly Job[]; next: string | null }> {
  let query = connection
    .selectFrom('jobs')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('parent_id', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('job_id', 'desc')
    .limit(limit + 1)
  if (status !== undefined) query = query.where('status', '=', status)
  if (jobType !== undefined) query = query.where('job_type', '=', jobType)
  if (batchId !== undefined) query = query.where('batch_id', '=', batchId)
  if (dead) query = query.where('dead_at', 'is not', null).where(sql<boolean>`not ${SENT_AGAIN}`)
  if (cursor !== undefined) {
    const { createdAt, jobId } = readCursor(cursor)
    query = query.where((is) => is(is.refTuple('created_at', 'job_id'), '<', is.tuple(createdAt, jobId)))
  }
  const found = (await query.execute()).map(jobOf)
  const jobs = found.slice(0, limit)
  const last = jobs.at(-1)
  return { jobs, next: found.length > limit && last ? cursorAfter(last) : null }
}
