import type { InputRecord, Prediction } from '@zerosec/model'
import { type Baseline, binOf, type ColumnBaseline, numberOf, textOf } from './baseline.ts'

/** Rows that were asked, in the bins of the baseline: counts can be added, and tell nothing of a single row. */
export interface TrafficCounts {
  rows: number
  readonly inputs: ColumnCounts[]
  output: ColumnCounts
}

export interface ColumnCounts {
  readonly counts: number[]
  missing: number
}

export function newTraffic({ inputs, output }: Baseline): TrafficCounts {
  return { rows: 0, inputs: inputs.map(newColumn), output: newColumn(output ?? { kind: 'none' }) }
}

function newColumn(baseline: ColumnBaseline): ColumnCounts {
  return { counts: baseline.kind === 'none' ? [] : baseline.counts.map(() => 0), missing: 0 }
}

/** Counts rows by level names, which are looked up once. */
export class TrafficCounter {
  readonly counts: TrafficCounts
  readonly #names: readonly string[]
  readonly #inputs: readonly ColumnBins[]
  #output: ColumnBins

  /** @param names  of the inputs */
  constructor(names: readonly string[], baseline: Baseline) {
    this.counts = newTraffic(baseline)
    this.#names = names
    this.#inputs = baseline.inputs.map(binsOf)
    this.#output = binsOf(baseline.output ?? { kind: 'none' })
  }

  add(record: InputRecord, value: Prediction['value']): void {
    const { counts } = this
    counts.rows++
    this.#names.forEach((name, j) => countCell(this.#inputs[j]!, counts.inputs[j]!, record[name]))
    this.addOutput(value)
  }

  addOutput(value: Prediction['value']): void {
    countCell(this.#output, this.counts.output, value)
  }

  /** From now on predictions are counted. */
  compareOutput(baseline: ColumnBaseline): void {
    this.#output = binsOf(baseline)
    this.counts.output = newColumn(baseline)
  }
}

interface ColumnBins {
  readonly baseline: ColumnBaseline
  readonly places: ReadonlyMap<string, number> | undefined
}

function binsOf(baseline: ColumnBaseline): ColumnBins {
  const isOfLevels = baseline.kind === 'levels'
  return { baseline, places: isOfLevels ? new Map(baseline.levels.map((level, k) => [level, k])) : undefined }
}

function countCell({ baseline, places }: ColumnBins, column: ColumnCounts, cell: InputRecord[string]): void {
  if (baseline.kind === 'none') return
  if (baseline.kind === 'number') {
    const value = numberOf(cell)
    if (Number.isNaN(value)) column.missing++
    else column.counts[binOf(baseline.edges, value)]!++
    return
  }
  const text = textOf(cell)
  if (text === null) column.missing++
  else column.counts[places?.get(text) ?? baseline.levels.length]!++
}

/** Inputs of another baseline, which there should not be, are left out, and outputs of the time before they had one. */
export function addTraffic(baseline: Baseline, parts: readonly TrafficCounts[]): TrafficCounts {
  const sum = newTraffic(baseline)
  for (const part of parts) {
    const fits = part.inputs.every((column, j) => column.counts.length === sum.inputs[j]?.counts.length)
    if (!fits) continue
    sum.rows += part.rows
    part.inputs.forEach((column, j) => addColumn(sum.inputs[j]!, column))
    if (part.output.counts.length === sum.output.counts.length) addColumn(sum.output, part.output)
  }
  return sum
}

function addColumn(sum: ColumnCounts, part: ColumnCounts): void {
  sum.missing += part.missing
  part.counts.forEach((count, k) => (sum.counts[k]! += count))
}
