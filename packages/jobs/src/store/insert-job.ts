import { CodedError } from '@zerosec/errors'
import type { Selectable } from 'kysely'
import type { JobsTable, Transaction } from '../database/schema.ts'
import { takeUploads, uploadsOf } from '../files/take-uploads.ts'
import type { JobSubmission } from '../job.ts'
import { insertSources, placeJob } from '../projects/place-job.ts'
import { earlierSubmission } from './idempotency.ts'
import { jobOf } from './job-row.ts'

/** What a submission gives: the job, and whether it is new; not where an earlier submission had the same idempotency key. */
export interface Inserted {
  readonly row: Selectable<JobsTable>
  readonly isNew: boolean
}

/**
 * Writes jobs with their sources, their places and the keys that make their submission safe to repeat, in the transaction that queues
 * them. Of a list all or, by the error that names the one that was refused, none; where its first submission has the idempotency key of
 * an earlier list, it is that one.
 *
 * @throws CodedError job_exists, input_not_uploaded, idempotency_conflict, project_unknown, project_full, round_unknown; of a list
 *   submission_refused
 */
export async function insertJobs(
  transaction: Transaction,
  workspaceId: string,
  submissions: readonly JobSubmission[],
  outputBucket: string,
): Promise<readonly Inserted[]> {
  const gone = await takeUploads(transaction, workspaceId, submissions)
  const inserted: Inserted[] = []
  for (const [index, submission] of submissions.entries()) {
    const one = await insertJob(transaction, workspaceId, submission, { outputBucket, gone }).catch(
      (error: unknown) => {
        throw submissions.length === 1 ? error : refusalOf(error, index)
      },
    )
    if (index === 0 && !one.isNew && one.row.batch_id !== null) return batchOf(transaction, one.row)
    inserted.push(one)
  }
  return inserted
}

async function insertJob(
  transaction: Transaction,
  workspaceId: string,
  submission: JobSubmission,
  { outputBucket, gone }: { readonly outputBucket: string; readonly gone: ReadonlySet<string> },
): Promise<Inserted> {
  const { jobId, idempotency } = submission
  if (idempotency) {
    const earlier = await earlierSubmission(transaction, workspaceId, jobId, idempotency)
    if (earlier) return { row: earlier, isNew: false }
  }
  const key = uploadsOf(submission).find((each) => gone.has(each))
  if (key !== undefined) throw new CodedError('input_not_uploaded', { key })
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

/** The error of one submission as that of them all; faults of ours are not its fault. */
export function refusalOf(error: unknown, index: number): unknown {
  if (!(error instanceof CodedError) || error.status >= 500 || error.code === 'idempotency_conflict') return error
  const { code, details, message } = error
  return new CodedError('submission_refused', { ...details, index, code, problem: message }, { cause: error })
}

async function batchOf(transaction: Transaction, first: Selectable<JobsTable>): Promise<Inserted[]> {
  const rows = await transaction
    .selectFrom('jobs')
    .selectAll()
    .where('batch_id', '=', first.batch_id)
    .where('workspace_id', '=', first.workspace_id)
    .execute()
  return rows.map((row) => ({ row, isNew: false }))
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

/** Whoever asks with the id of a job that is not theirs learns nothing of it: as with an upload of somebody else. */
async function existing(transaction: Transaction, workspaceId: string, jobId: string): Promise<CodedError> {
  const found = await transaction
    .selectFrom('jobs')
    .select('status')
    .where('job_id', '=', jobId)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  if (!found) return new CodedError('input_not_uploaded', { key: `inputs/${jobId}/` })
  return new CodedError('job_exists', { job_id: jobId, status: found.status })
}

/** PostgreSQL's class 22: a text too long for its column, or a NUL or half a surrogate pair in the JSON of the parameters. */
export function refusedByDatabase(error: unknown): CodedError | undefined {
  const isDataException = error instanceof Error && 'code' in error && /^22...$/.test(String(error.code))
  if (!isDataException) return undefined
  return new CodedError('request_invalid', { problem: `the job can't be stored: ${error.message}` }, { cause: error })
}
