import { CodedError } from '@zerosec/errors'
import { type Selectable, sql, type UpdateObject } from 'kysely'
import type { Connection, JobsTable, Schema, Transaction } from '../database/schema.ts'
import { removeChildren } from '../fan-out/remove-children.ts'
import type { Idempotency, Job, JobArtifact, JobProgress, JobSubmission } from '../job.ts'
import { MOVES, type Move, retryDelaySeconds } from '../lifecycle.ts'
import type { DueJob, JobQueue } from '../queue/job-queue.ts'
import { artifactsOf } from './artifacts.ts'
import { attemptRecords, recordAttempt, rowOf } from './attempt-records.ts'
import { batchOf, cancelUntouched } from './batches.ts'
import { claimDue } from './claim-due.ts'
import { Completions } from './completions.ts'
import { findSubmission } from './idempotency.ts'
import { type Inserted, insertJobs, refusedByDatabase } from './insert-job.ts'
import { jobOf } from './job-row.ts'
import type {
  Attempt,
  AttemptRecord,
  Batch,
  ClaimQuery,
  JobError,
  JobQuery,
  JobStore,
  KeptFile,
  Outcome,
  Progress,
  RecoverOptions,
} from './job-store.ts'
import { endedWithKept, forgetKept, keepFile, keptFiles, showKeptResults } from './kept-files.ts'
import { listJobs } from './list-jobs.ts'
import { dueIn, leaseOf, NO_ATTEMPT, NOW } from './moments.ts'
import { readStatus } from './read-status.ts'
import { recoverJobs } from './recover-jobs.ts'
import { redriveJob } from './redrive.ts'
import { removeExpired, removeJobs } from './remove-jobs.ts'
import { completeAgain, heirOf, reusableOutcome } from './reusable-outcome.ts'

/** How many jobs that have ended are tidied up in one go. */
const ENDED_AT_ONCE = 100

export class PostgresJobStore implements JobStore {
  readonly #connection: Connection
  readonly #queue: JobQueue
  readonly #completions: Completions
  readonly #changed: (jobId: string) => void

  /** @param changed  told of every job that this store has changed, once that is committed */
  constructor(connection: Connection, queue: JobQueue, changed: (jobId: string) => void = () => {}) {
    this.#connection = connection
    this.#queue = queue
    this.#completions = new Completions(connection)
    this.#changed = changed
  }

  async submit(workspaceId: string, submission: JobSubmission, outputBucket: string): Promise<Job> {
    const [job] = await this.submitAll(workspaceId, [submission], outputBucket)
    return job!
  }

  async submitAll(
    workspaceId: string,
    submissions: readonly JobSubmission[],
    outputBucket: string,
  ): Promise<readonly Job[]> {
    const inserted = await this.queued((transaction) => insertJobs(transaction, workspaceId, submissions, outputBucket))
    return inserted.map(({ row }) => jobOf(row))
  }

