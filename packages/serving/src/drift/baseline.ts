import {
  type InputCell,
  type InputRecord,
  levelNames,
  type Model,
  type ModelInput,
  type Prediction,
} from '@zerosec/model'
import { populationStability } from './population-stability.ts'

/** What a column was like when the model was made, as bins that new rows are counted in. */
export type ColumnBaseline =
  /** counts[k]: rows up to edges[k]; the last one: above all edges. Edges ascend; the first and the last bin are outside of the range. */
  | {
      readonly kind: 'number'
      readonly edges: readonly number[]
      readonly counts: readonly number[]
      readonly missing: number
    }
  /** counts[k] of levels[k]; what is no level is counted in a further bin. */
  | {
      readonly kind: 'levels'
      readonly levels: readonly string[]
      readonly counts: readonly number[]
      readonly missing: number
    }
  /** A text: nothing of it is kept. */
  | { readonly kind: 'none' }

export interface Baseline {
  readonly source: 'training' | 'first_rows'
  readonly rows: number
  readonly inputs: readonly ColumnBaseline[]
  /** Null until enough was predicted: of the rows that it learnt from a model knows the answers, so that those of new rows differ. */
  readonly output: ColumnBaseline | null
}

/** Fine enough for KS; PSI takes them in tens. */
const BINS = 60

/**
 * The bins of a column of numbers: as many rows in each as equal values allow, and two that none is in, below and above.
 *
 * @param values  NaN: missing
 */
export function numberBaseline(values: Float64Array): ColumnBaseline {
  const known = values.filter((value) => !Number.isNaN(value)).sort()
  const edges = known.length === 0 ? [] : [justBelow(known[0]!)]
  for (let k = 1; k <= BINS && known.length > 0; k++) {
    const edge = known[Math.ceil((k * known.length) / BINS) - 1]
    if (edge !== undefined && edge !== edges.at(-1)) edges.push(edge)
  }
  const counts = Array.from({ length: edges.length + 1 }, () => 0)
  for (const value of known) counts[binOf(edges, value)]!++
  return { kind: 'number', edges, counts, missing: values.length - known.length }
}

function justBelow(value: number): number {
  return value === 0 ? -Number.MIN_VALUE : value - Math.abs(value) * Number.EPSILON
}

export function levelsBaseline(levels: readonly string[], cells: readonly (string | null)[]): ColumnBaseline {
  const places = new Map(levels.map((level, k) => [level, k]))
  const counts = Array.from({ length: levels.length + 1 }, () => 0)
  let missing = 0
  for (const cell of cells) {
    if (cell === null) missing++
    else counts[places.get(cell) ?? levels.length]!++
  }
  return { kind: 'levels', levels, counts, missing }
}

/** The first edge that is not below the value. */
export function binOf(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (edges[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** An input as far as it is compared: of a text nothing is. */
export type ComparedInput = Exclude<ModelInput, { kind: 'text' }> | { readonly kind: 'text'; readonly name: string }

export interface SeenRow {
  readonly record: InputRecord
  readonly value: Prediction['value']
}

/** Of rows as they were asked, with what was predicted of them. */
export function rowsBaseline(
  inputs: readonly ComparedInput[],
  target: Model['target'],
  rows: readonly SeenRow[],
): Baseline {
  const ofInput = (input: ComparedInput): ColumnBaseline =>
    inputBaseline(
      input,
      rows.map(({ record }) => record[input.name]),
    )
  const values = rows.map(({ value }) => value)
  return {
    source: 'first_rows',
    rows: rows.length,
    inputs: inputs.map(ofInput),
    output: outputBaseline(target, values),
  }
}

/** Of what was predicted. */
export function outputBaseline({ classes }: Model['target'], values: readonly Prediction['value'][]): ColumnBaseline {
  return classes ? levelsBaseline(classes, values.map(textOf)) : numberBaseline(Float64Array.from(values, numberOf))
}

function inputBaseline(input: ComparedInput, cells: readonly InputCell[]): ColumnBaseline {
  if (input.kind === 'text') return { kind: 'none' }
  if (input.kind === 'number') return numberBaseline(Float64Array.from(cells, numberOf))
  return levelsBaseline(levelNames(input), cells.map(textOf))
}

export function numberOf(cell: InputCell): number {
  return typeof cell === 'number' ? cell : Number.NaN
}

export function textOf(cell: InputCell): string | null {
  return cell === null || cell === undefined || cell === '' ? null : String(cell)
}

/**
 * Of the training rows that the model's domain keeps. Undefined where it has none, or where they are another selection than the
 * training rows were: the domain keeps each combination of values once, however many rows have it.
 */
export function trainingBaseline({ inputs, domain }: Model): Baseline | undefined {
  if (!domain || !isLikeTraining(domain)) return undefined
  return {
    source: 'training',
    rows: keptRows(domain),
    inputs: inputs.map((input, j) => trainingColumn(domain, input, j)),
    output: null,
  }
}

type Domain = NonNullable<Model['domain']>

/** What a domain may leave out of its training rows as replicates, and by how much the shares of levels may be others then. */
const MOST_LEFT_OUT = 0.1
const MOST_KEPT = 2000
const MOST_PSI = 0.1

function isLikeTraining(domain: Domain): boolean {
  const kept = keptRows(domain)
  if (kept === 0 || kept < (1 - MOST_LEFT_OUT) * Math.min(domain.rows, MOST_KEPT)) return false
  return domain.features.every((feature, j) => {
    if (feature.kind !== 'category') return true
    const counts = feature.counts.map(() => 0)
    for (const code of keptValues(domain, j)) if (!Number.isNaN(code)) counts[code]!++
    return populationStability(feature.counts, counts).psi <= MOST_PSI
  })
}

function trainingColumn(domain: Domain, input: ModelInput, j: number): ColumnBaseline {
  const feature = domain.features[j]
  if (input.kind === 'text' || !feature) return { kind: 'none' }
  if (feature.kind === 'category') {
    const levels = input.kind === 'number' ? [] : levelNames(input)
    return { kind: 'levels', levels, counts: [...feature.counts, 0], missing: feature.missing }
  }
  if (domain.scaling.spread[j]! > 0) return numberBaseline(keptValues(domain, j))
  const rows = keptRows(domain)
  const missing = Math.round((rows * feature.missing) / domain.rows)
  return numberBaseline(new Float64Array(rows).fill(feature.low).fill(Number.NaN, 0, missing))
}

function keptRows({ reference, scaling: { spread } }: Domain): number {
  return spread.length === 0 ? 0 : reference.length / spread.length
}

/** As they were before they were divided by their spread: what that changes of the last digit would put equal values into other bins. */
function keptValues(domain: Domain, j: number): Float64Array {
  const { spread } = domain.scaling
  const values = Float64Array.from({ length: keptRows(domain) }, (_, i) => domain.reference[i * spread.length + j]!)
  return values.map((value) => Number((value * spread[j]!).toPrecision(15)))
}
