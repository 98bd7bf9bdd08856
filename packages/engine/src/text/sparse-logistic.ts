import { conjugateGradient } from './conjugate-gradient.ts'
import { LogisticObjective } from './logistic-objective.ts'
import type { LogisticProblem, SparseLogistic } from './logistic-problem.ts'
import { dot, norm } from './vector-sums.ts'

export interface LogisticOptions {
  /** The gradient's length at the end, relative to that at coefficients of 0: default 1e-6. */
  readonly tolerance?: number
  /** Default 100. */
  readonly mostIterations?: number
  /** Where to begin: the solution for another cost. */
  readonly start?: SparseLogistic
}

/**
 * Logistic regression with a ridge penalty: minimises ½‖w‖² + cost · Σᵢ weightᵢ · (−ln share of the row's class), intercepts not
 * penalised. The sum is strictly convex in w, so the minimum is one, wherever the search begins.
 *
 * Newton's method with directions by preconditioned conjugate gradients, solved the more exactly the nearer the end is, and steps that
 * are halved until they lower the sum (Dembo & Steihaug 1983; Lin, Weng & Keerthi 2008 for this sum).
 *
 * @throws RangeError for a class beyond those that there are, lengths that differ, a cost that is not above 0
 *
 * Cost: about 2 × 30 passes over the matrix for each output.
 */
export function fitSparseLogistic(problem: LogisticProblem, options: LogisticOptions = {}): SparseLogistic {
  const { tolerance = 1e-6, mostIterations = 100, start } = options
  const objective = new LogisticObjective(problem)
  const size = objective.size
  const point = new Float64Array(size)
  const gradient = new Float64Array(size)
  let value = objective.at(point, gradient)
  const limit = tolerance * norm(gradient)
  if (start) {
    objective.pack(start, point)
    value = objective.at(point, gradient)
  }
  const direction = new Float64Array(size)
  const tried = new Float64Array(size)
  const first = norm(gradient)
  let iterations = 0
  while (norm(gradient) > limit && iterations < mostIterations) {
    const length = norm(gradient)
    conjugateGradient(objective, gradient, direction, Math.min(0.3, Math.sqrt(length / first)) * length)
    const step = descend(objective, point, value, gradient, direction, tried)
    if (step === null) break
    point.set(tried)
    value = objective.at(point, gradient)
    iterations++
  }
  return { ...objective.unpack(point), iterations, hasConverged: norm(gradient) <= limit }
}

const SUFFICIENT = 1e-4
const MOST_HALVINGS = 40

/** @returns null where no step lowers the sum: rounding is all that is left */
function descend(
  objective: LogisticObjective,
  point: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
  tried: Float64Array,
): number | null {
  const slope = dot(gradient, direction)
  let step = 1
  for (let halving = 0; halving < MOST_HALVINGS; halving++, step /= 2) {
    for (let j = 0; j < tried.length; j++) tried[j] = point[j]! + step * direction[j]!
    // near the end the fall is below the rounding of the sum
    if (objective.at(tried, null) <= value + SUFFICIENT * step * slope + 1e-14 * Math.abs(value)) return step
  }
  return null
}
