import { EventEmitter } from 'node:events'
import { fromKysely, PgBoss } from 'pg-boss'
import type { Database } from '../database/database.ts'
import type { Transaction } from '../database/schema.ts'
import type { Log } from '../log.ts'
import type { Delivery, JobQueue } from './job-queue.ts'

/** How soon a receiver sees what another process sent. pg-boss allows no less. */
const POLL_MS = 500
const YEAR_SECONDS = 365 * 86_400

export interface PostgresJobQueueOptions {
  readonly name?: string
  /** From delivery to acknowledgement a worker makes one short statement; after this long it is taken for dead. */
  readonly acknowledgeSeconds?: number
  readonly redeliverySeconds?: number
}

/** pg-boss in the database of the jobs, on the connection of the jobs: an id and its job commit together. */
export class PostgresJobQueue implements JobQueue {
  readonly #boss: PgBoss
  readonly #name: string
  readonly #log: Log
  readonly #wakeups = new EventEmitter().setMaxListeners(0)

  private constructor(boss: PgBoss, name: string, log: Log) {
    this.#boss = boss
    this.#name = name
    this.#log = log
  }

  static async open(database: Database, log: Log, options: PostgresJobQueueOptions = {}): Promise<PostgresJobQueue> {
    const { name = 'jobs', acknowledgeSeconds = 60, redeliverySeconds = 60 } = options
    const boss = new PgBoss({
      db: fromKysely(database.connection),
      backend: database.exclusive ? 'pglite' : 'postgres',
      schedule: false,
      reindex: !database.exclusive,
      monitorVacuum: !database.exclusive,
      superviseIntervalSeconds: redeliverySeconds,
      monitorIntervalSeconds: redeliverySeconds,
    })
    boss.on('error', (error) => log.warn({ err: error }, 'the queue met an error'))
    boss.on('warning', (warning) => log.warn({ warning }, 'the queue gave a warning'))
    await boss.start()
    const forever = { retryLimit: 1000, retentionSeconds: YEAR_SECONDS }
    await boss.createQueue(name, { ...forever, expireInSeconds: acknowledgeSeconds })
    // pg-boss looks the queue up once, on the connection that a later `send` finds taken by its own transaction
    await boss.findJobs(name, { key: 'none' })
    return new PostgresJobQueue(boss, name, log)
  }

  async send(jobId: string, transaction: Transaction): Promise<void> {
    await this.#boss.send(this.#name, { job_id: jobId }, { db: fromKysely(transaction) })
  }

  async receive(signal: AbortSignal): Promise<Delivery | undefined> {
    while (!signal.aborted) {
      const woken = this.#nextWake(signal)
      const delivery = await this.#fetch()
      if (delivery) return delivery
      await woken
    }
    return undefined
  }

  nudge(): void {
    this.#wakeups.emit('wake')
  }

  async close(): Promise<void> {
    await this.#boss.stop({ close: false, graceful: false })
  }

  async #fetch(): Promise<Delivery | undefined> {
    try {
      const [message] = await this.#boss.fetch<{ job_id: string }>(this.#name)
      if (!message) return undefined
      return {
        jobId: message.data.job_id,
        acknowledge: async () => void (await this.#boss.deleteJob(this.#name, message)),
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'the queue could not be read; trying again')
      return undefined
    }
  }

  /** Settles at the next nudge or abort, at the latest after the poll interval. Asked for before the look, so no nudge is missed. */
  #nextWake(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        this.#wakeups.off('wake', done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, POLL_MS)
      this.#wakeups.on('wake', done)
      signal.addEventListener('abort', done)
    })
  }
}
