import type { FrameColumn, ModelColumn } from '@zerosec/engine'
import type { Fit } from './fit.ts'
import type { Model } from './model.ts'
import type { ModelData } from './rows.ts'

/** What an input does to the prediction over its range, every other input held at its reference. */
export interface Effect {
  readonly input: string
  /** Where the prediction is lowest and highest, in the order of the input. */
  readonly from: number | string
  readonly to: number | string
  /** Prediction at `to` less prediction at `from`. */
  readonly effect: number
  /** Null where the method gives no standard errors. */
  readonly low: number | null
  readonly high: number | null
  readonly curve: EffectCurve
}

export interface EffectCurve {
  readonly kind: 'number' | 'category'
  readonly at: readonly (number | string)[]
  readonly predicted: readonly number[]
  readonly low: readonly number[] | null
  readonly high: readonly number[] | null
}

const GRID = 41

/**
 * The effect of every input, largest first. A number's reference is its mean, a category's the mean of its levels, so that
 * effects do not depend on the coding.
 *
 * @param quantile  two-sided t quantile of the intervals; null where the fit has no standard errors
 */
export function inputEffects(model: Model, data: ModelData, fit: Fit, quantile: number | null): Effect[] {
  const references = new Map([...data.frame.columns].map(([name, column]) => [name, referenceOf(column)]))
  const reference = Float64Array.from(model.columns, (column) => columnAt(column, references))
  const effects = [...data.frame.columns].map(([name, column]) => {
    const points = pointsOf(column)
    const touched = model.columns.flatMap(({ pieces }, j) => (pieces.some(({ input }) => input === name) ? [j] : []))
    const at = new Map(references)
    const rows = points.map((point) => {
      const row = reference.slice()
      at.set(name, point)
      for (const j of touched) row[j] = columnAt(model.columns[j]!, at)
      return row
    })
    return effectOf(name, column, points, rows, fit, quantile)
  })
  return effects.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
}

/** A number, or the weight of each level. */
type Point = number | readonly number[]

function effectOf(
  input: string,
  column: FrameColumn,
  points: readonly Point[],
  rows: readonly Float64Array[],
  fit: Fit,
  quantile: number | null,
): Effect {
  const predicted = rows.map((row) => dot(row, fit.coefficients))
  const lowest = predicted.indexOf(Math.min(...predicted))
  const highest = predicted.indexOf(Math.max(...predicted))
  const [from, to] = lowest < highest ? [lowest, highest] : [highest, lowest]
  const effect = predicted[to]! - predicted[from]!
  const names = column.kind === 'category' ? column.levels : (points as readonly number[])
  const margin = (row: Float64Array) => (quantile === null ? null : quantile * standardError(row, fit))
  const contrast = margin(rows[to]!.map((value, j) => value - rows[from]![j]!))
  const margins = rows.map(margin)
  const band = (sign: number) =>
    quantile === null ? null : predicted.map((value, k) => value + sign * (margins[k] ?? 0))
  return {
    input,
    from: names[from]!,
    to: names[to]!,
    effect,
    low: contrast === null ? null : effect - contrast,
    high: contrast === null ? null : effect + contrast,
    curve: { kind: column.kind, at: names, predicted, low: band(-1), high: band(1) },
  }
}

function referenceOf(column: FrameColumn): Point {
  if (column.kind === 'category') return column.levels.map(() => 1 / column.levels.length)
  return column.values.reduce((sum, value) => sum + value, 0) / column.values.length
}

function pointsOf(column: FrameColumn): Point[] {
  if (column.kind === 'category') return column.levels.map((_, i) => column.levels.map((__, j) => (i === j ? 1 : 0)))
  const low = column.values.reduce((a, b) => Math.min(a, b))
  const high = column.values.reduce((a, b) => Math.max(a, b))
  return Array.from({ length: GRID }, (_, k) => (k === GRID - 1 ? high : low + ((high - low) * k) / (GRID - 1)))
}

function columnAt({ pieces }: ModelColumn, points: ReadonlyMap<string, Point>): number {
  let product = 1
  for (const piece of pieces) {
    const at = points.get(piece.input)!
    if (piece.kind === 'level') product *= piece.codes.reduce((sum, code, k) => sum + code * weightOf(at, k), 0)
    else if (typeof at !== 'number') throw new RangeError(`${piece.input} is a category`)
    else if (piece.kind === 'function') product *= piece.function === 'log' ? Math.log(at) : Math.exp(at)
    else product *= ((at - piece.center) / piece.scale) ** piece.power
  }
  return product
}

function weightOf(point: Point, level: number): number {
  return typeof point === 'number' ? 0 : point[level]!
}

function standardError(row: Float64Array, fit: Fit): number {
  const { covarianceUnscaled, sigma } = fit.leastSquares!
  const p = row.length
  let sum = 0
  for (let i = 0; i < p; i++) {
    if (row[i] !== 0) for (let j = 0; j < p; j++) sum += row[i]! * covarianceUnscaled[i * p + j]! * row[j]!
  }
  return sigma * Math.sqrt(Math.max(0, sum))
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, j) => sum + value * b[j]!, 0)
}
