import { huberLocation } from './huber-location.ts'
import type { LossFunction } from './loss.ts'
import { weightedQuantile } from './weighted-quantile.ts'

export const squaredLoss: LossFunction = {
  link: 'identity',
  outputs: 1,
  hasUnitHessian: true,
  initialScores: (target, weights) => Float64Array.of(weightedMean(target, weights)),
  gradients(_output, scores, target, gradients) {
    for (let i = 0; i < target.length; i++) {
      gradients[2 * i] = scores[i]! - target[i]!
      gradients[2 * i + 1] = 1
    }
  },
}

/** Sign of the error for a gradient, the median of a leaf's errors for its value: as LightGBM does. */
export const absoluteLoss: LossFunction = {
  link: 'identity',
  outputs: 1,
  hasUnitHessian: true,
  initialScores: (target, weights) => Float64Array.of(weightedQuantile(target, 0.5, weights)),
  gradients(_output, scores, target, gradients) {
    for (let i = 0; i < target.length; i++) {
      gradients[2 * i] = Math.sign(scores[i]! - target[i]!)
      gradients[2 * i + 1] = 1
    }
  },
  renewLeaf: (residuals, weights) => weightedQuantile(residuals, 0.5, weights),
}

/** The clipped error for a gradient, the location of a leaf's errors for its value. @throws RangeError unless delta > 0 */
export function huberLoss(delta: number): LossFunction {
  if (!(delta > 0)) throw new RangeError(`Huber's delta is above 0, not ${delta}`)
  return {
    link: 'identity',
    outputs: 1,
    hasUnitHessian: true,
    initialScores: (target, weights) => Float64Array.of(huberLocation(target, delta, weights)),
    gradients(_output, scores, target, gradients) {
      for (let i = 0; i < target.length; i++) {
        const error = scores[i]! - target[i]!
        gradients[2 * i] = error > delta ? delta : error < -delta ? -delta : error
        gradients[2 * i + 1] = 1
      }
    },
    renewLeaf: (residuals, weights) => huberLocation(residuals, delta, weights),
  }
}

/** Pinball loss. @throws RangeError unless 0 < level < 1 */
export function quantileLoss(level: number): LossFunction {
  if (!(level > 0 && level < 1)) throw new RangeError(`a quantile's level is between 0 and 1, not ${level}`)
  return {
    link: 'identity',
    outputs: 1,
    hasUnitHessian: true,
    initialScores: (target, weights) => Float64Array.of(weightedQuantile(target, level, weights)),
    gradients(_output, scores, target, gradients) {
      for (let i = 0; i < target.length; i++) {
        gradients[2 * i] = scores[i]! >= target[i]! ? 1 - level : -level
        gradients[2 * i + 1] = 1
      }
    },
    renewLeaf: (residuals, weights) => weightedQuantile(residuals, level, weights),
  }
}

/** Hessians are made a little larger, as LightGBM's poisson_max_delta_step does: a first step can't run away. */
const POISSON_STEP = Math.exp(0.7)
const SMALLEST_MEAN = 1e-10

/** Counts with mean exp(score). */
export const poissonLoss: LossFunction = {
  link: 'exp',
  outputs: 1,
  hasUnitHessian: false,
  initialScores: (target, weights) => Float64Array.of(Math.log(Math.max(SMALLEST_MEAN, weightedMean(target, weights)))),
  gradients(_output, scores, target, gradients) {
    for (let i = 0; i < target.length; i++) {
      const mean = Math.exp(scores[i]!)
      gradients[2 * i] = mean - target[i]!
      gradients[2 * i + 1] = mean * POISSON_STEP
    }
  },
}

/** @throws RangeError unless 1 < power < 2 */
export function tweedieLoss(power: number): LossFunction {
  if (!(power > 1 && power < 2)) throw new RangeError(`Tweedie's power is between 1 and 2, not ${power}`)
  return {
    ...poissonLoss,
    gradients(_output, scores, target, gradients) {
      for (let i = 0; i < target.length; i++) {
        const low = Math.exp((1 - power) * scores[i]!)
        const high = Math.exp((2 - power) * scores[i]!)
        gradients[2 * i] = high - target[i]! * low
        gradients[2 * i + 1] = (2 - power) * high - (1 - power) * target[i]! * low
      }
    },
  }
}

function weightedMean(target: Float64Array, weights: Float64Array | null): number {
  let sum = 0
  let total = 0
  for (let i = 0; i < target.length; i++) {
    const weight = weights ? weights[i]! : 1
    sum += weight * target[i]!
    total += weight
  }
  return sum / total
}
