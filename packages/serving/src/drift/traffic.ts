import { randomUUID } from 'node:crypto'
import type { Log } from '@zerosec/jobs'
import type { InputRecord, Prediction } from '@zerosec/model'
import { sql } from 'kysely'
import type { LoadedModel } from '../predict/loaded-model.ts'
import type { ServingConnection } from '../tables.ts'
import { alarmingPsi, driftOf } from './drift-of.ts'
import { HOUR_MS, WatchedVersion } from './watched-version.ts'

/** How often counts are stored. */
const STORE_MS = 5000
const KEPT_DAYS = 14
const MOST_WATCHED = 200

export interface VersionDrift {
  readonly name: string
  readonly version: number
  readonly inputs: number | null
  readonly output: number | null
}

/** Counts what versions were asked, in memory, and stores the counts now and then. */
export class Traffic {
  readonly #connection: ServingConnection
  readonly #log: Log
  /** In the order of their last use. */
  readonly #watched = new Map<string, WatchedVersion>()
  #storing: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  #prunedAt = 0

  constructor(connection: ServingConnection, log: Log) {
    this.#connection = connection
    this.#log = log
  }

  /** Costs the request nothing but counting: a baseline that is not there yet is made beside. */
  add(loaded: LoadedModel, rows: readonly InputRecord[], predictions: readonly (Prediction | undefined)[]): void {
    const watched = this.#of(loaded)
    watched.add(loaded, rows, predictions)
  }

  /** PSI of what this process was asked since the hour began, the worst of the inputs and that of the output; null: not enough rows. */
  drift(workspaceId: string): readonly VersionDrift[] {
    return [...this.#watched.values()].flatMap((watched) => {
      const { facts, names, baseline, countsOfThisHour: counts } = watched
      if (facts.workspaceId !== workspaceId || !baseline || !counts) return []
      const { inputs, output } = driftOf(names, facts.signature.output.name, baseline, counts)
      const known = inputs.map(alarmingPsi).filter((psi) => psi !== null)
      const worst = known.length === 0 ? null : Math.max(...known)
      return [{ name: facts.name, version: facts.version, inputs: worst, output: alarmingPsi(output) }]
    })
  }

  /** Stores what was counted since the last time. One at a time: an older count must not come after a newer one. */
  store(): Promise<void> {
    this.#storing = this.#storing.catch(() => {}).then(() => this.#storeEach())
    return this.#storing
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.store().catch((error: unknown) =>
      this.#log.warn({ err: error }, 'what models were asked could not be stored'),
    )
  }

  #of(loaded: LoadedModel): WatchedVersion {
    const { facts } = loaded
    const known = this.#watched.get(facts.versionId)
    if (known) this.#watched.delete(facts.versionId)
    else this.#makeRoom()
    // a source of its own: counts of one that was given up before are not written over
    const watched = known ?? new WatchedVersion(this.#connection, this.#log, loaded, randomUUID())
    this.#watched.set(facts.versionId, watched)
    this.#timer ??= setInterval(() => void this.#storeAll(), STORE_MS).unref()
    return watched
  }

  #makeRoom(): void {
    const [oldest] = this.#watched.values()
    if (!oldest || this.#watched.size < MOST_WATCHED) return
    this.#watched.delete(oldest.facts.versionId)
    this.#storing = this.#storing
      .catch(() => {})
      .then(() => oldest.store())
      .catch((error: unknown) => this.#log.warn({ err: error }, 'what a model was asked could not be stored'))
  }

  async #storeAll(): Promise<void> {
    await this.store().catch((error: unknown) =>
      this.#log.warn({ err: error }, 'what models were asked could not be stored; it will be tried again'),
    )
  }

  async #storeEach(): Promise<void> {
    for (const watched of this.#watched.values()) await watched.store()
    if (Date.now() - this.#prunedAt > HOUR_MS) await this.#prune()
  }

  async #prune(): Promise<void> {
    this.#prunedAt = Date.now()
    await this.#connection
      .deleteFrom('model_traffic')
      .where('hour', '<', sql<Date>`clock_timestamp() - ${KEPT_DAYS}::int * interval '1 day'`)
      .execute()
  }
}
