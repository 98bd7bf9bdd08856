import type { Generator } from '../../random/generator.ts'
import {
  type ConformalInterval,
  conformalInterval,
  type HeldOutPredictions,
  type IntervalScale,
  type IntervalShape,
  intervalAt,
  scaleColumn,
} from './conformal-interval.ts'
import { intervalScore } from './interval-coverage.ts'

/** A shape of interval and what it was worth on rows that had no part in its offsets. */
export interface IntervalCandidate extends IntervalShape {
  readonly coverage: number
  readonly meanWidth: number
  /** Mean interval score at the level that was asked for; the least wins. */
  readonly score: number
}

export interface ChosenInterval {
  readonly interval: ConformalInterval
  readonly candidates: readonly IntervalCandidate[]
}

const PARTS = 10
/** Fewer rows can't tell the shapes apart: the plain symmetric one is taken. */
const FEWEST_ROWS = 40
/** Floors of a scaled interval, in medians of the scale. */
const FLOORS = [0.1, 0.5, 2]
/** Of the standard error of its gain that a shape must gain on the plain one. */
const REQUIRED_GAIN = 1

/**
 * Chooses the shape of the intervals by what each is worth on held-out rows, and fits it to all of them: plain or scaled, symmetric or
 * two-sided, with one of several floors.
 *
 * The rows are dealt into ten parts; offsets from nine are scored on the tenth (interval score). The plain symmetric shape stands
 * unless another one's gain exceeds its standard error. Equal numbers for any order of the scales.
 *
 * @param level      the level that shapes are compared at, one of `levels`
 * @param generator  deals the parts
 * @throws RangeError as `conformalInterval`
 *
 * Cost: about 25 shapes · 10 sorts of n.
 */
export function chooseInterval(
  held: HeldOutPredictions,
  levels: readonly number[],
  level: number,
  generator: Generator,
): ChosenInterval {
  const plain: IntervalShape = { kind: 'symmetric', scaledBy: 'none', floor: 1 }
  const n = held.target.length
  if (n < FEWEST_ROWS) return { interval: conformalInterval(held, plain, levels), candidates: [] }
  const parts = dealtParts(n, generator)
  const scored = candidateShapes(held).map((shape) => ({ shape, ...scoreShape(held, shape, level, parts) }))
  const reference = scored[0]!
  let best = reference
  for (const candidate of scored) {
    if (candidate.score < best.score && isGain(reference.scores, candidate.scores)) best = candidate
  }
  return {
    interval: conformalInterval(held, best.shape, levels),
    candidates: scored.map(({ shape, coverage, meanWidth, score }) => ({ ...shape, coverage, meanWidth, score })),
  }
}

/** The plain symmetric shape first. A scale whose median is 0 gives none. */
function candidateShapes(held: HeldOutPredictions): IntervalShape[] {
  const shapes: IntervalShape[] = []
  const scales: IntervalScale[] = ['none', 'size']
  if (held.scales?.spread) scales.push('spread')
  if (held.scales?.neighbours) scales.push('neighbours')
  for (const scaledBy of scales) {
    const typical = scaledBy === 'none' ? 1 : median(scaleColumn(held, scaledBy) ?? held.predicted.map(Math.abs))
    const floors = scaledBy === 'none' ? [1] : FLOORS.map((floor) => floor * typical)
    if (!(typical > 0)) continue
    for (const floor of floors) {
      shapes.push({ kind: 'symmetric', scaledBy, floor }, { kind: 'two_sided', scaledBy, floor })
    }
  }
  return shapes
}

function dealtParts(n: number, generator: Generator): Int32Array[] {
  const order = generator.permutation(n)
  return Array.from({ length: PARTS }, (_, part) =>
    Int32Array.from(order.filter((_row, position) => position % PARTS === part)).sort(),
  )
}

interface ShapeScore {
  readonly scores: Float64Array
  readonly score: number
  readonly coverage: number
  readonly meanWidth: number
}

function scoreShape(
  held: HeldOutPredictions,
  shape: IntervalShape,
  level: number,
  parts: readonly Int32Array[],
): ShapeScore {
  const n = held.target.length
  const scale = scaleColumn(held, shape.scaledBy)
  const scores = new Float64Array(n)
  let inside = 0
  let width = 0
  for (const part of parts) {
    const away = new Set(part)
    const others = Int32Array.from({ length: n }, (_, row) => row).filter((row) => !away.has(row))
    const interval = conformalInterval(held, shape, [level], others)
    for (const row of part) {
      const [low, high] = intervalAt(interval, held.predicted[row]!, level, scale?.[row])
      const value = held.target[row]!
      scores[row] = intervalScore(value, low, high, level)
      if (value >= low && value <= high) inside++
      width += high - low
    }
  }
  return { scores, score: mean(scores), coverage: inside / n, meanWidth: width / n }
}

/** Whether the mean of plain − other exceeds its standard error. */
function isGain(plain: Float64Array, other: Float64Array): boolean {
  const gains = plain.map((score, row) => score - other[row]!)
  const gain = mean(gains)
  let squares = 0
  for (const value of gains) squares += (value - gain) ** 2
  return gain > REQUIRED_GAIN * Math.sqrt(squares / (gains.length * (gains.length - 1)))
}

function mean(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort()
  const n = sorted.length
  return (sorted[(n - 1) >> 1]! + sorted[n >> 1]!) / 2
}
