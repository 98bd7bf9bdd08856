import type { Log } from '@zerosec/jobs'
import { type InputRecord, openModel, type Prediction } from '@zerosec/model'
import { sql } from 'kysely'
import type { LoadedModel } from '../predict/loaded-model.ts'
import type { ServingConnection } from '../tables.ts'
import { type Baseline, rowsBaseline, trainingRecords } from './baseline.ts'
import { driftOf } from './drift-of.ts'
import { TrafficCounter } from './traffic-counts.ts'

/** How often counts are stored. */
const STORE_MS = 5000
/** Rows that make the baseline of a model whose file tells of no training rows. */
export const FIRST_ROWS = 500
const TRAINING_ROWS = 2000
const ROWS_BETWEEN_LOOKS = 64
const KEPT_DAYS = 14
const MOST_WATCHED = 200

interface Watched {
  readonly versionId: string
  readonly loaded: LoadedModel
  baseline: Baseline | undefined
  making: Promise<void> | undefined
  /** Until there is a baseline. */
  first: { readonly record: InputRecord; readonly prediction: Prediction }[]
  counter: TrafficCounter | undefined
  hour: number
  isDirty: boolean
}

export interface VersionDrift {
  readonly name: string
  readonly version: number
  readonly inputs: number | null
  readonly output: number | null
}

/** Counts what versions were asked, in memory, and stores the counts now and then. */
export class Traffic {
  readonly #connection: ServingConnection
  readonly #processId: string
  readonly #log: Log
  readonly #watched = new Map<string, Watched>()
  #timer: NodeJS.Timeout | undefined
  #prunedAt = 0

  constructor(connection: ServingConnection, processId: string, log: Log) {
    this.#connection = connection
    this.#processId = processId
    this.#log = log
  }

