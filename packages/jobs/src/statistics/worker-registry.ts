import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { VERSION } from '@zerosec/analyses/names'
import { sql } from 'kysely'
import type { Connection } from '../database/schema.ts'
import type { Log } from '../log.ts'
import { WORKER_FORGOTTEN_SECONDS } from './statistics.ts'

const HEARTBEAT_MS = 5000

export interface RegisteredWorker {
  readonly workerId: string
  readonly slots: number
  /** Jobs that run there now. */
  readonly running: () => number
}

/**
 * Tells in the table `workers` that this process takes jobs, until it is closed; one that was killed is forgotten by the others. Nobody's
 * jobs depend on it: who may write to a job, its lease says.
 */
export class WorkerRegistry {
  readonly #connection: Connection
  readonly #worker: RegisteredWorker
  readonly #log: Log
  readonly #closing = new AbortController()
  #beating: Promise<void> | undefined

  constructor(connection: Connection, worker: RegisteredWorker, log: Log) {
    this.#connection = connection
    this.#worker = worker
    this.#log = log
  }

  get isStarted(): boolean {
    return this.#beating !== undefined
  }

  async start(): Promise<void> {
    if (this.#beating) return
    await this.#beat()
    this.#beating = this.#keepBeating()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    if (!this.#beating) return
    await this.#beating
    await this.#connection
      .deleteFrom('workers')
      .where('worker_id', '=', this.#worker.workerId)
      .execute()
      .catch((error: unknown) => this.#log.warn({ err: error }, 'this worker could not be taken from the list'))
  }

  async #keepBeating(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      await sleep(HEARTBEAT_MS, undefined, { signal, ref: false }).catch(() => {})
      if (!signal.aborted) await this.#beat()
    }
  }

  async #beat(): Promise<void> {
    const { workerId, slots, running } = this.#worker
    const now = sql<Date>`clock_timestamp()`
    try {
      await this.#connection
        .insertInto('workers')
        .values({
          worker_id: workerId,
          host: hostname(),
          pid: process.pid,
          version: VERSION,
          slots,
          running: running(),
        })
        .onConflict((conflict) => conflict.column('worker_id').doUpdateSet({ running: running(), heartbeat_at: now }))
        .execute()
      await this.#connection
        .deleteFrom('workers')
        .where('heartbeat_at', '<', sql<Date>`clock_timestamp() - ${WORKER_FORGOTTEN_SECONDS} * interval '1 second'`)
        .execute()
    } catch (error) {
      this.#log.warn({ err: error }, 'the heartbeat of this worker could not be written; trying again')
    }
  }
}
