import { CodedError } from '@zerosec/errors'
import { type Selectable, sql } from 'kysely'
import type { JobsTable, Transaction } from '../database/schema.ts'
import type { JobSubmission } from '../job.ts'
import { type Inserted, insertJobs } from './insert-job.ts'
import { jobOf } from './job-row.ts'

/** Of a dead letter whether it has been sent again, and that job is not lost itself. */
export const SENT_AGAIN = sql<boolean>`exists (select from jobs again where again.redriven_from = jobs.job_id
  and again.status not in ('failed', 'cancelled'))`

/** See `JobStore.redrive`. The dead letter's row is locked: of two calls at once the second finds the job of the first. */
export async function redriveJob(
  transaction: Transaction,
  workspaceId: string,
  jobId: string,
  newJobId: string,
): Promise<Inserted> {
  const dead = await transaction
    .selectFrom('jobs')
    .selectAll()
    .where('job_id', '=', jobId)
    .where('workspace_id', '=', workspaceId)
    .forUpdate()
    .executeTakeFirst()
  if (!dead) throw new CodedError('job_unknown', { job_id: jobId })
  if (dead.dead_at === null) throw new CodedError('job_not_dead_letter', { job_id: jobId, status: dead.status })
  const earlier = await jobSentFor(transaction, jobId)
  if (earlier) return { row: earlier, isNew: false }
  const submission = { ...submissionOf(dead), ...(await placeOf(transaction, jobId)), jobId: newJobId }
  return (await insertJobs(transaction, workspaceId, [submission], dead.output_bucket))[0]!
}

function jobSentFor(transaction: Transaction, jobId: string): Promise<Selectable<JobsTable> | undefined> {
  return transaction
    .selectFrom('jobs')
    .selectAll()
    .where('redriven_from', '=', jobId)
    .where('status', 'not in', ['failed', 'cancelled'])
    .executeTakeFirst()
}

function submissionOf(dead: Selectable<JobsTable>): JobSubmission {
  const { jobId, jobType, inputBucket, inputKey, inputSha256, parameters, priority, maxAttempts, resultKey } =
    jobOf(dead)
  return {
    jobId,
    jobType,
    inputBucket,
    inputKey,
    parameters,
    priority,
    maxAttempts,
    redrivenFrom: jobId,
    ...(inputSha256 === null ? {} : { inputSha256 }),
    ...(resultKey === null ? {} : { resultKey }),
  }
}

async function placeOf(transaction: Transaction, jobId: string): Promise<Pick<JobSubmission, 'placement'>> {
  const place = await transaction
    .selectFrom('project_jobs')
    .select(['project_id', 'round'])
    .where('job_id', '=', jobId)
    .executeTakeFirst()
  return place ? { placement: { projectId: place.project_id, round: place.round } } : {}
}
