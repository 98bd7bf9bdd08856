import type { LogisticObjective } from './logistic-objective.ts'
import { dot, norm } from './vector-sums.ts'

const MOST_STEPS = 250

/**
 * Solves Hessian · direction = −gradient by conjugate gradients, preconditioned by the Hessian's diagonal, until what is left is shorter
 * than `tolerance`.
 *
 * @param direction  overwritten: a direction in which the sum falls, however early it is stopped
 */
export function conjugateGradient(
  objective: LogisticObjective,
  gradient: Float64Array,
  direction: Float64Array,
  tolerance: number,
): void {
  const size = gradient.length
  const diagonal = objective.diagonal()
  const residual = gradient.map((value) => -value)
  const scaled = residual.map((value, j) => value / diagonal[j]!)
  const search = scaled.slice()
  const image = new Float64Array(size)
  direction.fill(0)
  let product = dot(residual, scaled)
  for (let step = 0; step < MOST_STEPS && norm(residual) > tolerance; step++) {
    objective.timesHessian(search, image)
    const curvature = dot(search, image)
    // softmax shares do not change when all intercepts do: nothing is to be found there
    if (!(curvature > 0)) break
    const length = product / curvature
    for (let j = 0; j < size; j++) {
      direction[j]! += length * search[j]!
      residual[j]! -= length * image[j]!
      scaled[j] = residual[j]! / diagonal[j]!
    }
    const next = dot(residual, scaled)
    const turn = next / product
    product = next
    for (let j = 0; j < size; j++) search[j] = scaled[j]! + turn * search[j]!
  }
}
