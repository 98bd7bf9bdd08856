import { CodedError } from '@zerosec/errors'
import { boxCox, invertBoxCox, invertYeoJohnson, yeoJohnson } from './power-families.ts'
import { boxCoxLambda, yeoJohnsonLambda } from './profile-likelihood.ts'

export type TransformKind = 'none' | 'log' | 'sqrt' | 'box_cox' | 'yeo_johnson'

export const TRANSFORM_KINDS: readonly TransformKind[] = ['none', 'log', 'sqrt', 'box_cox', 'yeo_johnson']

/**
 * A monotone increasing map of the target, in which a model is fitted. Plain data that travels with the model.
 *
 * `log` is ln y and `sqrt` is √y. The power families are scaled, so that a change of unit changes nothing: box_cox is
 * s·((y/s)^λ − 1)/λ with s the geometric mean, yeo_johnson is s·ψ_λ(y/s) with s the mean of |y|. Both have the unit of y and a
 * slope about 1 where most values lie.
 */
export interface TargetTransform {
  readonly kind: TransformKind
  /** The power of the families, else 1. */
  readonly lambda: number
  /** s of the families, else 1. */
  readonly scale: number
  /**
   * What the inverse is kept between, in the unit of the target: ten ranges of the fitted values beyond their ends, and never below
   * 0 where the transform knows no such values. Of `none` nothing is kept.
   */
  readonly low: number
  readonly high: number
}

/** Why a transform can't be used for these values. */
export interface TransformRefusal {
  readonly reason: 'needs_positive' | 'needs_non_negative'
  readonly lowest: number
}

const NONE: TargetTransform = {
  kind: 'none',
  lambda: 1,
  scale: 1,
  low: -Number.MAX_VALUE,
  high: Number.MAX_VALUE,
}
const RANGES_BEYOND = 10

/** Null where the transform is allowed: log and box_cox need values above 0, sqrt none below 0. */
export function transformRefusal(kind: TransformKind, target: ArrayLike<number>): TransformRefusal | null {
  if (kind === 'none' || kind === 'yeo_johnson') return null
  let lowest = Number.POSITIVE_INFINITY
  for (let i = 0; i < target.length; i++) if (target[i]! < lowest) lowest = target[i]!
  if (kind === 'sqrt') return lowest < 0 ? { reason: 'needs_non_negative', lowest } : null
  return lowest <= 0 ? { reason: 'needs_positive', lowest } : null
}

/**
 * Fits a transform to the target's values in the training rows. The power maximises the profile likelihood of normal values over
 * −5 … 5; where all values are equal it is 1.
 *
 * @param target  n ≥ 1 finite values
 * @throws RangeError without values or with values that are not finite
 * @throws CodedError target_transform_impossible where `transformRefusal` gives a reason
 *
 * Source: Box & Cox, JRSS B 26 (1964) 211; Yeo & Johnson, Biometrika 87 (2000) 954. Cost: about 30 passes over the values.
 */
export function fitTransform(kind: TransformKind, target: Float64Array): TargetTransform {
  if (target.length === 0 || !target.every(Number.isFinite)) {
    throw new RangeError('a transform is fitted to finite values, one at least')
  }
  const refusal = transformRefusal(kind, target)
  if (refusal !== null) {
    const needs = refusal.reason === 'needs_positive' ? 'values above 0' : 'values of 0 and above'
    throw new CodedError('target_transform_impossible', { transform: kind, needs, lowest: refusal.lowest })
  }
  if (kind === 'none') return NONE
  const [lowest, highest] = extent(target)
  const beyond = RANGES_BEYOND * (highest - lowest || Math.abs(highest) || 1)
  const low = kind === 'yeo_johnson' ? lowest - beyond : 0
  const limits = { low: Math.max(low, -Number.MAX_VALUE), high: Math.min(highest + beyond, Number.MAX_VALUE) }
  if (kind === 'log' || kind === 'sqrt') return { kind, lambda: 1, scale: 1, ...limits }
  const scale = kind === 'box_cox' ? geometricMean(target) : meanAbsolute(target) || 1
  const scaled = target.map((value) => value / scale)
  const lambda = highest > lowest ? (kind === 'box_cox' ? boxCoxLambda(scaled) : yeoJohnsonLambda(scaled)) : 1
  return { kind, lambda, scale, ...limits }
}

/** Transformed values; NaN where a value lies outside of the transform's domain. Cost: one pass. */
export function applyTransform(transform: TargetTransform, target: ArrayLike<number>): Float64Array {
  const { kind, lambda, scale } = transform
  const out = new Float64Array(target.length)
  for (let i = 0; i < out.length; i++) {
    const value = target[i]!
    if (kind === 'none') out[i] = value
    else if (kind === 'log') out[i] = value > 0 ? Math.log(value) : Number.NaN
    else if (kind === 'sqrt') out[i] = Math.sqrt(value)
    else if (kind === 'box_cox') out[i] = value > 0 ? scale * boxCox(value / scale, lambda) : Number.NaN
    else out[i] = scale * yeoJohnson(value / scale, lambda)
  }
  return out
}

export interface InvertedValues {
  readonly values: Float64Array
  /** How many lay outside of what the transform can give, or beyond `low` and `high`, and were set to the nearer end. */
  readonly clamped: number
}

/**
 * Values back in the unit of the target: the inverse of `applyTransform`. The inverse of a mean is a median: whether to correct for it
 * is the caller's choice. NaN stays NaN.
 */
export function invertTransform(transform: TargetTransform, transformed: ArrayLike<number>): InvertedValues {
  const values = new Float64Array(transformed.length)
  let clamped = 0
  for (let i = 0; i < values.length; i++) {
    const z = transformed[i]!
    const value = invertedValue(transform, z)
    values[i] = value < transform.low ? transform.low : value > transform.high ? transform.high : value
    if (Number.isNaN(z)) continue
    // below the image of a root or power the inverse is at its end, 0, already
    const atEnd = value === 0 && (transform.kind === 'sqrt' ? z < 0 : transform.kind === 'box_cox')
    if (atEnd || values[i] !== value) clamped++
  }
  return { values, clamped }
}

/** One value as `invertTransform` gives it, before it is kept between `low` and `high`: ±∞ beyond the end of the image. */
function invertedValue({ kind, lambda, scale }: TargetTransform, z: number): number {
  switch (kind) {
    case 'none':
      return z
    case 'log':
      return Math.exp(z)
    case 'sqrt':
      return z < 0 ? 0 : z * z
    case 'box_cox':
      return scale * invertBoxCox(z / scale, lambda)
    case 'yeo_johnson':
      return scale * invertYeoJohnson(z / scale, lambda)
  }
}

function extent(values: Float64Array): [number, number] {
  let lowest = values[0]!
  let highest = lowest
  for (let i = 1; i < values.length; i++) {
    if (values[i]! < lowest) lowest = values[i]!
    if (values[i]! > highest) highest = values[i]!
  }
  return [lowest, highest]
}

function geometricMean(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += Math.log(values[i]!)
  return Math.exp(sum / values.length)
}

function meanAbsolute(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]!) / values.length
  return sum
}
