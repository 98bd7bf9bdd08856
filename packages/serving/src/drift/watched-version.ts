import type { Log } from '@zerosec/jobs'
import type { InputCell, InputRecord, Model, Prediction } from '@zerosec/model'
import { sql } from 'kysely'
import type { LoadedModel } from '../predict/loaded-model.ts'
import type { VersionFacts } from '../registry/version-facts.ts'
import type { ServingConnection } from '../tables.ts'
import {
  type Baseline,
  type ComparedInput,
  outputBaseline,
  rowsBaseline,
  type SeenRow,
  trainingBaseline,
} from './baseline.ts'
import { TrafficCounter, type TrafficCounts } from './traffic-counts.ts'

export const HOUR_MS = 3_600_000
/** Rows that make the baseline of a model whose file tells of no training rows, and predictions that make that of the predictions. */
export const FIRST_ROWS = 500
/** Rows that are remembered until there is a baseline. */
const MOST_WAITING = 10_000

interface HourCounts {
  readonly hour: number
  readonly counter: TrafficCounter
  isDirty: boolean
}

/** What one version was asked in this process, by the hour. It holds nothing of the model that takes memory. */
export class WatchedVersion {
  readonly facts: VersionFacts
  readonly names: readonly string[]
  baseline: Baseline | undefined
  readonly #connection: ServingConnection
  readonly #log: Log
  readonly #sourceId: string
  readonly #inputs: readonly ComparedInput[]
  readonly #target: Model['target']
  #making: Promise<void> | undefined
  #waiting: SeenRow[] = []
  /** The first predictions, until they are compared. */
  #outputs: Prediction['value'][] = []
  #hours: HourCounts[] = []

  /** @param sourceId  under which the counts are stored */
  constructor(connection: ServingConnection, log: Log, { facts, model }: LoadedModel, sourceId: string) {
    this.#connection = connection
    this.#log = log
    this.#sourceId = sourceId
    this.facts = facts
    this.names = model.inputs.map(({ name }) => name)
    this.#inputs = model.inputs.map((input) => (input.kind === 'text' ? { kind: input.kind, name: input.name } : input))
    this.#target = model.target
  }

