import type { Generator } from '../../random/generator.ts'
import {
  type ConformalInterval,
  conformalInterval,
  type HeldOutPredictions,
  type IntervalScale,
  type IntervalShape,
  intervalAt,
  scaleColumn,
  stretchedInterval,
  widthUnit,
} from './conformal-interval.ts'
import { intervalScore } from './interval-coverage.ts'
import { partOffsets } from './part-offsets.ts'

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

const PLAIN: IntervalShape = { kind: 'symmetric', scaledBy: 'none', floor: 1 }
const PARTS = 10
/** Fewer rows can't tell the shapes apart: the plain symmetric one is taken. */
const FEWEST_ROWS = 40
/** Floors of a scaled interval, in medians of the scale. */
const FLOORS = [0.1, 0.5, 2]
/** From this many rows on the choice itself costs no coverage that could be measured. */
const ROWS_WITHOUT_OPTIMISM = 1500
const CHOICE_PARTS = 5

/**
 * Chooses the shape of the intervals by what each is worth on held-out rows, and fits it to all of them: plain or scaled, symmetric or
 * two-sided, with one of several floors.
 *
 * The rows are dealt into ten parts; offsets from nine are scored on the tenth (interval score). The plain symmetric shape stands
 * unless another one's gain exceeds its standard error. The shape that happens to suit these rows best suits others a little less:
 * below 1,500 rows the whole choice is repeated without each fifth of the rows, and the offsets are stretched to what that fifth
 * needs, as conformal prediction does with errors.
 *
 * @param level      the level that shapes are compared at, one of `levels`
 * @param generator  deals the parts
 * @throws RangeError as `conformalInterval`
 *
 * Cost: about 25 sorts of n, below 1,500 rows six times.
 */
export function chooseInterval(
  held: HeldOutPredictions,
  levels: readonly number[],
  level: number,
  generator: Generator,
): ChosenInterval {
  const n = held.target.length
  const all = Int32Array.from({ length: n }, (_, row) => row)
  if (n < FEWEST_ROWS) return { interval: conformalInterval(held, PLAIN, levels), candidates: [] }
  const { shape, candidates } = chooseShape(held, all, level, generator.stream(0))
  const interval = conformalInterval(held, shape, levels)
  if (n >= ROWS_WITHOUT_OPTIMISM) return { interval, candidates }
  const ratios = ratiosWithoutSeeing(held, all, levels, level, generator)
  const stretch = interval.levels.map((each, at) => {
    const needed = ratios[at]!.sort()[Math.min(n, Math.ceil((n + 1) * each - 1e-9)) - 1]!
    return Number.isFinite(needed) ? needed : 1
  })
  return { interval: stretchedInterval(interval, stretch), candidates }
}

/**
 * For each level and row: how many times the interval's offset on its side the row's error is, where the interval was chosen and fitted
 * without a fifth of the rows that the row is of.
 */
function ratiosWithoutSeeing(
  held: HeldOutPredictions,
  all: Int32Array,
  levels: readonly number[],
  level: number,
  generator: Generator,
): Float64Array[] {
  const ratios = levels.map(() => new Float64Array(all.length))
  for (const [number, part] of dealtParts(all, CHOICE_PARTS, generator.stream(1)).entries()) {
    const others = without(all, part)
    const { shape } = chooseShape(held, others, level, generator.stream(2 + number))
    const interval = conformalInterval(held, shape, levels, others)
    const scale = scaleColumn(held, shape.scaledBy)
    for (const row of part) {
      const prediction = held.predicted[row]!
      const error = held.target[row]! - prediction
      for (const [at, each] of interval.levels.entries()) {
        const [low, high] = intervalAt(interval, prediction, each, scale?.[row])
        const offset = error < 0 ? low - prediction : high - prediction
        // an offset of 0 or to the other side reaches no such row, however far it is stretched
        ratios[at]![row] = error === 0 ? 0 : error / offset > 0 ? error / offset : Number.POSITIVE_INFINITY
      }
    }
  }
  return ratios
}