  /** Sends the wake-ups of the jobs that `insert` gives, in its transaction. */
  async queued(insert: (transaction: Transaction) => Promise<readonly Inserted[]>): Promise<readonly Inserted[]> {
    return this.#queueing(async (transaction, send) => {
      const inserted = await insert(transaction)
      await send(inserted.filter(({ isNew }) => isNew).map(({ row }) => dueJob(row)))
      return inserted
    }).catch((error: unknown) => {
      throw refusedByDatabase(error) ?? error
    })
  }

  async submitted(workspaceId: string, idempotency: Idempotency): Promise<Job | undefined> {
    const row = await findSubmission(this.#connection, workspaceId, idempotency)
    return row && jobOf(row)
  }

  async get(workspaceId: string, jobId: string): Promise<Job> {
    const row = await this.#connection
      .selectFrom('jobs')
      .selectAll()
      .where('job_id', '=', jobId)
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirst()
    if (!row) throw new CodedError('job_unknown', { job_id: jobId })
    return jobOf(row)
  }

  status(workspaceId: string, jobId: string): Promise<JobProgress> {
    return readStatus(this.#connection, workspaceId, jobId)
  }

  list(workspaceId: string, query: JobQuery): Promise<{ jobs: readonly Job[]; next: string | null }> {
    return listJobs(this.#connection, workspaceId, query)
  }

  async artifacts(workspaceId: string, jobId: string): Promise<readonly JobArtifact[]> {
    await this.get(workspaceId, jobId)
    return artifactsOf(this.#connection, jobId)
  }

  async attempts(workspaceId: string, jobId: string): Promise<readonly AttemptRecord[]> {
    await this.get(workspaceId, jobId)
    return attemptRecords(this.#connection, jobId)
  }

  async cancel(workspaceId: string, jobId: string): Promise<Job> {
    const row = await this.#connection.transaction().execute(async (transaction) => {
      const held = await transaction
        .selectFrom('jobs')
        .selectAll()
        .where('job_id', '=', jobId)
        .where('workspace_id', '=', workspaceId)
        .where('status', 'in', MOVES.cancel.from)
        .forUpdate()
        .executeTakeFirst()
      if (!held) return undefined
      await recordAttempt(transaction, held, 'cancelled')
      const moved = await this.#move('cancel', transaction)
        .set({ status_message: 'Cancelled', completed_at: NOW, ...NO_ATTEMPT })
        .where('job_id', '=', jobId)
        .returningAll()
        .executeTakeFirstOrThrow()
      await showKeptResults(transaction, jobId)
      await removeChildren(transaction, jobId)
      return moved
    })
    if (row) {
      this.#changed(jobId)
      return jobOf(row)
    }
    const { status } = await this.get(workspaceId, jobId)
    throw new CodedError('job_not_cancellable', { job_id: jobId, status })
  }

  batch(workspaceId: string, batchId: string): Promise<Batch> {
    return batchOf(this.#connection, workspaceId, batchId)
  }

  async cancelBatch(workspaceId: string, batchId: string): Promise<readonly string[]> {
    await this.batch(workspaceId, batchId)
    const untouched = await cancelUntouched(this.#connection, workspaceId, batchId)
    for (const jobId of untouched.cancelled) this.#changed(jobId)
    const cancelled = [...untouched.cancelled]
    for (const jobId of untouched.others) {
      const done = await this.cancel(workspaceId, jobId).catch((error: unknown) => {
        if (error instanceof CodedError && /^job_(not_cancellable|unknown)$/.test(error.code)) return undefined
        throw error
      })
      if (done) cancelled.push(jobId)
    }
    return cancelled
  }

  async redrive(workspaceId: string, jobId: string, newJobId: string): Promise<Job> {
    const [sent] = await this.queued(async (transaction) => [
      await redriveJob(transaction, workspaceId, jobId, newJobId),
    ])
    return jobOf(sent!.row)
  }

  async remove(workspaceId: string, jobIds: readonly string[]): Promise<void> {
    await this.#connection.transaction().execute((transaction) => removeJobs(transaction, workspaceId, jobIds))
    for (const jobId of jobIds) this.#changed(jobId)
  }

  async removeExpired(days: number): Promise<readonly string[]> {
    const removed = await this.#connection
      .transaction()
      .execute((transaction) => removeExpired(transaction, { days, limit: ENDED_AT_ONCE }))
    for (const jobId of removed) this.#changed(jobId)
    return removed
  }

  async claim(query: ClaimQuery): Promise<readonly Attempt[]> {
    const rows = await claimDue(this.#connection, query)
    for (const { job_id } of rows) this.#changed(job_id)
    return rows.map(attemptOf)
  }

  async isQueued(jobId: string): Promise<boolean> {
    const row = await this.#connection
      .selectFrom('jobs')
      .select('job_id')
      .where('job_id', '=', jobId)
      .where('status', '=', 'queued')
      .executeTakeFirst()
    return row !== undefined
  }

  async renew(attempt: Attempt, leaseSeconds: number, progress?: Progress): Promise<boolean> {
    const seen = progress && {
      progress_percent: sql<number>`greatest(progress_percent, ${Math.round(progress.percent)}::int)`,
      status_message: progress.message,
      updated_at: NOW,
      revision: sql<number>`revision + 1`,
    }
    const result = await this.#connection
      .updateTable('jobs')
      .set({ lease_expires_at: leaseOf(leaseSeconds), ...seen })
      .where('job_id', '=', attempt.job.jobId)
      .where('attempt_token', '=', attempt.token)
      .executeTakeFirst()
    const held = result.numUpdatedRows === 1n
    if (held && progress) this.#changed(attempt.job.jobId)
    return held
  }

  async upload(attempt: Attempt): Promise<boolean> {
    return this.#announced(
      attempt,
      await this.#moveAttempt('upload', attempt, { status_message: 'Writing the results' }),
    )
  }

  async complete(attempt: Attempt, outcome: Outcome): Promise<boolean> {
    const { reusedFrom } = outcome
    const moved =
      reusedFrom === undefined
        ? await this.#completions.complete(attempt, outcome)
        : await completeAgain(this.#connection, attempt, { ...outcome, reusedFrom })
    return this.#announced(attempt, moved)
  }

  async fail(
    attempt: Attempt,
    error: JobError,
    { retries }: { retries: boolean } = { retries: false },
  ): Promise<boolean> {
    if (retries && attempt.number < attempt.job.maxAttempts) return this.#retry(attempt, error)
    const failed = {
      status_message: 'Failed',
      error_code: error.code,
      error_message: error.message,
      completed_at: NOW,
      ...(retries ? { dead_at: NOW } : {}),
      ...NO_ATTEMPT,
    }
    const moved = await this.#connection.transaction().execute(async (transaction) => {
      if (!(await this.#moveAttempt('fail', attempt, failed, transaction))) return false
      await recordAttempt(transaction, rowOf(attempt), 'failed', error)
      await showKeptResults(transaction, attempt.job.jobId)
      await removeChildren(transaction, attempt.job.jobId)
      return true
    })
    return this.#announced(attempt, moved)
  }

  async #retry(attempt: Attempt, error: JobError): Promise<boolean> {
    const delay = retryDelaySeconds(attempt.number, 'fault')
    const waiting = {
      status_message: `Waiting to try again: ${error.message}`,
      due_at: dueIn(delay),
      ...NO_ATTEMPT,
    }
    return this.#queueAgain('retry', attempt, waiting, (transaction) =>
      recordAttempt(transaction, rowOf(attempt), 'retried', error),
    )
  }

  async release(attempt: Attempt, { delaySeconds }: { delaySeconds: number } = { delaySeconds: 0 }): Promise<boolean> {
    const waiting = {
      status_message: 'Waiting in the queue',
      attempts: sql<number>`attempts - 1`,
      ...(delaySeconds > 0 ? { due_at: dueIn(delaySeconds) } : {}),
      ...NO_ATTEMPT,
    }
    return this.#queueAgain('release', attempt, waiting, (transaction) =>
      recordAttempt(transaction, rowOf(attempt), 'released'),
    )
  }

  reusable(job: Job): Promise<Outcome | undefined> {
    return reusableOutcome(this.#connection, job)
  }

  heir(workspaceId: string, jobId: string): Promise<string | undefined> {
    return heirOf(this.#connection, workspaceId, jobId)
  }

  async keep(attempt: Attempt, file: KeptFile): Promise<{ replaced: string | undefined } | false> {
    return this.#connection.transaction().execute((transaction) => keepFile(transaction, attempt, file))
  }

  kept(jobId: string): Promise<readonly KeptFile[]> {
    return keptFiles(this.#connection, jobId)
  }

  endedWithKept(): Promise<readonly Job[]> {
    return endedWithKept(this.#connection, ENDED_AT_ONCE)
  }

  forgetKept(jobId: string): Promise<void> {
    return forgetKept(this.#connection, jobId)
  }

  async recover(options: RecoverOptions = {}): Promise<readonly string[]> {
    const moved = await this.#queueing(async (transaction, send) => {
      const recovered = await recoverJobs(transaction, options)
      await send(recovered.due)
      return recovered.moved
    })
    for (const jobId of moved) this.#changed(jobId)
    return moved
  }

  #announced(attempt: Attempt, moved: boolean): boolean {
    if (moved) this.#changed(attempt.job.jobId)
    return moved
  }

  /** A move of an attempt back to the queue. */
  async #queueAgain(
    move: Move,
    attempt: Attempt,
    values: UpdateObject<Schema, 'jobs'>,
    record: (transaction: Transaction) => Promise<void>,
  ): Promise<boolean> {
    const moved = await this.#queueing(async (transaction, send) => {
      const row = await this.#move(move, transaction)
        .set(values)
        .where('job_id', '=', attempt.job.jobId)
        .where('attempt_token', '=', attempt.token)
        .returningAll()
        .executeTakeFirst()
      if (!row) return false
      await record(transaction)
      await send([dueJob(row)])
      return true
    })
    return this.#announced(attempt, moved)
  }

  /** A transaction that may send wake-ups; receivers of this process are told once it has committed. */
  async #queueing<Result>(
    body: (transaction: Transaction, send: (jobs: readonly DueJob[]) => Promise<void>) => Promise<Result>,
  ): Promise<Result> {
    let sent = false
    const result = await this.#connection.transaction().execute((transaction) =>
      body(transaction, async (jobs) => {
        if (jobs.length === 0) return
        sent = true
        await this.#queue.send(jobs, transaction)
      }),
    )
    if (sent) this.#queue.nudge()
    return result
  }

  /** The update of a move, restricted to the states it may start from. */
  #move(move: Move, connection: Connection | Transaction) {
    return connection
      .updateTable('jobs')
      .set({ status: MOVES[move].to, updated_at: NOW, revision: sql<number>`revision + 1` })
      .where('status', 'in', MOVES[move].from)
  }

  /** A move that only the holder of the attempt's token may make. */
  async #moveAttempt(
    move: Move,
    attempt: Attempt,
    values: UpdateObject<Schema, 'jobs'>,
    connection: Connection | Transaction = this.#connection,
  ): Promise<boolean> {
    const result = await this.#move(move, connection)
      .set(values)
      .where('job_id', '=', attempt.job.jobId)
      .where('attempt_token', '=', attempt.token)
      .executeTakeFirst()
    return result.numUpdatedRows === 1n
  }
}

function attemptOf(row: Selectable<JobsTable>): Attempt {
  return {
    job: jobOf(row),
    token: row.attempt_token!,
    number: row.attempts,
    workerId: row.worker_id!,
    startedAt: row.claimed_at!,
  }
}

function dueJob({ job_id: jobId, due_at: dueAt }: Pick<Selectable<JobsTable>, 'job_id' | 'due_at'>): DueJob {
  return { jobId, dueAt }
}
