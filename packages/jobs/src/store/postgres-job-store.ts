import { randomUUID } from 'node:crypto'
import { FINAL_STATUSES } from '@zerosec/contract'
import { CodedError, type ErrorCode, errorText } from '@zerosec/errors'
import { sql, type UpdateObject } from 'kysely'
import type { Connection, Schema, Transaction } from '../database/schema.ts'
import type { Job, JobArtifact, JobSubmission } from '../job.ts'
import { MAX_ATTEMPTS, MOVES, type Move } from '../lifecycle.ts'
import { insertSources, placeJob } from '../projects/place-job.ts'
import type { JobQueue } from '../queue/job-queue.ts'
import { artifactsOf, insertArtifacts } from './artifacts.ts'
import { cursorAfter, readCursor } from './cursor.ts'
import { jobOf } from './job-row.ts'
import type { Attempt, JobQuery, JobStore, KeptFile, Progress, RecoverOptions, StoredArtifact } from './job-store.ts'
import { keptFiles, putKept, showKeptResults } from './kept-files.ts'

const NOW = sql<Date>`date_trunc('milliseconds', clock_timestamp())`
const leaseOf = (seconds: number) => sql<Date>`clock_timestamp() + ${seconds} * interval '1 second'`
/** How many jobs that have ended are tidied up in one go. */
const ENDED_AT_ONCE = 100
const NO_ATTEMPT = { attempt_token: null, lease_expires_at: null }

export class PostgresJobStore implements JobStore {
  readonly #connection: Connection
  readonly #queue: JobQueue
  readonly #changed: (jobId: string) => void

  /** @param changed  told of every job that this store has changed, once that is committed */
  constructor(connection: Connection, queue: JobQueue, changed: (jobId: string) => void = () => {}) {
    this.#connection = connection
    this.#queue = queue
    this.#changed = changed
  }

