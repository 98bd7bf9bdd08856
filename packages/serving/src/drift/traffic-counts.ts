import type { InputRecord, ModelInput, Prediction } from '@zerosec/model'
import { type Baseline, binOf, type ColumnBaseline, numberOf, textOf } from './baseline.ts'

/** Rows that were asked, in the bins of the baseline: counts can be added, and tell nothing of a single row. */
export interface TrafficCounts {
  rows: number
  readonly inputs: ColumnCounts[]
  readonly output: ColumnCounts
}

export interface ColumnCounts {
  readonly counts: number[]
  missing: number
}

export function newTraffic({ inputs, output }: Baseline): TrafficCounts {
  return { rows: 0, inputs: inputs.map(newColumn), output: newColumn(output) }
}

function newColumn(baseline: ColumnBaseline): ColumnCounts {
  return { counts: baseline.kind === 'none' ? [] : baseline.counts.map(() => 0), missing: 0 }
}

/** Counts rows by level names, which are looked up once. */
export class TrafficCounter {
  readonly counts: TrafficCounts
  readonly #inputs: readonly ModelInput[]
  readonly #baseline: Baseline
  readonly #places: readonly (ReadonlyMap<string, number> | undefined)[]

  constructor(inputs: readonly ModelInput[], baseline: Baseline) {
    this.counts = newTraffic(baseline)
    this.#inputs = inputs
    this.#baseline = baseline
    this.#places = [...baseline.inputs, baseline.output].map((column) =>
      column.kind === 'levels' ? new Map(column.levels.map((level, k) => [level, k])) : undefined,
    )
  }

  add(record: InputRecord, prediction: Prediction): void {
    const { counts } = this
    const inputs = this.#baseline.inputs
    counts.rows++
    for (let j = 0; j < inputs.length; j++) this.#count(inputs[j]!, counts.inputs[j]!, j, record[this.#inputs[j]!.name])
    this.#count(this.#baseline.output, counts.output, inputs.length, prediction.value)
  }

  #count(baseline: ColumnBaseline, column: ColumnCounts, j: number, cell: InputRecord[string]): void {
    if (baseline.kind === 'none') return
    if (baseline.kind === 'number') {
      const value = numberOf(cell)
      if (Number.isNaN(value)) column.missing++
      else column.counts[binOf(baseline.edges, value)]!++
      return
    }
    const text = textOf(cell)
    if (text === null) column.missing++
    else column.counts[this.#places[j]!.get(text) ?? baseline.levels.length]!++
  }
}

/** Parts of another baseline, which there should not be, are left out. */
export function addTraffic(baseline: Baseline, parts: readonly TrafficCounts[]): TrafficCounts {
  const sum = newTraffic(baseline)
  for (const part of parts) {
    const fits = part.inputs.length === sum.inputs.length && part.output.counts.length === sum.output.counts.length
    if (!fits) continue
    sum.rows += part.rows
    part.inputs.forEach((column, j) => addColumn(sum.inputs[j]!, column))
    addColumn(sum.output, part.output)
  }
  return sum
}

function addColumn(sum: ColumnCounts, part: ColumnCounts): void {
  sum.missing += part.missing
  part.counts.forEach((count, k) => (sum.counts[k]! += count))
}
