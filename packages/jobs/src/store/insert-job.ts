import { CodedError } from '@zerosec/errors'
import type { Selectable } from 'kysely'
import type { JobsTable, Transaction } from '../database/schema.ts'
import type { Idempotency, JobSubmission } from '../job.ts'
import { insertSources, placeJob } from '../projects/place-job.ts'
import { jobOf } from './job-row.ts'

/**
 * Writes a job with its sources, its place and the key that makes its submission safe to repeat, in the transaction that queues it.
 *
 * @returns the job, and whether it is new: not where an earlier submission had the same idempotency key
 * @throws CodedError job_exists, idempotency_conflict, project_unknown, project_full, round_unknown
 */
export async function insertJob(
  transaction: Transaction,
  workspaceId: string,
  submission: JobSubmission,
  outputBucket: string,
): Promise<{ row: Selectable<JobsTable>; isNew: boolean }> {
  const { jobId, idempotency } = submission
  if (idempotency) {
    const earlier = await earlierJob(transaction, workspaceId, jobId, idempotency)
    if (earlier) return { row: earlier, isNew: false }
  }
  const row = await transaction
    .insertInto('jobs')
    .values(valuesOf(workspaceId, submission, outputBucket))
    .onConflict((conflict) => conflict.column('job_id').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) throw await existing(transaction, workspaceId, jobId)
  const job = jobOf(row)
  await insertSources(transaction, job)
  if (submission.placement) await placeJob(transaction, job, submission.placement)
  return { row, isNew: true }
}

function valuesOf(workspaceId: string, submission: JobSubmission, outputBucket: string) {
  return {
    job_id: submission.jobId,
    workspace_id: workspaceId,
    job_type: submission.jobType,
    status: 'queued' as const,
    status_message: 'Waiting in the queue',
    input_bucket: submission.inputBucket,
    input_key: submission.inputKey,
    output_bucket: outputBucket,
    parameters: submission.parameters,
    input_sha256: submission.inputSha256 ?? null,
    batch_id: submission.batchId ?? null,
    parent_id: submission.parentId ?? null,
    redriven_from: submission.redrivenFrom ?? null,
    result_key: submission.resultKey ?? null,
    request_id: submission.requestId ?? null,
    traceparent: submission.traceparent ?? null,
    ...(submission.maxAttempts === undefined ? {} : { max_attempts: submission.maxAttempts }),
    ...(submission.priority === undefined ? {} : { priority: submission.priority }),
    ...(submission.dueAt === undefined ? {} : { due_at: submission.dueAt }),
  }
}

/** Of two submissions with one key at the same time the second waits here for the first. */
async function earlierJob(
  transaction: Transaction,
  workspaceId: string,
  jobId: string,
  { key, requestHash }: Idempotency,
): Promise<Selectable<JobsTable> | undefined> {
  const inserted = await transaction
    .insertInto('idempotency_keys')
    .values({ workspace_id: workspaceId, idempotency_key: key, request_hash: requestHash, job_id: jobId })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'idempotency_key']).doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 1n) return undefined
  const earlier = await transaction
    .selectFrom('idempotency_keys')
    .leftJoin('jobs', 'jobs.job_id', 'idempotency_keys.job_id')
    .selectAll('jobs')
    .select('request_hash')
    .where('idempotency_keys.workspace_id', '=', workspaceId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst()
  if (earlier?.job_id == null || earlier.request_hash !== requestHash) throw new CodedError('idempotency_conflict')
  return earlier as Selectable<JobsTable>
}

async function existing(transaction: Transaction, workspaceId: string, jobId: string): Promise<CodedError> {
  const found = await transaction
    .selectFrom('jobs')
    .select('status')
    .where('job_id', '=', jobId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  return new CodedError('job_exists', { job_id: jobId, status: found?.status ?? 'not yours' })
}

/** PostgreSQL's class 22: a text too long for its column, or a NUL or half a surrogate pair in the JSON of the parameters. */
export function refusedByDatabase(error: unknown): CodedError | undefined {
  const isDataException = error instanceof Error && 'code' in error && /^22...$/.test(String(error.code))
  if (!isDataException) return undefined
  return new CodedError('request_invalid', { problem: `the job can't be stored: ${error.message}` }, { cause: error })
}
