import type { BlockMoments } from './block-moments.ts'
import {
  blockSquaredError,
  type LinearPredictor,
  naturalCoefficients,
  type PenalisedProblem,
  penalisedProblem,
} from './penalised-problem.ts'
import { type PathPoint, penaltyGrid, penaltyPath, polished } from './penalty-path.ts'

export type PenalisedMethod = 'ridge' | 'lasso' | 'elastic_net'
/** minimum: the smallest cross-validated error. one_standard_error: the largest penalty within one standard error of it. */
export type PenaltyRule = 'minimum' | 'one_standard_error'

export interface PenalisedOptions {
  readonly method: PenalisedMethod
  readonly rule: PenaltyRule
  /** Penalise each feature in units of its standard deviation over the rows fitted, else in its natural unit. */
  readonly standardize: boolean
}

/** A fit whose penalty was chosen by cross-validation; coefficients in natural units. */
export interface PenalisedFit extends LinearPredictor {
  /** Share of the penalty that is absolute (lasso 1, ridge 0). */
  readonly l1Ratio: number
  /** For the response in units of its standard deviation over the rows fitted. */
  readonly lambda: number
  /** Whether λ is the first or last of its grid: the best may lie beyond. */
  readonly atGridEnd: boolean
  readonly degreesOfFreedom: number
  /** False if any fit of the path used its last sweep before it settled. */
  readonly converged: boolean
  /** Falling λ of the chosen l1Ratio, with the cross-validated mean squared error and its standard error. */
  readonly path: PenaltyCurve
}

export interface PenaltyCurve {
  readonly lambdas: Float64Array
  /** Root of these is in the response's unit. */
  readonly meanSquaredError: Float64Array
  readonly standardError: Float64Array
  readonly degreesOfFreedom: Float64Array
  readonly chosen: number
}

const L1_RATIOS: Record<PenalisedMethod, readonly number[]> = {
  ridge: [0],
  lasso: [1],
  elastic_net: [0.1, 0.25, 0.5, 0.75, 0.9],
}

/**
 * Ridge, lasso or elastic net on the rows of `trainingBlocks`, the penalty chosen by cross-validation over `folds`, each a
 * set of training blocks that is left out in turn. No other block is read.
 *
 * @throws RangeError for fewer than two folds
 *
 * Cost: one path of 50 to 100 penalties a fold and mixing ratio, p² a coordinate step at most.
 */
export function fitPenalised(
  moments: BlockMoments,
  trainingBlocks: readonly number[],
  folds: readonly (readonly number[])[],
  options: PenalisedOptions,
): PenalisedFit {
  if (folds.length < 2) throw new RangeError('choosing a penalty takes at least two folds')
  const problem = penalisedProblem(moments, trainingBlocks, options.standardize)
  const foldProblems = folds.map((fold) =>
    penalisedProblem(
      moments,
      trainingBlocks.filter((block) => !fold.includes(block)),
      options.standardize,
      problem.responseUnit,
    ),
  )
  const candidates = L1_RATIOS[options.method].map((l1Ratio) => {
    const points = penaltyPath(problem, l1Ratio, penaltyGrid(problem, l1Ratio))
    return { l1Ratio, points, errors: foldErrors(moments, folds, foldProblems, l1Ratio, points) }
  })
  const best = candidates.reduce((a, b) => (minimum(b.errors.mean) < minimum(a.errors.mean) ? b : a))
  const chosen = choosePenalty(best.errors, options.rule)
  const point = polished(problem, best.l1Ratio, best.points[chosen]!)
  const responseVariance = moments.scale[moments.features]! ** 2
  return {
    ...naturalCoefficients(moments, problem, point.beta),
    l1Ratio: best.l1Ratio,
    lambda: point.lambda,
    atGridEnd: chosen === 0 || chosen === best.points.length - 1,
    degreesOfFreedom: point.degreesOfFreedom,
    converged: point.converged && best.points.every((each) => each.converged) && best.errors.converged,
    path: {
      lambdas: Float64Array.from(best.points, (each) => each.lambda),
      meanSquaredError: best.errors.mean.map((value) => value * responseVariance),
      standardError: best.errors.standardError.map((value) => value * responseVariance),
      degreesOfFreedom: Float64Array.from(best.points, (each) => each.degreesOfFreedom),
      chosen,
    },
  }
}

interface FoldErrors {
  readonly mean: Float64Array
  readonly standardError: Float64Array
  readonly converged: boolean
}

/** Cross-validated mean squared error at each penalty; folds weigh by their rows, as in glmnet. */
function foldErrors(
  moments: BlockMoments,
  folds: readonly (readonly number[])[],
  problems: readonly PenalisedProblem[],
  l1Ratio: number,
  points: readonly PathPoint[],
): FoldErrors {
  const lambdas = Float64Array.from(points, (point) => point.lambda)
  const paths = problems.map((problem) => penaltyPath(problem, l1Ratio, lambdas))
  const counts = folds.map((fold) => fold.reduce((sum, block) => sum + moments.counts[block]!, 0))
  const total = counts.reduce((a, b) => a + b, 0)
  const mean = new Float64Array(points.length)
  const standardError = new Float64Array(points.length)
  for (let k = 0; k < points.length; k++) {
    const errors = folds.map(
      (fold, f) =>
        fold.reduce((sum, block) => sum + blockSquaredError(moments, block, problems[f]!, fitAt(paths[f]!, k)), 0) /
        counts[f]!,
    )
    const average = errors.reduce((sum, error, f) => sum + (error * counts[f]!) / total, 0)
    const variance = errors.reduce((sum, error, f) => sum + ((error - average) ** 2 * counts[f]!) / total, 0)
    mean[k] = average
    standardError[k] = Math.sqrt(variance / (folds.length - 1))
  }
  return { mean, standardError, converged: paths.every((path) => path.every((point) => point.converged)) }
}

/** The fold's fit at penalty k; its last one if it used its rows up before. */
function fitAt(path: readonly PathPoint[], k: number): Float64Array {
  return path[Math.min(k, path.length - 1)]!.beta
}

function choosePenalty({ mean, standardError }: FoldErrors, rule: PenaltyRule): number {
  let best = 0
  for (let k = 1; k < mean.length; k++) if (mean[k]! < mean[best]!) best = k
  if (rule === 'minimum') return best
  const allowed = mean[best]! + standardError[best]!
  return mean.findIndex((error) => error <= allowed)
}

function minimum(values: Float64Array): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity)
}
