/** What an interval's width follows from row to row. */
export type IntervalScale =
  /** Nothing: every interval is as wide. */
  | 'none'
  /** The size of the prediction, |ŷ|. */
  | 'size'
  /** The model's own uncertainty: the spread of a forest's trees, a Gaussian process's standard deviation. */
  | 'spread'
  /** The errors of the nearest training rows (`localDifficulty`). */
  | 'neighbours'

/**
 * Prediction intervals made from the errors of rows that the model did not see: ŷ + (scale + floor)·[lower, upper], at several levels.
 * Plain data that travels with a model.
 */
export interface ConformalInterval {
  /** symmetric: lower = −upper. two_sided: each side leaves out half of 1 − level. */
  readonly kind: 'symmetric' | 'two_sided'
  readonly scaledBy: IntervalScale
  /** Is added to the scale, which keeps a small scale from being taken at its word. 1 where nothing scales. */
  readonly floor: number
  /** Shares of new rows that the intervals are to hold, ascending. */
  readonly levels: readonly number[]
  /** One offset for each level. */
  readonly lower: readonly number[]
  readonly upper: readonly number[]
  /** False where there were too few rows for the level: its offsets are those of the largest errors. */
  readonly reached: readonly boolean[]
  /** How many errors it was made from. */
  readonly rows: number
}

/** Predictions of n rows by models that did not see them. */
export interface HeldOutPredictions {
  readonly target: Float64Array
  readonly predicted: Float64Array
  /** n values ≥ 0 for each scale that is at hand. */
  readonly scales?: Readonly<Partial<Record<'spread' | 'neighbours', Float64Array>>>
}

/** The shape of an interval before its offsets are known. */
export interface IntervalShape {
  readonly kind: ConformalInterval['kind']
  readonly scaledBy: IntervalScale
  readonly floor: number
}

/**
 * Offsets from held-out errors: of |y − ŷ| / (scale + floor) the ⌈(n + 1)·level⌉-th smallest, which covers the next row with a chance
 * of at least `level` if it is exchangeable with these and the predictions were made in the same way. Out-of-fold predictions come from
 * models of fewer rows than the final one; that makes the intervals slightly wide rather than narrow.
 *
 * @param rows  the rows that count; left out: all
 * @throws RangeError without rows, with levels outside of (0, 1), without the scale, with errors or scales that are no numbers
 *
 * Source: Vovk, Cross-conformal predictors (2015); Barber et al., Predictive inference with the jackknife+ (2021); normalised
 * scores: Papadopoulos, Gammerman & Vovk (2008). Cost: a sort of n.
 */
export function conformalInterval(
  held: HeldOutPredictions,
  shape: IntervalShape,
  levels: readonly number[],
  rows?: ArrayLike<number>,
): ConformalInterval {
  const scores = scaledErrors(held, shape, rows)
  const n = scores.length
  if (n === 0) throw new RangeError('an interval is made from one row at least')
  const ascending = [...levels].sort((a, b) => a - b)
  if (ascending.length === 0 || !(ascending[0]! > 0 && ascending[ascending.length - 1]! < 1)) {
    throw new RangeError(`levels lie between 0 and 1, got ${levels.join(', ')}`)
  }
  if (shape.kind === 'symmetric') for (let i = 0; i < n; i++) scores[i] = Math.abs(scores[i]!)
  scores.sort()
  const lower: number[] = []
  const upper: number[] = []
  const reached: boolean[] = []
  for (const level of ascending) {
    const covered = shape.kind === 'symmetric' ? level : (1 + level) / 2
    const rank = Math.ceil((n + 1) * covered - 1e-9)
    const top = scores[Math.min(rank, n) - 1]!
    upper.push(top)
    lower.push(shape.kind === 'symmetric' ? -top : scores[Math.max(n - rank, 0)]!)
    reached.push(rank <= n)
  }
  return { ...shape, levels: ascending, lower, upper, reached, rows: n }
}

/** (y − ŷ) / (scale + floor) of each row. @throws RangeError as `conformalInterval` */
export function scaledErrors(held: HeldOutPredictions, shape: IntervalShape, rows?: ArrayLike<number>): Float64Array {
  const { target, predicted } = held
  if (target.length !== predicted.length) {
    throw new RangeError(`${target.length} values and ${predicted.length} predictions are no pairs`)
  }
  const scale = scaleColumn(held, shape.scaledBy)
  const errors = new Float64Array(rows?.length ?? target.length)
  for (let i = 0; i < errors.length; i++) {
    const row = rows ? rows[i]! : i
    errors[i] = (target[row]! - predicted[row]!) / widthUnit(shape, predicted[row]!, scale?.[row])
    if (!Number.isFinite(errors[i]!)) throw new RangeError(`row ${row} has an error or a scale that is no number`)
  }
  return errors
}

/** The given scales of the rows; undefined where a scale needs none. @throws RangeError if it is needed and missing */
export function scaleColumn(held: HeldOutPredictions, scaledBy: IntervalScale): Float64Array | undefined {
  if (scaledBy === 'none' || scaledBy === 'size') return undefined
  const scale = held.scales?.[scaledBy]
  if (scale === undefined) throw new RangeError(`an interval scaled by ${scaledBy} needs that scale`)
  return scale
}

/** What the offsets are multiplied by. */
export function widthUnit({ scaledBy, floor }: IntervalShape, prediction: number, scale: number | undefined): number {
  if (scaledBy === 'none') return floor
  return floor + (scaledBy === 'size' ? Math.abs(prediction) : scale!)
}

/**
 * The interval of one prediction: [low, high].
 *
 * @param level  one of the interval's levels
 * @param scale  the row's scale where the interval is scaled by spread or neighbours
 * @throws RangeError for another level or a scale that is missing or negative
 */
export function intervalAt(
  interval: ConformalInterval,
  prediction: number,
  level: number,
  scale?: number,
): [low: number, high: number] {
  const at = interval.levels.indexOf(level)
  if (at < 0) throw new RangeError(`the interval has the levels ${interval.levels.join(', ')}, not ${level}`)
  const given = interval.scaledBy === 'spread' || interval.scaledBy === 'neighbours'
  if (given && !(scale !== undefined && scale >= 0)) {
    throw new RangeError(`an interval scaled by ${interval.scaledBy} needs a scale of 0 and above, got ${scale}`)
  }
  const unit = widthUnit(interval, prediction, scale)
  return [prediction + unit * interval.lower[at]!, prediction + unit * interval.upper[at]!]
}

/** The same interval with the offsets of each level multiplied by a factor of its own, or by one for all. */
export function stretchedInterval(interval: ConformalInterval, factors: number | readonly number[]): ConformalInterval {
  const stretch = (offsets: readonly number[]) =>
    offsets.map((offset, at) => offset * (typeof factors === 'number' ? factors : factors[at]!))
  return { ...interval, lower: stretch(interval.lower), upper: stretch(interval.upper) }
}
