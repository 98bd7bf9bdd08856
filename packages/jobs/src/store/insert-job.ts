import { CodedError } from '@zerosec/errors'
import type { Selectable } from 'kysely'
import type { JobsTable, Transaction } from '../database/schema.ts'
import { takeUploads, uploadsOf } from '../files/take-uploads.ts'
import type { JobSubmission } from '../job.ts'
import { MAX_ATTEMPTS } from '../lifecycle.ts'
import { insertSources, placeJob } from '../projects/place-job.ts'
import { earlierSubmission } from './idempotency.ts'
import { jobOf } from './job-row.ts'
import { NOW } from './moments.ts'

/** A statement has 65,535 parameters at most. */
const ROWS_AT_ONCE = 1000

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
  const earlier = new Map<number, Selectable<JobsTable>>()
  for (const [index, { jobId, idempotency }] of submissions.entries()) {
    const found = idempotency && (await earlierSubmission(transaction, workspaceId, jobId, idempotency))
    if (found && index === 0 && found.batch_id !== null) return batchOf(transaction, found)
    if (found) earlier.set(index, found)
  }
  const fresh = submissions.filter((_, index) => !earlier.has(index))
  const refused = (error: unknown, submission: JobSubmission): unknown =>
    submissions.length === 1 ? error : refusalOf(error, submissions.indexOf(submission))
  for (const submission of fresh) {
    const key = uploadsOf(submission).find((each) => gone.has(each))
    if (key !== undefined) throw refused(new CodedError('input_not_uploaded', { key }), submission)
  }
  const rows = await insertRows(transaction, workspaceId, fresh, outputBucket)
  const taken = fresh.find((submission, index) => rows[index]?.job_id !== submission.jobId)
  if (taken) throw refused(await existing(transaction, workspaceId, taken.jobId), taken)
  await insertSources(transaction, rows.map(jobOf))
  for (const [index, submission] of fresh.entries()) {
    if (!submission.placement) continue
    await placeJob(transaction, jobOf(rows[index]!), submission.placement).catch((error: unknown) => {
      throw refused(error, submission)
    })
  }
  const added = rows.values()
  return submissions.map((_, index) => {
    const row = earlier.get(index)
    return row ? { row, isNew: false } : { row: added.next().value!, isNew: true }
  })
}

/** In the order given, up to the first whose id is taken. */
async function insertRows(
  transaction: Transaction,
  workspaceId: string,
  submissions: readonly JobSubmission[],
  outputBucket: string,
): Promise<readonly Selectable<JobsTable>[]> {
  const rows: Selectable<JobsTable>[] = []
  for (let from = 0; from < submissions.length; from += ROWS_AT_ONCE) {
    const inserted = await transaction
      .insertInto('jobs')
      .values(
        submissions
          .slice(from, from + ROWS_AT_ONCE)
          .map((submission) => valuesOf(workspaceId, submission, outputBucket)),
      )
      .onConflict((conflict) => conflict.column('job_id').doNothing())
      .returningAll()
      .execute()
    rows.push(...inserted) // PostgreSQL returns rows in the order of VALUES, without those that were there
  }
  return rows
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
    max_attempts: submission.maxAttempts ?? MAX_ATTEMPTS,
    priority: submission.priority ?? 0,
    due_at: submission.dueAt ?? NOW,
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
