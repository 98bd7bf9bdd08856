import { brentMinimum } from './brent-minimum.ts'
import { yeoJohnson } from './power-families.ts'

/** Powers beyond it mean that the values hardly vary beside their size: then any power is as good. */
const LARGEST_POWER = 5
const TOLERANCE = 1e-9

/**
 * The power in −5 … 5 that maximises the profile likelihood of normal values after the Box-Cox transform.
 *
 * @param scaled  n values above 0 of geometric mean 1: then the likelihood is −n/2 · ln(variance of the transformed values)
 */
export function boxCoxLambda(scaled: Float64Array): number {
  const logs = scaled.map(Math.log)
  const transformed = new Float64Array(logs.length)
  return brentMinimum(
    (lambda) => {
      for (let i = 0; i < logs.length; i++) {
        transformed[i] = lambda === 0 ? logs[i]! : Math.expm1(lambda * logs[i]!) / lambda
      }
      return Math.log(variance(transformed))
    },
    -LARGEST_POWER,
    LARGEST_POWER,
    TOLERANCE,
  )
}

/** The power in −5 … 5 that maximises the profile likelihood of normal values after the Yeo-Johnson transform. */
export function yeoJohnsonLambda(scaled: Float64Array): number {
  const transformed = new Float64Array(scaled.length)
  let logSlope = 0
  for (let i = 0; i < scaled.length; i++) logSlope += Math.sign(scaled[i]!) * Math.log1p(Math.abs(scaled[i]!))
  const meanLogSlope = logSlope / scaled.length
  return brentMinimum(
    (lambda) => {
      for (let i = 0; i < scaled.length; i++) transformed[i] = yeoJohnson(scaled[i]!, lambda)
      return Math.log(variance(transformed)) - 2 * (lambda - 1) * meanLogSlope
    },
    -LARGEST_POWER,
    LARGEST_POWER,
    TOLERANCE,
  )
}

function variance(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  const mean = sum / values.length
  let squares = 0
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2
  return squares / values.length
}
