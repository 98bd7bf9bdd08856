import { type FeatureMatrix, takeRows } from '../features/feature-matrix.ts'
import { expectedExcess, type Objective, probabilityWithin } from './objective.ts'
import { type Belief, forestSurrogate, gaussianSurrogate, type Surrogate, type SurrogateKind } from './surrogate.ts'

/** Surrogates of one response and how much each is believed: together a mixture of their normal distributions. */
export interface BlendedSurrogate {
  readonly members: readonly BlendMemberSurrogate[]
  /** Root of the mean squared error of the blend at rows that it was not fitted on. */
  readonly error: number
  /** What share of the variance it explains there; negative where the mean would do better. */
  readonly q2: number
  /** Standard deviation of the measured responses; 1 where they are all the same. */
  readonly scale: number
}

export interface BlendMemberSurrogate {
  readonly weight: number
  readonly error: number
  readonly surrogate: Surrogate
}

/** A member that errs more than this many times the best one's mean square is left out: its own doubts would lead the search astray. */
const MUCH_WORSE = 4

export interface SurrogateOptions {
  readonly seed: number
  /** Those to fit; default both. */
  readonly kinds?: readonly SurrogateKind[]
  /** Default 200. */
  readonly trees?: number
  /** Random starts of the search for the Gaussian process's hyperparameters: default 3. */
  readonly starts?: number
}

/**
 * A Gaussian process and a random forest of the response, each weighted by the inverse of its mean squared error on rows that it did
 * not see: leave-one-out, and out of bag.
 *
 * @param response  n; rows without one (NaN) are left out
 * @throws RangeError without two measured rows
 *
 * Cost: that of the fits; about 0.1 s for 100 rows.
 */
export function fitBlendedSurrogate(
  matrix: FeatureMatrix,
  response: Float64Array,
  { seed, kinds = ['gaussian_process', 'forest'], trees = 200, starts = 3 }: SurrogateOptions,
): BlendedSurrogate {
  const rows = Array.from(response.keys()).filter((row) => !Number.isNaN(response[row]!))
  if (rows.length < 2) throw new RangeError(`a surrogate of ${rows.length} measured rows`)
  const measured = takeRows(matrix, rows)
  const target = Float64Array.from(rows, (row) => response[row]!)
  const fitted = kinds.map((kind) => {
    const surrogate =
      kind === 'forest'
        ? forestSurrogate(measured, target, { seed, trees })
        : gaussianSurrogate(measured, target, { seed, starts })
    return { surrogate, square: meanSquare(surrogate.heldOut, target) }
  })
  const least = Math.min(...fitted.map(({ square }) => square))
  const kept = fitted.filter(({ square }) => square <= MUCH_WORSE * least || square === least)
  const precisions = kept.map(({ square }) => 1 / Math.max(square, Number.MIN_VALUE * 1e20))
  const sum = precisions.reduce((total, each) => total + each, 0)
  const members = kept.map(({ surrogate, square }, i) => ({
    surrogate,
    weight: precisions[i]! / sum,
    error: Math.sqrt(square),
  }))
  return { members, ...quality(members, target) }
}

function meanSquare(predicted: Float64Array, target: Float64Array): number {
  let sum = 0
  let count = 0
  for (let i = 0; i < target.length; i++) {
    if (Number.isNaN(predicted[i]!)) continue
    sum += (predicted[i]! - target[i]!) ** 2
    count++
  }
  return count > 0 ? sum / count : Infinity
}

function quality(members: readonly BlendMemberSurrogate[], target: Float64Array) {
  const blended = target.map((_, i) =>
    members.reduce((total, { weight, surrogate }) => total + weight * surrogate.heldOut[i]!, 0),
  )
  const square = meanSquare(blended, target)
  const mean = target.reduce((total, value) => total + value, 0) / target.length
  const variance = target.reduce((total, value) => total + (value - mean) ** 2, 0) / target.length
  return {
    error: Math.sqrt(square),
    q2: variance > 0 ? 1 - square / variance : Number.NaN,
    scale: variance > 0 ? Math.sqrt(variance) : 1,
  }
}

/** Every member after a row was measured and gave what it expects. */
export function believingRow(blend: BlendedSurrogate, row: FeatureMatrix): BlendedSurrogate {
  const members = blend.members.map((member) => ({ ...member, surrogate: member.surrogate.believing(row) }))
  return { ...blend, members }
}

/** What a blend believes at many rows: a mixture of normal distributions at each. */
export interface BlendedBelief {
  readonly weights: readonly number[]
  readonly beliefs: readonly Belief[]
}

export function blendedBelief({ members }: BlendedSurrogate, matrix: FeatureMatrix): BlendedBelief {
  return {
    weights: members.map(({ weight }) => weight),
    beliefs: members.map(({ surrogate }) => surrogate.predict(matrix)),
  }
}

export function beliefMean({ weights, beliefs }: BlendedBelief, row: number): number {
  return weights.reduce((sum, weight, m) => sum + weight * beliefs[m]!.mean[row]!, 0)
}

/** Standard deviation of the mixture: that of its members and of their means. */
export function beliefDeviation(belief: BlendedBelief, row: number): number {
  const mean = beliefMean(belief, row)
  return Math.sqrt(
    belief.weights.reduce((sum, weight, m) => {
      const member = belief.beliefs[m]!
      return sum + weight * (member.deviation[row]! ** 2 + (member.mean[row]! - mean) ** 2)
    }, 0),
  )
}

/** `expectedExcess` of the mixture. */
export function beliefExcess(belief: BlendedBelief, row: number, objective: Objective, threshold: number): number {
  const { weights, beliefs } = belief
  let sum = 0
  for (let m = 0; m < weights.length; m++) {
    const { mean, deviation } = beliefs[m]!
    sum += weights[m]! * expectedExcess(objective, mean[row]!, deviation[row]!, threshold)
  }
  return sum
}

/** `probabilityWithin` of the mixture. */
export function beliefWithin({ weights, beliefs }: BlendedBelief, row: number, objective: Objective): number {
  return weights.reduce(
    (sum, weight, m) =>
      sum + weight * probabilityWithin(objective, beliefs[m]!.mean[row]!, beliefs[m]!.deviation[row]!),
    0,
  )
}
