import {
  type InputCell,
  type InputRecord,
  levelNames,
  type Model,
  type ModelInput,
  type Prediction,
} from '@zerosec/model'

/** What a column was like when the model was made, as bins that new rows are counted in. */
export type ColumnBaseline =
  /** counts[k]: rows up to edges[k]; the last one: above all edges. Edges ascend. */
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
  readonly output: ColumnBaseline
}

/** Fine enough for KS; PSI takes them in tens. */
const BINS = 60

/**
 * The bins of a column of numbers: as many rows in each as equal values allow.
 *
 * @param values  NaN: missing
 */
export function numberBaseline(values: Float64Array): ColumnBaseline {
  const known = values.filter((value) => !Number.isNaN(value)).sort()
  const edges: number[] = []
  for (let k = 1; k < BINS; k++) {
    const edge = known[Math.ceil((k * known.length) / BINS) - 1]
    if (edge !== undefined && edge !== edges.at(-1) && edge !== known.at(-1)) edges.push(edge)
  }
  const counts = Array.from({ length: edges.length + 1 }, () => 0)
  for (const value of known) counts[binOf(edges, value)]!++
  return { kind: 'number', edges, counts, missing: values.length - known.length }
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

/** Of rows as they were asked, with what was predicted of them. */
export function rowsBaseline(
  { inputs, target }: Model,
  rows: readonly { readonly record: InputRecord; readonly prediction: Prediction }[],
  source: Baseline['source'],
): Baseline {
  return {
    source,
    rows: rows.length,
    inputs: inputs.map((input) =>
      inputBaseline(
        input,
        rows.map(({ record }) => record[input.name]),
      ),
    ),
    output: target.classes
      ? levelsBaseline(
          target.classes,
          rows.map(({ prediction }) => textOf(prediction.value)),
        )
      : numberBaseline(Float64Array.from(rows, ({ prediction }) => numberOf(prediction.value))),
  }
}

function inputBaseline(input: ModelInput, cells: readonly InputCell[]): ColumnBaseline {
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

/** Training rows that the model's domain keeps, up to 2,000 of them; none of a model without a domain. */
export function trainingRecords({ inputs, domain }: Model, most: number): InputRecord[] {
  if (!domain) return []
  const { reference, scaling, features } = domain
  const p = scaling.spread.length
  const all = p === 0 ? 0 : reference.length / p
  const rows = Math.min(all, most)
  return Array.from({ length: rows }, (_, k) => {
    const at = Math.floor(((k + 0.5) * all) / rows)
    const cells = inputs.slice(0, p).map((input, j): [string, InputCell] => {
      const feature = features[j]!
      const constant = feature.kind === 'number' ? feature.low : 0
      const spread = scaling.spread[j]!
      return [input.name, cellOf(input, spread === 0 ? constant : reference[at * p + j]! * spread)]
    })
    return Object.fromEntries([...cells, ...inputs.slice(p).map(({ name }) => [name, null] as const)])
  })
}

function cellOf(input: ModelInput, stored: number): InputCell {
  if (!Number.isFinite(stored) || input.kind === 'text') return null
  if (input.kind === 'number') return stored
  const code = Math.round(stored)
  return input.kind === 'boolean' ? code === 1 : (input.levels[code] ?? null)
}
