import {
  blendClassWeights,
  CALIBRATION_KINDS,
  type CalibrationKind,
  chooseCalibration,
  classShares,
  fitCalibration,
  fitDecisionRule,
  fitSayingThreshold,
  type InnerFold,
  likeliestClasses,
  takeShares,
} from '@zerosec/engine'
import type { Finish } from './outcome.ts'
import type { ClassificationParameters } from './parameters.ts'

/** Rows with the shares that each family gave them without having seen them. */
export interface HeldOutFamilies {
  /** outputs × n of each family. */
  readonly predictions: readonly Float64Array[]
  readonly target: Float64Array
  readonly weights: Float64Array | null
  readonly classes: number
  readonly inner: readonly InnerFold[]
}

/** Weights of the blend, its calibration and the thresholds of decisions, all from shares of rows that no member saw. */
export function fitFinish(
  { predictions, target, weights, classes, inner }: HeldOutFamilies,
  ok: number | null,
  parameters: ClassificationParameters,
): Finish {
  const n = target.length
  const known = Int32Array.from(target.keys()).filter((row) =>
    predictions.every((shares) => !Number.isNaN(shares[row]!)),
  )
  const blend = blendClassWeights(predictions, { target, classes, weights }, known, parameters.metric)
  const heldOut = {
    shares: takeShares(blendedShares(predictions, blend), n, known),
    target: Float64Array.from(known, (row) => target[row]!),
  }
  const place = new Map(Array.from(known, (row, at) => [row, at]))
  const folds = inner.map(({ validation }) => ({
    validation: Int32Array.from([...validation].flatMap((row) => place.get(row) ?? [])),
  }))
  const chosen = chooseCalibration(heldOut, folds, kindsOf(parameters))
  return {
    weights: blend,
    calibration: fitCalibration(chosen.kind, heldOut),
    calibrationScores: chosen.scores,
    ...thresholds(classShares(chosen.shares, known.length), heldOut.target, classes, ok, parameters),
  }
}

function kindsOf({ calibration }: ClassificationParameters): readonly CalibrationKind[] {
  return calibration === 'automatic' ? CALIBRATION_KINDS : [calibration]
}

function thresholds(
  shares: Float64Array,
  target: Float64Array,
  classes: number,
  ok: number | null,
  { alpha, cost_false_ok: costFalseOk, cost_false_ng: costFalseNg }: ClassificationParameters,
): Pick<Finish, 'rule' | 'sayFrom'> {
  const n = target.length
  if (ok !== null) {
    const okShares = Float64Array.from({ length: n }, (_, i) => shares[i * classes + ok]!)
    const isOk = target.map((label) => (label === ok ? 1 : 0))
    return { rule: fitDecisionRule(okShares, isOk, { alpha, costFalseOk, costFalseNg }), sayFrom: null }
  }
  const likeliest = likeliestClasses(shares, classes)
  const largest = Float64Array.from({ length: n }, (_, i) => shares[i * classes + likeliest[i]!]!)
  const isRight = target.map((label, i) => (label === likeliest[i] ? 1 : 0))
  return { rule: null, sayFrom: fitSayingThreshold(largest, isRight, alpha) }
}

/** Σ weight · shares; NaN where a member with weight has none. */
export function blendedShares(predictions: readonly Float64Array[], weights: ArrayLike<number>): Float64Array {
  const sum = new Float64Array(predictions[0]!.length)
  for (const [k, shares] of predictions.entries()) {
    if (weights[k] === 0) continue
    for (let at = 0; at < sum.length; at++) sum[at]! += weights[k]! * shares[at]!
  }
  return sum
}
