import type { Selectable } from 'kysely'
import type { AttemptOutcome, Connection, JobsTable, Transaction } from '../database/schema.ts'
import type { Attempt, AttemptRecord, JobError } from './job-store.ts'

/** Of the job's row what tells of its attempt, as it was before the attempt ended. */
export type AttemptRow = Pick<
  Selectable<JobsTable>,
  'job_id' | 'attempt_token' | 'attempts' | 'worker_id' | 'claimed_at'
>

/** In the transaction that ends the attempt. */
export async function recordAttempt(
  transaction: Transaction,
  row: AttemptRow,
  outcome: AttemptOutcome,
  error?: JobError,
): Promise<void> {
  if (row.attempt_token === null) return
  await transaction
    .insertInto('job_attempts')
    .values({
      attempt_token: row.attempt_token,
      job_id: row.job_id,
      number: row.attempts,
      worker_id: row.worker_id,
      started_at: row.claimed_at,
      outcome,
      error_code: error?.code ?? null,
      error_message: error?.message ?? null,
    })
    .execute()
}

/** In order. */
export async function attemptRecords(connection: Connection, jobId: string): Promise<readonly AttemptRecord[]> {
  const rows = await connection
    .selectFrom('job_attempts')
    .selectAll()
    .where('job_id', '=', jobId)
    .orderBy('ended_at')
    .orderBy('number')
    .execute()
  return rows.map((row) => ({
    number: row.number,
    workerId: row.worker_id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    outcome: row.outcome,
    errorCode: row.error_code,
    errorMessage: row.error_message,
  }))
}

/** What the job's row told when the attempt began. */
export function rowOf({ job, token, number, workerId, startedAt }: Attempt): AttemptRow {
  return {
    job_id: job.jobId,
    attempt_token: token,
    attempts: number,
    worker_id: workerId,
    claimed_at: startedAt,
  }
}
