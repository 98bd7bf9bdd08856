/**
 * A correction of shares of classes, so that of the rows that are given a share of 0.8 about 80 % come true. Shares are outputs × n, output by
 * output: one output is the share of the second of two classes. Plain data that travels with a model.
 */
export type Calibration =
  /** Shares as they are, but that they sum to 1. */
  | { readonly kind: 'none' }
  /** The logistic of slope · logit(share) + intercept, for each output. */
  | { readonly kind: 'platt'; readonly slopes: Float64Array; readonly intercepts: Float64Array }
  /** The logarithms of the shares, divided by one temperature: above 1 they become less sure. */
  | { readonly kind: 'temperature'; readonly temperature: number }
  /** A rising curve for each output, straight between its points. */
  | { readonly kind: 'isotonic'; readonly curves: readonly IsotonicCurve[] }

export interface IsotonicCurve {
  /** Ascending; two at least, or one where all shares were equal. */
  readonly at: Float64Array
  /** Not falling. */
  readonly value: Float64Array
}

/** Shares are kept this far from 0 and 1 where their logarithm is taken. */
export const LEAST_SHARE = 1e-6

/** @returns outputs × n: a new array; NaN stays NaN */
export function calibrate(calibration: Calibration, shares: Float64Array, rows: number): Float64Array {
  const outputs = rows === 0 ? 1 : shares.length / rows
  const out = shares.slice()
  if (calibration.kind === 'temperature') heat(out, outputs, calibration.temperature)
  else if (calibration.kind === 'platt')
    for (let at = 0; at < out.length; at++) {
      const k = Math.floor(at / rows)
      out[at] = 1 / (1 + Math.exp(-(calibration.slopes[k]! * logit(out[at]!) + calibration.intercepts[k]!)))
    }
  else if (calibration.kind === 'isotonic')
    for (let at = 0; at < out.length; at++) out[at] = onCurve(calibration.curves[Math.floor(at / rows)]!, out[at]!)
  if (outputs > 1) makeWhole(out, rows, outputs)
  return out
}

export function logit(share: number): number {
  const kept = Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, share))
  return Math.log(kept / (1 - kept))
}

function heat(shares: Float64Array, outputs: number, temperature: number): void {
  for (let at = 0; at < shares.length; at++) {
    const share = shares[at]!
    shares[at] =
      outputs === 1
        ? 1 / (1 + Math.exp(-logit(share) / temperature))
        : Math.max(LEAST_SHARE, share) ** (1 / temperature) * (Number.isNaN(share) ? Number.NaN : 1)
  }
}

/** The curve at a share; its ends go on level. */
function onCurve({ at, value }: IsotonicCurve, share: number): number {
  const last = at.length - 1
  if (Number.isNaN(share)) return share
  if (share <= at[0]!) return value[0]!
  if (share >= at[last]!) return value[last]!
  let low = 0
  let high = last
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (at[middle]! <= share) low = middle
    else high = middle
  }
  const part = (share - at[low]!) / (at[high]! - at[low]!)
  return value[low]! + part * (value[high]! - value[low]!)
}

/** Divides the shares of each row by their sum; a row without any gets equal ones. */
function makeWhole(shares: Float64Array, rows: number, outputs: number): void {
  for (let i = 0; i < rows; i++) {
    let sum = 0
    for (let k = 0; k < outputs; k++) sum += shares[k * rows + i]!
    for (let k = 0; k < outputs; k++)
      shares[k * rows + i] = sum > 0 || Number.isNaN(sum) ? shares[k * rows + i]! / sum : 1 / outputs
  }
}
