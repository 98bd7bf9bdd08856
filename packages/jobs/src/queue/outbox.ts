import { sql } from 'kysely'
import type { Connection, Transaction } from '../database/schema.ts'
import type { MessageRow } from './job-message.ts'
import type { DueJob } from './job-queue.ts'

/** A wake-up to be sent; without a job none is needed any more, as the job is gone or no longer waits. */
export interface Entry {
  readonly outboxId: string
  readonly job: MessageRow | undefined
}

/**
 * Wake-ups that are to be sent, in the table `outbox`. Each is a row from the transaction that queued its job until SQS has
 * acknowledged it. Whoever sends some takes them for a while by putting off when they are due: no transaction is open while he waits
 * for SQS, several may send, and what he had taken is due again by itself should he die. Then a wake-up may be sent twice, never not.
 */
export class Outbox {
  readonly #connection: Connection
  readonly #claimSeconds: number

  constructor(connection: Connection, claimSeconds: number) {
    this.#connection = connection
    this.#claimSeconds = claimSeconds
  }

  /** How long who has taken some may be silent. */
  get claimMs(): number {
    return this.#claimSeconds * 1000
  }

  async add(jobs: readonly DueJob[], transaction: Transaction): Promise<void> {
    const ids = jobs.map(({ jobId }) => jobId)
    // a Date has lost the microseconds: without the one more it would be due before the job
    const moments = jobs.map(({ dueAt }) => new Date(dueAt.getTime() + 1).toISOString())
    await sql`insert into outbox (job_id, due_at) select * from unnest(${ids}::text[], ${moments}::timestamptz[])`.execute(
      transaction,
    )
  }

  /** Until the next one is due, in milliseconds; Infinity when there is none. */
  async untilNext(): Promise<number> {
    const { rows } = await sql<{ wait: number | null }>`
      select extract(epoch from min(due_at) - clock_timestamp())::float8 * 1000 as wait from outbox`.execute(
      this.#connection,
    )
    return rows[0]?.wait ?? Number.POSITIVE_INFINITY
  }

  /** Some that are due, the longest waiting first. */
  async claim(limit: number): Promise<readonly Entry[]> {
    const { rows } = await sql<MessageRow & { outbox_id: string }>`
      with due as materialized (
        select outbox_id from outbox where due_at <= statement_timestamp()
        order by due_at, outbox_id limit ${limit} for update skip locked
      ), taken as (
        update outbox set due_at = clock_timestamp() + ${this.#claimSeconds} * interval '1 second'
        from due where outbox.outbox_id = due.outbox_id
        returning outbox.outbox_id, outbox.job_id
      )
      select taken.outbox_id, jobs.job_id, job_type, input_bucket, input_key, output_bucket, parameters
      from taken left join jobs on jobs.job_id = taken.job_id and jobs.status = 'queued'
      order by taken.outbox_id`.execute(this.#connection)
    return rows.map(({ outbox_id, ...job }) => ({ outboxId: outbox_id, job: job.job_id === null ? undefined : job }))
  }

  async remove(outboxIds: readonly string[]): Promise<void> {
    if (outboxIds.length === 0) return
    await sql`delete from outbox where outbox_id = any(${[...outboxIds]}::bigint[])`.execute(this.#connection)
  }

  /** Gives them back before their time, behind those that are due already. */
  async putBack(outboxIds: readonly string[]): Promise<void> {
    await sql`update outbox set due_at = clock_timestamp() where outbox_id = any(${[...outboxIds]}::bigint[])`.execute(
      this.#connection,
    )
  }
}
