import { EventEmitter } from 'node:events'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import type { Listener } from '../database/listener.ts'
import type { Transaction } from '../database/schema.ts'
import type { DueJob, JobQueue, WakeUp } from './job-queue.ts'

const CHANNEL = 'zerosec_jobs'
/** How soon a receiver looks without being woken: for jobs that become due by themselves, and after a wake-up was lost. */
const LOOK_MS = 500

const FROM_NOBODY: WakeUp = { acknowledge: async () => {} }

/**
 * Wake-ups in the database of the jobs: NOTIFY, which PostgreSQL delivers when the transaction commits, or a word within the process
 * where this is the only one. There is nothing to store and nothing to reconcile: the jobs themselves are the queue.
 */
export class PostgresJobQueue implements JobQueue {
  readonly #wakeups = new EventEmitter().setMaxListeners(0)
  readonly #listener: Listener | undefined

  constructor(database: Pick<Database, 'listen'>) {
    this.#listener = database.listen?.(CHANNEL, () => this.nudge())
  }

  async send(_jobs: readonly DueJob[], transaction: Transaction): Promise<void> {
    if (this.#listener) await sql`select pg_notify(${CHANNEL}, '')`.execute(transaction)
  }

  /** Settles at the next nudge or abort, at the latest after LOOK_MS. */
  receive(signal: AbortSignal): Promise<WakeUp | undefined> {
    if (signal.aborted) return Promise.resolve(undefined)
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        this.#wakeups.off('wake', done)
        signal.removeEventListener('abort', done)
        resolve(signal.aborted ? undefined : FROM_NOBODY)
      }
      const timer = setTimeout(done, LOOK_MS)
      this.#wakeups.on('wake', done)
      signal.addEventListener('abort', done)
    })
  }

  nudge(): void {
    this.#wakeups.emit('wake')
  }

  connected(): boolean {
    return this.#listener?.connected() ?? true
  }

  async close(): Promise<void> {
    await this.#listener?.close()
  }
}
