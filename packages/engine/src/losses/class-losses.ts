import type { LossFunction } from './loss.ts'

const NEAREST = 1e-12
const LEAST_HESSIAN = 1e-16

/** Two classes, 0 and 1: log loss of 1 / (1 + exp(−score)). */
export const logisticLoss: LossFunction = {
  link: 'logistic',
  outputs: 1,
  hasUnitHessian: false,
  initialScores(target, weights) {
    const share = Math.min(1 - NEAREST, Math.max(NEAREST, classShares(target, weights, 2)[1]!))
    return Float64Array.of(Math.log(share / (1 - share)))
  },
  gradients(_output, scores, target, gradients) {
    for (let i = 0; i < target.length; i++) {
      const probability = 1 / (1 + Math.exp(-scores[i]!))
      gradients[2 * i] = probability - target[i]!
      gradients[2 * i + 1] = Math.max(LEAST_HESSIAN, probability * (1 - probability))
    }
  },
}

/**
 * Several classes: log loss of softmax(scores), a tree a class and round. Hessians carry the factor K / (K − 1) of Friedman (2001), as
 * LightGBM's do.
 *
 * @throws RangeError unless there are two classes at least
 */
export function softmaxLoss(classes: number): LossFunction {
  if (!(Number.isInteger(classes) && classes >= 2))
    throw new RangeError(`a softmax has 2 classes or more, not ${classes}`)
  const factor = classes / (classes - 1)
  return {
    link: 'softmax',
    outputs: classes,
    hasUnitHessian: false,
    initialScores: (target, weights) =>
      Float64Array.from(classShares(target, weights, classes), (share) => Math.log(Math.max(NEAREST, share))),
    gradients(output, scores, target, gradients) {
      const n = target.length
      for (let i = 0; i < n; i++) {
        let highest = Number.NEGATIVE_INFINITY
        for (let k = 0; k < classes; k++) if (scores[k * n + i]! > highest) highest = scores[k * n + i]!
        let total = 0
        for (let k = 0; k < classes; k++) total += Math.exp(scores[k * n + i]! - highest)
        const probability = Math.exp(scores[output * n + i]! - highest) / total
        gradients[2 * i] = probability - (target[i] === output ? 1 : 0)
        gradients[2 * i + 1] = Math.max(LEAST_HESSIAN, factor * probability * (1 - probability))
      }
    },
  }
}

function classShares(target: Float64Array, weights: Float64Array | null, classes: number): Float64Array {
  const shares = new Float64Array(classes)
  let total = 0
  for (let i = 0; i < target.length; i++) {
    const weight = weights ? weights[i]! : 1
    shares[target[i]!]! += weight
    total += weight
  }
  return shares.map((share) => share / total)
}
