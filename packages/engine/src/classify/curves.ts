import { wilsonInterval } from '../metrics/score-intervals.ts'

/** Points of a curve over all thresholds, from the highest to the lowest; the first is at the threshold that no row reaches. */
export interface ThresholdCurve {
  readonly thresholds: Float64Array
  readonly x: Float64Array
  readonly y: Float64Array
}

/**
 * Receiver operating characteristic: x the share of the rows of class 0 that reach the threshold, y that of class 1. Rows of equal score
 * count together. Cost: a sort.
 *
 * @throws RangeError unless both classes are there
 */
export function rocCurve(classes: ArrayLike<number>, scores: Float64Array): ThresholdCurve {
  const steps = countedSteps(classes, scores)
  const { positives, negatives } = steps.at(-1)!
  if (positives === 0 || negatives === 0) throw new RangeError('a curve needs rows of both classes')
  return {
    thresholds: Float64Array.from(steps, ({ threshold }) => threshold),
    x: Float64Array.from(steps, (step) => step.negatives / negatives),
    y: Float64Array.from(steps, (step) => step.positives / positives),
  }
}

/** Precision (y) over recall (x) of class 1; the first point has precision 1. @throws RangeError without rows of class 1 */
export function precisionRecallCurve(classes: ArrayLike<number>, scores: Float64Array): ThresholdCurve {
  const steps = countedSteps(classes, scores)
  const { positives } = steps.at(-1)!
  if (positives === 0) throw new RangeError('a curve needs rows of class 1')
  return {
    thresholds: Float64Array.from(steps, ({ threshold }) => threshold),
    x: Float64Array.from(steps, (step) => step.positives / positives),
    y: Float64Array.from(steps, (step) =>
      step.positives + step.negatives === 0 ? 1 : step.positives / (step.positives + step.negatives),
    ),
  }
}

interface Step {
  readonly threshold: number
  readonly positives: number
  readonly negatives: number
}

function countedSteps(classes: ArrayLike<number>, scores: Float64Array): Step[] {
  const order = Int32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b)
  const steps: Step[] = [{ threshold: Number.POSITIVE_INFINITY, positives: 0, negatives: 0 }]
  let positives = 0
  let negatives = 0
  order.forEach((row, place) => {
    if (classes[row] === 1) positives++
    else negatives++
    const next = order[place + 1]
    if (next === undefined || scores[next] !== scores[row])
      steps.push({ threshold: scores[row]!, positives, negatives })
  })
  return steps
}

/** Rows whose shares lie together, and how many of them came true. */
export interface ReliabilityBin {
  readonly rows: number
  readonly meanShare: number
  readonly observed: number
  /** Wilson's 95 % interval of what was observed. */
  readonly low: number
  readonly high: number
}

/**
 * Shares against how often they came true, in bins of about equal size; bins of equal shares are one.
 *
 * @param hits  n: 1 where what the share is of came true
 * @param bins  wanted at most
 * @throws RangeError if the lengths differ
 *
 * Source: Niculescu-Mizil & Caruana, ICML 2005. Cost: a sort.
 */
export function reliabilityBins(shares: Float64Array, hits: ArrayLike<number>, bins = 10): ReliabilityBin[] {
  const n = shares.length
  if (hits.length !== n) throw new RangeError(`${n} shares of ${hits.length} rows`)
  const order = Int32Array.from(shares.keys()).sort((a, b) => shares[a]! - shares[b]! || a - b)
  const made: ReliabilityBin[] = []
  for (let from = 0, bin = 1; from < n; bin++) {
    let to = Math.max(from + 1, Math.round((bin * n) / bins))
    while (to < n && shares[order[to]!] === shares[order[to - 1]!]) to++
    let sum = 0
    let came = 0
    for (let at = from; at < to; at++) {
      sum += shares[order[at]!]!
      came += hits[order[at]!]!
    }
    const rows = to - from
    made.push({ rows, meanShare: sum / rows, observed: came / rows, ...wilsonInterval(came, rows) })
    from = to
  }
  return made
}

/** Mean distance of shares from what came true, weighted by rows: the expected calibration error. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0)
  return bins.reduce((sum, bin) => sum + (bin.rows / rows) * Math.abs(bin.meanShare - bin.observed), 0)
}
