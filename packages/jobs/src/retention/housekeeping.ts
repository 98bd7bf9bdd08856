import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Connection } from '../database/schema.ts'
import type { FileStore } from '../files/file-store.ts'
import type { Log } from '../log.ts'
import type { JobStore } from '../store/job-store.ts'
import { removeUnneededFiles, removeUnusedUploads } from './remove-files.ts'

const EVERY_MS = 60_000
/** How long a repeated submission is known by its idempotency key. */
const KEY_DAYS = 7

export interface HousekeepingServices {
  readonly connection: Connection
  readonly store: Pick<JobStore, 'removeExpired'>
  readonly files: FileStore
  /** 0: jobs stay for ever. */
  readonly retentionDays: number
  readonly log: Log
}

/** Deletes what is past its time, and files that nothing needs. Each worker does it; they take turns by the locks of the rows. */
export class Housekeeping {
  readonly #services: HousekeepingServices
  readonly #closing = new AbortController()
  #loop: Promise<void> | undefined

  constructor(services: HousekeepingServices) {
    this.#services = services
  }

  start(): void {
    this.#loop ??= this.#run()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#loop
  }

  /** All that there is to do now. */
  async sweep(): Promise<void> {
    const { connection, store, files, retentionDays } = this.#services
    if (retentionDays > 0) await this.#whileAny(async () => (await store.removeExpired(retentionDays)).length)
    await this.#whileAny(() => removeUnusedUploads(connection))
    await this.#whileAny(() => removeUnneededFiles(connection, files))
    await connection
      .deleteFrom('idempotency_keys')
      .where('created_at', '<', sql<Date>`clock_timestamp() - ${KEY_DAYS} * interval '1 day'`)
      .execute()
  }

  async #whileAny(work: () => Promise<number>): Promise<void> {
    while (!this.#closing.signal.aborted && (await work()) > 0);
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      await this.sweep().catch((error: unknown) =>
        this.#services.log.warn({ err: error }, 'old jobs and files could not be removed; trying again in a minute'),
      )
      await sleep(EVERY_MS, undefined, { signal, ref: false }).catch(() => {})
    }
  }
}
