import { designMatrix, modelExpansion } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import type { DesignEvaluation } from './evaluate-design.ts'
import { predictionVariances } from './prediction-variance.ts'
import type { Region } from './region.ts'
import { spreadRuns } from './spread-runs.ts'

/** Prediction variance over the region, in units of the variance of a run. */
export interface FractionOfDesignSpace {
  readonly minimum: number
  readonly mean: number
  readonly median: number
  /** 95 % of the region is below it. */
  readonly percentile95: number
  readonly maximum: number
  /** The variance that each fraction of the region stays below, from 0 to 1 by hundredths. */
  readonly curve: readonly { readonly fraction: number; readonly variance: number }[]
}

const SAMPLE = 20_000

/**
 * What fraction of the region is predicted how well. Mean and maximum are those of the evaluation; the rest comes from a fixed
 * sample, so that the minimum is an upper bound of the true one. Null where the design can't estimate the model.
 *
 * Cost: 20,000·p²/2. Source: Zahran, Anderson-Cook & Myers, J. Quality Technology 35 (2003) 377–386.
 */
export function fractionOfDesignSpace(
  problem: DesignProblem,
  region: Region,
  { covariance, averageVariance, largestVariance }: DesignEvaluation,
): FractionOfDesignSpace | null {
  if (covariance === null || averageVariance === null || largestVariance === null) return null
  const expansion = modelExpansion(problem.factors, problem.model.columns)
  const rows = designMatrix(expansion, spreadRuns(problem, region, SAMPLE), problem.factors.length)
  const sorted = predictionVariances(rows, covariance, expansion.width).sort()
  // the true maximum stands at the end of what was sampled
  const maximum = Math.max(largestVariance.value, sorted.at(-1)!)
  const below = (fraction: number) => (fraction === 1 ? maximum : quantile(sorted, fraction))
  return {
    minimum: sorted[0]!,
    mean: averageVariance,
    median: below(0.5),
    percentile95: below(0.95),
    maximum,
    curve: Array.from({ length: 101 }, (_, i) => ({ fraction: i / 100, variance: below(i / 100) })),
  }
}

/** By linear interpolation, between the first and the last at (n − 1)·fraction. */
function quantile(sorted: Float64Array, fraction: number): number {
  const at = fraction * (sorted.length - 1)
  const below = Math.floor(at)
  const low = sorted[below]!
  return low + (at - below) * ((sorted[below + 1] ?? low) - low)
}