interface ChosenShape {
  readonly shape: IntervalShape
  readonly candidates: readonly IntervalCandidate[]
}

function chooseShape(held: HeldOutPredictions, rows: Int32Array, level: number, generator: Generator): ChosenShape {
  const partOf = new Int32Array(rows.length)
  generator.permutation(rows.length).forEach((place, position) => {
    partOf[place] = position % PARTS
  })
  const scored = candidateShapes(held, rows).map((shape) => ({
    shape,
    ...scoreShape(held, shape, level, rows, partOf),
  }))
  const plain = scored[0]!
  let best = plain
  for (const candidate of scored) {
    if (candidate.score < best.score && isGain(plain.scores, candidate.scores)) best = candidate
  }
  return {
    shape: best.shape,
    candidates: scored.map(({ shape, coverage, meanWidth, score }) => ({ ...shape, coverage, meanWidth, score })),
  }
}

/** The plain symmetric shape first. A scale whose median is 0 gives none. */
function candidateShapes(held: HeldOutPredictions, rows: Int32Array): IntervalShape[] {
  const shapes: IntervalShape[] = [PLAIN, { ...PLAIN, kind: 'two_sided' }]
  const scales: IntervalScale[] = ['size']
  if (held.scales?.spread) scales.push('spread')
  if (held.scales?.neighbours) scales.push('neighbours')
  for (const scaledBy of scales) {
    const scale = scaleColumn(held, scaledBy) ?? held.predicted.map(Math.abs)
    const typical = median(Float64Array.from(rows, (row) => scale[row]!))
    if (!(typical > 0)) continue
    for (const floor of FLOORS.map((share) => share * typical)) {
      shapes.push({ kind: 'symmetric', scaledBy, floor }, { kind: 'two_sided', scaledBy, floor })
    }
  }
  return shapes
}

function dealtParts(rows: Int32Array, count: number, generator: Generator): Int32Array[] {
  const order = generator.permutation(rows.length)
  return Array.from({ length: count }, (_, part) =>
    Int32Array.from(
      order.filter((_place, position) => position % count === part),
      (place) => rows[place]!,
    ).sort(),
  )
}

function without(rows: Int32Array, part: Int32Array): Int32Array {
  const away = new Set(part)
  return rows.filter((row) => !away.has(row))
}

interface ShapeScore {
  /** One for each of the rows. */
  readonly scores: Float64Array
  readonly score: number
  readonly coverage: number
  readonly meanWidth: number
}

function scoreShape(
  held: HeldOutPredictions,
  shape: IntervalShape,
  level: number,
  rows: Int32Array,
  partOf: Int32Array,
): ShapeScore {
  const scale = scaleColumn(held, shape.scaledBy)
  const { lower, upper } = partOffsets(held, shape, level, rows, partOf, PARTS)
  const scores = new Float64Array(rows.length)
  let inside = 0
  let width = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    const prediction = held.predicted[row]!
    const unit = widthUnit(shape, prediction, scale?.[row])
    const low = prediction + unit * lower[partOf[i]!]!
    const high = prediction + unit * upper[partOf[i]!]!
    const value = held.target[row]!
    scores[i] = intervalScore(value, low, high, level)
    if (value >= low && value <= high) inside++
    width += high - low
  }
  return { scores, score: mean(scores), coverage: inside / rows.length, meanWidth: width / rows.length }
}

/** Whether the mean of plain − other exceeds its standard error. */
function isGain(plain: Float64Array, other: Float64Array): boolean {
  const gains = plain.map((score, row) => score - other[row]!)
  const gain = mean(gains)
  let squares = 0
  for (const value of gains) squares += (value - gain) ** 2
  return gain > Math.sqrt(squares / (gains.length * (gains.length - 1)))
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
