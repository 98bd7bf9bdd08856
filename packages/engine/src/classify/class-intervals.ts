import {
  accuracy,
  balancedAccuracy,
  type ConfusionMatrix,
  confusionMatrix,
  f1Score,
  macroF1,
  matthewsCorrelation,
} from '../metrics/class-scores.ts'
import { brierScore, logLoss, rocAuc } from '../metrics/probability-scores.ts'
import type { ScoreInterval } from '../metrics/score-intervals.ts'
import type { Generator } from '../random/generator.ts'

/** Scores of predicted shares; of two classes F1 and the area are those of the second, of more the means over the classes. */
export interface ClassScores {
  readonly accuracy: number
  readonly balancedAccuracy: number
  readonly f1: number
  readonly mcc: number
  readonly logLoss: number
  readonly brier: number
  /** Null where a class is missing. */
  readonly rocAuc: number | null
}

/**
 * @param target     n: 0 … k − 1
 * @param shares     n × k row-major
 * @param predicted  n: the class that is said
 */
export function classScores(
  target: ArrayLike<number>,
  shares: Float64Array,
  predicted: ArrayLike<number>,
  k: number,
): ClassScores {
  const matrix: ConfusionMatrix = confusionMatrix(target, predicted, k)
  return {
    accuracy: accuracy(matrix),
    balancedAccuracy: balancedAccuracy(matrix),
    f1: k === 2 ? f1Score(matrix, 1) : macroF1(matrix),
    mcc: matthewsCorrelation(matrix),
    logLoss: logLoss(target, shares, k),
    brier: brierScore(target, shares, k),
    rocAuc: meanArea(target, shares, k),
  }
}

/** One class against the others, the mean over the classes. */
function meanArea(target: ArrayLike<number>, shares: Float64Array, k: number): number | null {
  const n = target.length
  const areas = (k === 2 ? [1] : Array.from({ length: k }, (_, c) => c)).map((label) =>
    rocAuc(
      Uint8Array.from({ length: n }, (_, i) => (target[i] === label ? 1 : 0)),
      Float64Array.from({ length: n }, (_, i) => shares[i * k + label]!),
    ),
  )
  return areas.some((area) => area === null) ? null : areas.reduce<number>((sum, area) => sum + area!, 0) / areas.length
}

export type ClassScoreIntervals = { readonly [Name in keyof ClassScores]: ScoreInterval | null }

const RESAMPLES = 500

/**
 * Percentile bootstrap intervals of all scores over rows, or over groups of rows that err together.
 *
 * @param confidence  for example 0.95
 * @param groups      n: rows with the same number are drawn together
 *
 * Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), 13.3. Cost: 500 · (n log n) · k.
 */
export function classScoreIntervals(
  target: ArrayLike<number>,
  shares: Float64Array,
  predicted: ArrayLike<number>,
  k: number,
  generator: Generator,
  { confidence = 0.95, groups }: { readonly confidence?: number; readonly groups?: Int32Array } = {},
): ClassScoreIntervals {
  const n = target.length
  const units = [
    ...Map.groupBy(
      Array.from({ length: n }, (_, i) => i),
      (i) => groups?.[i] ?? i,
    ).values(),
  ]
  const drawn: ClassScores[] = []
  for (let draw = 0; draw < RESAMPLES; draw++) {
    const rows: number[] = []
    for (let u = 0; u < units.length; u++)
      rows.push(...units[Math.floor(generator.uint32() * 2 ** -32 * units.length)]!)
    const resampled = new Float64Array(rows.length * k)
    rows.forEach((row, i) => resampled.set(shares.subarray(row * k, (row + 1) * k), i * k))
    drawn.push(
      classScores(
        rows.map((row) => target[row]!),
        resampled,
        rows.map((row) => predicted[row]!),
        k,
      ),
    )
  }
  const interval = (name: keyof ClassScores): ScoreInterval | null => {
    const values = Float64Array.from(drawn.flatMap((scores) => (scores[name] === null ? [] : [scores[name]]))).sort()
    if (values.length < RESAMPLES / 2) return null
    const end = (share: number) => values[Math.min(values.length - 1, Math.floor(share * values.length))]!
    return { low: end((1 - confidence) / 2), high: end((1 + confidence) / 2) }
  }
  return {
    accuracy: interval('accuracy'),
    balancedAccuracy: interval('balancedAccuracy'),
    f1: interval('f1'),
    mcc: interval('mcc'),
    logLoss: interval('logLoss'),
    brier: interval('brier'),
    rocAuc: interval('rocAuc'),
  }
}