  /** Costs the request nothing but counting: a baseline that is not there yet is made beside. */
  add(loaded: LoadedModel, rows: readonly InputRecord[], predictions: readonly (Prediction | undefined)[]): void {
    const watched = this.#of(loaded)
    if (!watched.counter) {
      for (let i = 0; i < rows.length && watched.first.length < FIRST_ROWS; i++) {
        const prediction = predictions[i]
        if (prediction) watched.first.push({ record: loaded.derive(rows[i]!), prediction })
      }
      watched.making ??= this.#makeBaseline(watched).finally(() => {
        watched.making = undefined
      })
      return
    }
    for (let i = 0; i < rows.length; i++) {
      const prediction = predictions[i]
      if (prediction) watched.counter.add(loaded.derive(rows[i]!), prediction)
    }
    watched.isDirty = true
  }

  /** PSI of what this process was asked since the hour began, the worst of the inputs and that of the output; null: not enough rows. */
  drift(workspaceId: string): readonly VersionDrift[] {
    return [...this.#watched.values()].flatMap(({ loaded: { facts, model }, baseline, counter }) => {
      if (facts.workspaceId !== workspaceId || !baseline || !counter) return []
      const names = model.inputs.map(({ name }) => name)
      const { inputs, output } = driftOf(names, model.target.name, baseline, counter.counts)
      const known = inputs.flatMap(({ psi }) => (psi === null ? [] : [psi]))
      const worst = known.length === 0 ? null : Math.max(...known)
      return [{ name: facts.name, version: facts.version, inputs: worst, output: output.psi }]
    })
  }

  /** Stores what was counted since the last time. */
  async store(): Promise<void> {
    for (const watched of this.#watched.values()) {
      await watched.making
      if (watched.isDirty) await this.#storeOne(watched)
    }
    if (Date.now() - this.#prunedAt > 3_600_000) await this.#prune()
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.store().catch((error: unknown) =>
      this.#log.warn({ err: error }, 'what models were asked could not be stored'),
    )
  }

  #of(loaded: LoadedModel): Watched {
    const { versionId } = loaded.facts
    let watched = this.#watched.get(versionId)
    if (!watched) {
      watched = {
        versionId,
        loaded,
        baseline: undefined,
        making: undefined,
        first: [],
        counter: undefined,
        hour: 0,
        isDirty: false,
      }
      const oldest = this.#watched.keys().next().value
      if (this.#watched.size >= MOST_WATCHED && oldest !== undefined) this.#watched.delete(oldest)
      this.#watched.set(versionId, watched)
      this.#timer ??= setInterval(() => void this.#storeAll(), STORE_MS).unref()
    }
    return watched
  }

  async #storeAll(): Promise<void> {
    await this.store().catch((error: unknown) =>
      this.#log.warn({ err: error }, 'what models were asked could not be stored; it will be tried again'),
    )
  }

  async #makeBaseline(watched: Watched): Promise<void> {
    const { versionId, loaded } = watched
    try {
      let baseline = await readBaseline(this.#connection, versionId)
      if (!baseline) {
        const made = await trainingBaseline(loaded)
        const first =
          watched.first.length >= FIRST_ROWS ? rowsBaseline(loaded.model, watched.first, 'first_rows') : undefined
        const proposed = made ?? first
        if (!proposed) return // more rows have to come
        await this.#connection
          .insertInto('model_baselines')
          .values({ version_id: versionId, baseline: JSON.stringify(proposed) })
          .onConflict((conflict) => conflict.column('version_id').doNothing())
          .execute()
        baseline = await readBaseline(this.#connection, versionId)
      }
      if (!baseline) return
      watched.baseline = baseline
      const counter = new TrafficCounter(loaded.model.inputs, baseline)
      if (baseline.source === 'training')
        for (const { record, prediction } of watched.first) counter.add(record, prediction)
      watched.first = []
      watched.isDirty = true
      watched.counter = counter
    } catch (error) {
      this.#log.warn({ err: error, version: versionId }, 'the baseline of a model could not be made')
    }
  }

  async #storeOne(watched: Watched): Promise<void> {
    const { versionId, counter, baseline } = watched
    if (!counter || !baseline) return
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000
    if (watched.hour === 0) watched.hour = hour
    const counts = JSON.stringify(counter.counts)
    watched.isDirty = false
    try {
      await this.#connection
        .insertInto('model_traffic')
        .values({ version_id: versionId, process_id: this.#processId, hour: new Date(watched.hour), counts })
        .onConflict((conflict) => conflict.columns(['version_id', 'process_id', 'hour']).doUpdateSet({ counts }))
        .execute()
    } catch (error) {
      watched.isDirty = true
      throw error
    }
    if (hour === watched.hour) return
    // what came while it was stored is in neither hour's row yet
    const later = new TrafficCounter(watched.loaded.model.inputs, baseline)
    subtract(counter, JSON.parse(counts), later)
    watched.counter = later
    watched.hour = hour
    watched.isDirty = later.counts.rows > 0
  }

  async #prune(): Promise<void> {
    this.#prunedAt = Date.now()
    await this.#connection
      .deleteFrom('model_traffic')
      .where('hour', '<', sql<Date>`clock_timestamp() - ${KEPT_DAYS}::int * interval '1 day'`)
      .execute()
  }
}

/** later = counter − stored */
function subtract(counter: TrafficCounter, stored: TrafficCounter['counts'], later: TrafficCounter): void {
  const { counts } = later
  counts.rows = counter.counts.rows - stored.rows
  const columns = [...counts.inputs, counts.output]
  const all = [...counter.counts.inputs, counter.counts.output]
  const before = [...stored.inputs, stored.output]
  columns.forEach((column, j) => {
    column.missing = all[j]!.missing - before[j]!.missing
    all[j]!.counts.forEach((count, k) => (column.counts[k] = count - before[j]!.counts[k]!))
  })
}

export async function readBaseline(connection: ServingConnection, versionId: string): Promise<Baseline | undefined> {
  const row = await connection
    .selectFrom('model_baselines')
    .select('baseline')
    .where('version_id', '=', versionId)
    .executeTakeFirst()
  return row?.baseline
}

/** Of the training rows that the model's file keeps. Requests are answered between its rows. */
async function trainingBaseline({ model }: LoadedModel): Promise<Baseline | undefined> {
  const records = trainingRecords(model, TRAINING_ROWS)
  if (records.length === 0) return undefined
  // one of its own: `openModel` must not be used from within itself, and this one is left in the middle
  const opened = openModel({ ...model, domain: null, interval: null })
  const rows: { record: InputRecord; prediction: Prediction }[] = []
  for (let i = 0; i < records.length; i++) {
    rows.push({ record: records[i]!, prediction: opened.predict([records[i]!])[0]! })
    if (i % ROWS_BETWEEN_LOOKS === 0) await new Promise(setImmediate)
  }
  return rowsBaseline(model, rows, 'training')
}