  async submit(submission: JobSubmission, outputBucket: string): Promise<Job> {
    const row = await this.#queueing(async (transaction, send) => {
      const inserted = await transaction
        .insertInto('jobs')
        .values({
          job_id: submission.jobId,
          job_type: submission.jobType,
          status: 'queued',
          status_message: 'Waiting in the queue',
          input_bucket: submission.inputBucket,
          input_key: submission.inputKey,
          output_bucket: outputBucket,
          parameters: submission.parameters,
          input_sha256: submission.inputSha256 ?? null,
        })
        .onConflict((conflict) => conflict.column('job_id').doNothing())
        .returningAll()
        .executeTakeFirst()
      if (!inserted) return undefined
      await insertSources(transaction, inserted.job_id, inserted.parameters)
      if (submission.placement) await placeJob(transaction, jobOf(inserted), submission.placement)
      await send(inserted.job_id)
      return inserted
    }).catch((error: unknown) => {
      if (!isDataException(error)) throw error
      throw new CodedError(
        'request_invalid',
        { problem: `the job can't be stored: ${error.message}` },
        { cause: error },
      )
    })
    if (row) return jobOf(row)
    const { jobId, status } = await this.get(submission.jobId)
    throw new CodedError('job_exists', { job_id: jobId, status })
  }

  async get(jobId: string): Promise<Job> {
    const row = await this.#connection.selectFrom('jobs').selectAll().where('job_id', '=', jobId).executeTakeFirst()
    if (!row) throw new CodedError('job_unknown', { job_id: jobId })
    return jobOf(row)
  }

  async list({ limit, cursor, status, jobType }: JobQuery): Promise<{ jobs: readonly Job[]; next: string | null }> {
    let query = this.#connection
      .selectFrom('jobs')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('job_id', 'desc')
      .limit(limit + 1)
    if (status !== undefined) query = query.where('status', '=', status)
    if (jobType !== undefined) query = query.where('job_type', '=', jobType)
    if (cursor !== undefined) {
      const { createdAt, jobId } = readCursor(cursor)
      query = query.where((is) => is(is.refTuple('created_at', 'job_id'), '<', is.tuple(createdAt, jobId)))
    }
    const found = (await query.execute()).map(jobOf)
    const jobs = found.slice(0, limit)
    const last = jobs.at(-1)
    return { jobs, next: found.length > limit && last ? cursorAfter(last) : null }
  }

  async artifacts(jobId: string): Promise<readonly JobArtifact[]> {
    const artifacts = await artifactsOf(this.#connection, jobId)
    if (artifacts.length === 0) await this.get(jobId)
    return artifacts
  }

  async cancel(jobId: string): Promise<Job> {
    const row = await this.#connection.transaction().execute(async (transaction) => {
      const moved = await this.#move('cancel', transaction)
        .set({ status_message: 'Cancelled', completed_at: NOW, ...NO_ATTEMPT })
        .where('job_id', '=', jobId)
        .returningAll()
        .executeTakeFirst()
      if (moved) await showKeptResults(transaction, jobId)
      return moved
    })
    if (row) {
      this.#changed(jobId)
      return jobOf(row)
    }
    const { status } = await this.get(jobId)
    throw new CodedError('job_not_cancellable', { job_id: jobId, status })
  }

  async claim(jobId: string, leaseSeconds: number): Promise<Attempt | undefined> {
    const token = randomUUID()
    const row = await this.#move('claim', this.#connection)
      .set({
        status_message: 'Starting',
        progress_percent: 0,
        attempts: sql`attempts + 1`,
        attempt_token: token,
        lease_expires_at: leaseOf(leaseSeconds),
      })
      .where('job_id', '=', jobId)
      .returningAll()
      .executeTakeFirst()
    if (!row) return undefined
    this.#changed(jobId)
    return { job: jobOf(row), token, number: row.attempts }
  }

  async renew(attempt: Attempt, leaseSeconds: number, progress?: Progress): Promise<boolean> {
    const seen = progress && {
      progress_percent: sql<number>`greatest(progress_percent, ${Math.round(progress.percent)}::int)`,
      status_message: progress.message,
      updated_at: NOW,
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
    const moved = await this.#moveAttempt('upload', attempt, { status_message: 'Writing the results' })
    return this.#announced(attempt, moved)
  }

  async complete(
    attempt: Attempt,
    { headline, artifacts }: { headline: string | null; artifacts: readonly StoredArtifact[] },
  ): Promise<boolean> {
    const moved = await this.#connection.transaction().execute(async (transaction) => {
      const done = { status_message: 'Done', progress_percent: 100, headline, completed_at: NOW, ...NO_ATTEMPT }
      if (!(await this.#moveAttempt('complete', attempt, done, transaction))) return false
      await insertArtifacts(transaction, attempt.job.jobId, artifacts)
      return true
    })
    return this.#announced(attempt, moved)
  }

  async fail(attempt: Attempt, error: { code: ErrorCode; message: string }): Promise<boolean> {
    const failed = { error_code: error.code, error_message: error.message, completed_at: NOW, ...NO_ATTEMPT }
    const moved = await this.#connection.transaction().execute(async (transaction) => {
      if (!(await this.#moveAttempt('fail', attempt, { status_message: 'Failed', ...failed }, transaction)))
        return false
      await showKeptResults(transaction, attempt.job.jobId)
      return true
    })
    return this.#announced(attempt, moved)
  }

  async release(attempt: Attempt): Promise<boolean> {
    const moved = await this.#queueing(async (transaction, send) => {
      const waiting = { status_message: 'Waiting in the queue', attempts: sql<number>`attempts - 1`, ...NO_ATTEMPT }
      const released = await this.#moveAttempt('release', attempt, waiting, transaction)
      if (released) await send(attempt.job.jobId)
      return released
    })
    return this.#announced(attempt, moved)
  }

  async keep(attempt: Attempt, file: KeptFile): Promise<{ replaced: string | undefined } | false> {
    return this.#connection.transaction().execute(async (transaction) => {
      const held = await transaction
        .selectFrom('jobs')
        .select('job_id')
        .where('job_id', '=', attempt.job.jobId)
        .where('attempt_token', '=', attempt.token)
        .forUpdate()
        .executeTakeFirst()
      return held ? { replaced: await putKept(transaction, attempt.job.jobId, file) } : false
    })
  }

  kept(jobId: string): Promise<readonly KeptFile[]> {
    return keptFiles(this.#connection, jobId)
  }

  async endedWithKept(): Promise<readonly Job[]> {
    const rows = await this.#connection
      .selectFrom('jobs')
      .selectAll()
      .where('status', 'in', FINAL_STATUSES)
      .where('job_id', 'in', this.#connection.selectFrom('job_kept_files').select('job_id'))
      .limit(ENDED_AT_ONCE)
      .execute()
    return rows.map(jobOf)
  }

  async forgetKept(jobId: string): Promise<void> {
    await this.#connection
      .deleteFrom('job_kept_files')
      .where('job_id', '=', jobId)
      .where('job_id', 'in', this.#connection.selectFrom('jobs').select('job_id').where('status', 'in', FINAL_STATUSES))
      .execute()
  }

  async recover({ everyLease = false, except = [] }: RecoverOptions = {}): Promise<readonly string[]> {
    const moved = await this.#queueing(async (transaction, send) => {
      const lapsed = everyLease
        ? sql<boolean>`true`
        : sql<boolean>`lease_expires_at < clock_timestamp() and job_id <> all(${[...except]}::text[])`
      const waiting = everyLease
        ? await transaction
            .selectFrom('jobs')
            .select('job_id')
            .where('status', '=', 'queued')
            .orderBy('created_at')
            .execute()
        : []
      const abandoned = await this.#move('abandon', transaction)
        .set({
          status_message: 'Failed',
          error_code: 'job_worker_lost',
          error_message: errorText('job_worker_lost', { attempts: MAX_ATTEMPTS }),
          completed_at: NOW,
          ...NO_ATTEMPT,
        })
        .where(lapsed)
        .where('attempts', '>=', MAX_ATTEMPTS)
        .returning('job_id')
        .execute()
      const ended = abandoned.map(({ job_id }) => job_id)
      for (const jobId of ended) await showKeptResults(transaction, jobId)
      const recovered = await this.#move('recover', transaction)
        .set({ status_message: 'Its worker stopped; waiting to run again', ...NO_ATTEMPT })
        .where(lapsed)
        .returning('job_id')
        .execute()
      for (const { job_id } of [...recovered, ...waiting]) await send(job_id)
      return [...ended, ...recovered.map(({ job_id }) => job_id)]
    })
    for (const jobId of moved) this.#changed(jobId)
    return moved
  }

  #announced(attempt: Attempt, moved: boolean): boolean {
    if (moved) this.#changed(attempt.job.jobId)
    return moved
  }

  /** A transaction that may send ids; receivers are told once it has committed. */
  async #queueing<Result>(
    body: (transaction: Transaction, send: (jobId: string) => Promise<void>) => Promise<Result>,
  ): Promise<Result> {
    let sent = false
    const result = await this.#connection.transaction().execute((transaction) =>
      body(transaction, async (jobId) => {
        sent = true
        await this.#queue.send(jobId, transaction)
      }),
    )
    if (sent) this.#queue.nudge()
    return result
  }

  /** The update of a move, restricted to the states it may start from. */
  #move(move: Move, connection: Connection | Transaction) {
    return connection
      .updateTable('jobs')
      .set({ status: MOVES[move].to, updated_at: NOW })
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

/** PostgreSQL's class 22: a text too long for its column, or a NUL or half a surrogate pair in the JSON of the parameters. */
function isDataException(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^22...$/.test(String(error.code))
}
