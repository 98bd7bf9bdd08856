import { sql } from 'kysely'
import type { Connection, Transaction } from '../database/schema.ts'
import type { Job } from '../job.ts'
import { MOVES } from '../lifecycle.ts'
import { artifactsOf, insertArtifacts } from './artifacts.ts'
import type { Attempt, Outcome } from './job-store.ts'
import { NO_ATTEMPT, NOW } from './moments.ts'

/** See `JobStore.reusable`: the latest such job, and of a chain of reuse its first, whose files these are. */
export async function reusableOutcome(connection: Connection, job: Job): Promise<Outcome | undefined> {
  if (job.resultKey === null) return undefined
  const earlier = await connection
    .selectFrom('jobs')
    .select(['job_id', 'headline', 'reused_from'])
    .where('workspace_id', '=', job.workspaceId)
    .where('result_key', '=', job.resultKey)
    .where('status', '=', 'completed')
    .orderBy('completed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!earlier) return undefined
  const artifacts = await artifactsOf(connection, earlier.job_id)
  return {
    headline: earlier.headline,
    artifacts: artifacts.map(({ fileKey, fileName, fileType, sizeBytes, sha256 }) => ({
      fileKey,
      fileName,
      fileType,
      sizeBytes,
      sha256,
    })),
    reusedFrom: earlier.reused_from ?? earlier.job_id,
  }
}

/** Completes a job with the results of an earlier one. @returns whether the attempt still held it, and any job still has the results */
export async function completeAgain(
  connection: Connection,
  attempt: Attempt,
  { headline, artifacts, reusedFrom }: Outcome & { readonly reusedFrom: string },
): Promise<boolean> {
  return connection.transaction().execute(async (transaction) => {
    if (!(await holdReused(transaction, reusedFrom))) return false
    const { numUpdatedRows } = await transaction
      .updateTable('jobs')
      .set({
        status: MOVES.complete.to,
        status_message: 'Done: taken from an earlier job with the same input',
        progress_percent: 100,
        headline,
        reused_from: reusedFrom,
        completed_at: NOW,
        updated_at: NOW,
        revision: sql<number>`revision + 1`,
        ...NO_ATTEMPT,
      })
      .where('job_id', '=', attempt.job.jobId)
      .where('attempt_token', '=', attempt.token)
      .where('status', 'in', MOVES.complete.from)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await insertArtifacts(transaction, attempt.job.jobId, artifacts)
    return true
  })
}

/**
 * Keeps the files of the first of a chain from being removed until this transaction has ended, and by then one more job needs them.
 *
 * @returns whether any job still has them
 */
async function holdReused(transaction: Transaction, firstJobId: string): Promise<boolean> {
  const { rows } = await sql`
    select job_id from jobs where (job_id = ${firstJobId} or reused_from = ${firstJobId}) and status = 'completed'
    order by job_id limit 1 for key share`.execute(transaction)
  return rows.length > 0
}

/** See `JobReader.heir`. */
export async function heirOf(connection: Connection, workspaceId: string, jobId: string): Promise<string | undefined> {
  const heir = await connection
    .selectFrom('jobs')
    .select('job_id')
    .where('reused_from', '=', jobId)
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'completed')
    .orderBy('job_id')
    .limit(1)
    .executeTakeFirst()
  return heir?.job_id
}