  add(loaded: LoadedModel, rows: readonly InputRecord[], predictions: readonly (Prediction | undefined)[]): void {
    const { baseline } = this
    const counts = baseline && this.#hour(baseline)
    rows.forEach((row, i) => {
      const prediction = predictions[i]
      if (!prediction) return
      const record = loaded.derive(row)
      if (counts) this.#count(counts, record, prediction.value)
      else if (this.#waiting.length < MOST_WAITING)
        this.#waiting.push({ record: this.#withoutTexts(record), value: prediction.value })
    })
    if (!counts) this.#makeBaseline(loaded.model)
  }

  /** Undefined: it was asked nothing since the hour began. */
  get countsOfThisHour(): TrafficCounts | undefined {
    const last = this.#hours.at(-1)
    return last?.hour === thisHour() ? last.counter.counts : undefined
  }

  /** Stores what was counted since the last time. */
  async store(): Promise<void> {
    await this.#making
    if (!this.baseline || !this.#hours.some(({ isDirty }) => isDirty)) return
    if (!this.baseline.output) await this.#compareOutputs(this.baseline)
    for (const counts of this.#hours) if (counts.isDirty) await this.#storeHour(counts)
    this.#hours = this.#hours.filter((counts, k) => counts.isDirty || k === this.#hours.length - 1)
  }

  #hour(baseline: Baseline): HourCounts {
    const hour = thisHour()
    const last = this.#hours.at(-1)
    if (last?.hour === hour) return last
    const made = { hour, counter: new TrafficCounter(this.names, baseline), isDirty: false }
    this.#hours.push(made)
    return made
  }

  #count(counts: HourCounts, record: InputRecord, value: Prediction['value']): void {
    counts.counter.add(record, value)
    counts.isDirty = true
    if (!this.baseline?.output && this.#outputs.length < MOST_WAITING) this.#outputs.push(value)
  }

  #withoutTexts(record: InputRecord): InputRecord {
    const cells = this.#inputs.map(({ kind, name }): [string, InputCell] => [
      name,
      kind === 'text' ? null : record[name],
    ])
    return Object.fromEntries(cells)
  }

  #makeBaseline(model: Model): void {
    this.#making ??= this.#findBaseline(model)
      .catch((error: unknown) =>
        this.#log.warn({ err: error, version: this.facts.versionId }, 'the baseline of a model could not be made'),
      )
      .finally(() => {
        this.#making = undefined
      })
  }

  async #findBaseline(model: Model): Promise<void> {
    const { versionId } = this.facts
    let found = await readBaseline(this.#connection, versionId)
    let ownRows = new Set<number>()
    if (!found) {
      const chosen = spaced(this.#waiting.length, FIRST_ROWS)
      const fromRows = (): Baseline | undefined =>
        chosen.length < FIRST_ROWS
          ? undefined
          : rowsBaseline(
              this.#inputs,
              this.#target,
              chosen.map((i) => this.#waiting[i]!),
            )
      const proposed = trainingBaseline(model) ?? fromRows()
      if (!proposed) return // more rows have to come
      const isOurs = await this.#propose(proposed)
      if (isOurs && proposed.source === 'first_rows') ownRows = new Set(chosen)
      found = await readBaseline(this.#connection, versionId)
    }
    if (!found) return
    this.baseline = found
    const counts = this.#hour(found)
    this.#waiting.forEach(({ record, value }, i) => {
      if (!ownRows.has(i)) this.#count(counts, record, value)
    })
    this.#waiting = []
  }

  async #propose(baseline: Baseline): Promise<boolean> {
    const { numInsertedOrUpdatedRows: stored } = await this.#connection
      .insertInto('model_baselines')
      .values({ version_id: this.facts.versionId, baseline: JSON.stringify(baseline) })
      .onConflict((conflict) => conflict.column('version_id').doNothing())
      .executeTakeFirstOrThrow()
    return stored === 1n
  }

  /** Once one process has predicted enough, all compare with what that was. */
  async #compareOutputs(baseline: Baseline): Promise<void> {
    const { versionId } = this.facts
    const chosen = spaced(this.#outputs.length, FIRST_ROWS)
    let own = new Set<number>()
    if (chosen.length === FIRST_ROWS) {
      const made = outputBaseline(
        this.#target,
        chosen.map((i) => this.#outputs[i]!),
      )
      const { numUpdatedRows: updated } = await this.#connection
        .updateTable('model_baselines')
        .set({ baseline: JSON.stringify({ ...baseline, output: made }) })
        .where('version_id', '=', versionId)
        .where(sql<boolean>`baseline -> 'output' = 'null'`)
        .executeTakeFirstOrThrow()
      if (updated === 1n) own = new Set(chosen)
    }
    const found = await readBaseline(this.#connection, versionId)
    if (!found?.output) return
    this.baseline = found
    for (const counts of this.#hours) counts.counter.compareOutput(found.output)
    const counts = this.#hour(found)
    this.#outputs.forEach((value, i) => {
      if (!own.has(i)) counts.counter.addOutput(value)
    })
    counts.isDirty = true
    this.#outputs = []
  }

  async #storeHour(of: HourCounts): Promise<void> {
    const counts = JSON.stringify(of.counter.counts)
    const at = { version_id: this.facts.versionId, process_id: this.#sourceId, hour: new Date(of.hour) }
    of.isDirty = false
    try {
      await this.#connection
        .insertInto('model_traffic')
        .values({ ...at, counts })
        .onConflict((conflict) => conflict.columns(['version_id', 'process_id', 'hour']).doUpdateSet({ counts }))
        .execute()
    } catch (error) {
      of.isDirty = true
      throw error
    }
  }
}

export async function readBaseline(connection: ServingConnection, versionId: string): Promise<Baseline | undefined> {
  const row = await connection
    .selectFrom('model_baselines')
    .select('baseline')
    .where('version_id', '=', versionId)
    .executeTakeFirst()
  return row?.baseline
}

function thisHour(): number {
  return Math.floor(Date.now() / HOUR_MS) * HOUR_MS
}

/** Places among `count`, up to `most`, evenly: a file that is sorted begins with rows that are not like the others. */
function spaced(count: number, most: number): number[] {
  const chosen = Math.min(count, most)
  return Array.from({ length: chosen }, (_, k) => Math.floor(((k + 0.5) * count) / chosen))
}
