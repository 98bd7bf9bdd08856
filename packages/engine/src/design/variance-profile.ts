import { codedLevels, codedRange } from './coded-range.ts'
import { designMatrix, modelExpansion } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import { type Factor, isChosen, naturalLevel } from './factor.ts'
import { predictionVariances } from './prediction-variance.ts'
import type { Region } from './region.ts'
import { spreadRuns } from './spread-runs.ts'

/** Prediction variance along one factor, the others held. */
export interface VarianceCurve {
  /** Index of the factor. */
  readonly factor: number
  /** Natural numbers, indices for a category; only what the region allows. */
  readonly settings: Float64Array
  /** In units of the variance of a run. */
  readonly variances: Float64Array
}

const POINTS = 41

/**
 * The prediction variance along every chosen factor. A mixture's component moves against the others of its group, which keep
 * their proportions (Cox's direction).
 *
 * @param covariance  p × p, of the coefficients
 * @param held  the coded run at which the other factors are held; left out: the middle of the region
 */
export function varianceProfile(
  problem: DesignProblem,
  region: Region,
  covariance: Float64Array,
  held: Float64Array = middleRun(problem, region),
): VarianceCurve[] {
  const { factors, model } = problem
  const expansion = modelExpansion(factors, model.columns)
  return factors.flatMap((factor, j) => {
    if (!isChosen(factor)) return []
    const allowed = settingsOf(factor)
      .map((setting) => ({ setting, run: moved(factors, held, j, setting) }))
      .filter(({ run }) => region.contains(run, 0))
    const rows = designMatrix(expansion, Float64Array.from(allowed.flatMap(({ run }) => [...run])), factors.length)
    const settings = Float64Array.from(allowed, ({ setting }) => naturalLevel(factor, setting))
    return [{ factor: j, settings, variances: predictionVariances(rows, covariance, expansion.width) }]
  })
}

/** An allowed run in the middle: of each factor where they are free of each other, else the one nearest to the mean run. */
export function middleRun(problem: DesignProblem, region: Region): Float64Array {
  const { factors } = problem
  const k = factors.length
  const runs = spreadRuns(withoutGiven(problem), region, 2000)
  const mean = new Float64Array(k)
  for (let at = 0; at < runs.length; at++) mean[at % k] = mean[at % k]! + (runs[at]! * k) / runs.length
  const middle = Float64Array.from(factors, (factor, j) => {
    if (factor.kind === 'mixture') return mean[j]!
    const levels = codedLevels(factor)
    if (factor.kind === 'categorical' || factor.kind === 'block') return 0
    const centre = region.isProduct ? 0 : mean[j]!
    return levels ? nearest(levels, centre) : centre
  })
  return region.contains(middle, 0) ? middle : nearestRun(runs, middle)
}

function settingsOf(factor: Factor): number[] {
  const levels = codedLevels(factor)
  if (levels) return [...levels]
  const [low, high] = codedRange(factor)
  return Array.from({ length: POINTS }, (_, i) => low + (i / (POINTS - 1)) * (high - low))
}

function moved(factors: readonly Factor[], held: Float64Array, j: number, setting: number): Float64Array {
  const run = held.slice()
  run[j] = setting
  const factor = factors[j]!
  if (factor.kind !== 'mixture') return run
  const rest = 1 - held[j]!
  factors.forEach((other, i) => {
    if (i === j || other.kind !== 'mixture' || other.group !== factor.group) return
    run[i] = rest > 0 ? (held[i]! * (1 - setting)) / rest : held[i]!
  })
  return run
}

function nearest(levels: Float64Array, value: number): number {
  return levels.reduce((best, level) => (Math.abs(level - value) < Math.abs(best - value) ? level : best))
}

function nearestRun(runs: Float64Array, middle: Float64Array): Float64Array {
  const k = middle.length
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (let at = 0; at < runs.length; at += k) {
    let distance = 0
    for (let j = 0; j < k; j++) distance += (runs[at + j]! - middle[j]!) ** 2
    if (distance >= least) continue
    least = distance
    best = at
  }
  return runs.slice(best, best + k)
}

function withoutGiven({ candidates: _, covariateRows: __, ...problem }: DesignProblem): DesignProblem {
  return problem
}
