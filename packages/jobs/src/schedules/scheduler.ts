import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { CodedError } from '@zerosec/errors'
import { type Selectable, sql } from 'kysely'
import { canonicalHash } from '../canonical-hash.ts'
import type { Connection, SchedulesTable, Transaction } from '../database/schema.ts'
import type { JobSubmission } from '../job.ts'
import type { Log } from '../log.ts'
import type { Submission } from '../platform.ts'
import { type Inserted, insertJobs } from '../store/insert-job.ts'
import { nextTick } from './next-tick.ts'

const LOOK_MS = 1000
const AT_ONCE = 20

export interface SchedulerServices {
  readonly connection: Connection
  /** See `PostgresJobStore.queued`. */
  readonly queued: (insert: (transaction: Transaction) => Promise<readonly Inserted[]>) => Promise<readonly Inserted[]>
  /** Refuses a submission of the workspace before it is stored. */
  readonly check: (submission: Submission, workspaceId: string) => Promise<JobSubmission>
  readonly outputBucket: string
  readonly log: Log
}

/**
 * Submits the jobs of the schedules that are due. Each worker looks; a tick is fired once, whatever dies or runs at the same time: the job
 * is stored in the transaction that moves the schedule to its next tick, with its row locked, and under an idempotency key that is
 * the tick's. Ticks that passed while no worker ran are made up for by one.
 */
export class Scheduler {
  readonly #services: SchedulerServices
  readonly #closing = new AbortController()
  #loop: Promise<void> | undefined
  #failing = false

  constructor(services: SchedulerServices) {
    this.#services = services
  }

  start(): void {
    this.#loop ??= this.#run()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#loop
  }

  /** Fires what is due now. @returns how many jobs were submitted */
  async look(): Promise<number> {
    const due = await this.#services.connection
      .selectFrom('schedules')
      .selectAll()
      .where('paused', '=', false)
      .where('next_at', '<=', sql<Date>`clock_timestamp()`)
      .orderBy('next_at')
      .limit(AT_ONCE)
      .execute()
    let submitted = 0
    for (const schedule of due) submitted += await this.#fire(schedule)
    return submitted
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      try {
        await this.look()
        this.#failing = false
      } catch (error) {
        if (!this.#failing) this.#services.log.warn({ err: error }, 'schedules could not fire; trying again')
        this.#failing = true
      }
      await sleep(LOOK_MS, undefined, { signal, ref: false }).catch(() => {})
    }
  }

  /** What the data or the user are to blame for is written to the schedule; any other fault leaves the tick for the next look. */
  async #fire(schedule: Selectable<SchedulesTable>): Promise<number> {
    try {
      const submission = await this.#services.check(submissionOf(schedule), schedule.workspace_id)
      return await this.#move(schedule, { submission })
    } catch (error) {
      if (!(error instanceof CodedError) || error.status >= 500) throw error
      return this.#move(schedule, { error })
    }
  }

  async #move(
    schedule: Selectable<SchedulesTable>,
    outcome: { readonly submission: JobSubmission } | { readonly error: CodedError },
  ): Promise<number> {
    const { queued, outputBucket, log } = this.#services
    const inserted = await queued(async (transaction) => {
      const held = await lock(transaction, schedule)
      if (!held) return []
      const jobs =
        'submission' in outcome
          ? await insertJobs(transaction, schedule.workspace_id, [outcome.submission], outputBucket)
          : []
      await transaction
        .updateTable('schedules')
        .set({
          next_at: nextTick(schedule.cron, schedule.time_zone, held.now),
          last_at: schedule.next_at,
          last_job_id: jobs[0]?.row.job_id ?? schedule.last_job_id,
          last_error: 'error' in outcome ? outcome.error.message : null,
        })
        .where('schedule_id', '=', schedule.schedule_id)
        .execute()
      return jobs
    })
    if ('error' in outcome)
      log.warn({ err: outcome.error, scheduleId: schedule.schedule_id }, 'a schedule submitted nothing')
    return inserted.filter(({ isNew }) => isNew).length
  }
}

/** Undefined where another scheduler has this tick, or the schedule was changed since it was read. */
async function lock(
  transaction: Transaction,
  { schedule_id, next_at, updated_at }: Selectable<SchedulesTable>,
): Promise<{ now: Date } | undefined> {
  return transaction
    .selectFrom('schedules')
    .select(sql<Date>`clock_timestamp()`.as('now'))
    .where('schedule_id', '=', schedule_id)
    .where('next_at', '=', next_at)
    .where('updated_at', '=', updated_at)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
}

/** Keys of clients have no control characters. Results of earlier jobs are not taken: whoever schedules a job wants it to run. */
function submissionOf(schedule: Selectable<SchedulesTable>): Submission {
  const { schedule_id: scheduleId, next_at: tick } = schedule
  return {
    jobId: randomUUID(),
    jobType: schedule.job_type,
    inputBucket: schedule.input_bucket,
    inputKey: schedule.input_key,
    parameters: schedule.parameters,
    priority: schedule.priority,
    reusesResult: false,
    idempotency: {
      key: `schedule\u001f${scheduleId}\u001f${tick!.toISOString()}`,
      requestHash: canonicalHash(scheduleId),
    },
  }
}
