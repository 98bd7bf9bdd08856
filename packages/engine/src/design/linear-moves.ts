import type { CodedLinear } from './coded-linear.ts'
import { codedRange } from './coded-range.ts'
import type { Factor } from './factor.ts'
import type { Direction } from './region.ts'

/** The intervals of moves within the factors' ranges and linear constraints. */
export interface LinearMoves {
  /** Whether the run meets every linear constraint; the factors' own ranges are not looked at. */
  isMet(runs: Float64Array, at: number): boolean
  /** See Region. */
  span(runs: Float64Array, at: number, factor: number, out: Float64Array): boolean
  pairSpan(runs: Float64Array, at: number, i: number, j: number, out: Float64Array): boolean
  directionSpan(runs: Float64Array, at: number, direction: Direction, out: Float64Array): boolean
}

/** @param rows  the linear constraints, mixture sums among them */
export function linearMoves(factors: readonly Factor[], rows: readonly CodedLinear[]): LinearMoves {
  const k = factors.length
  const m = rows.length
  const coefficients = new Float64Array(m * k)
  rows.forEach((row, r) => coefficients.set(row.coefficients, r * k))
  const bound = Float64Array.from(rows, (row) => row.bound)
  const tolerance = Float64Array.from(rows, (row) => row.tolerance)
  const isEquality = Uint8Array.from(rows, (row) => (row.relation === '=' ? 1 : 0))
  const low = Float64Array.from(factors, (factor) => codedRange(factor)[0])
  const high = Float64Array.from(factors, (factor) => codedRange(factor)[1])

  /** What is left to the bound of row r. */
  function slack(r: number, runs: Float64Array, at: number): number {
    let left = bound[r]!
    for (let f = 0; f < k; f++) {
      const coefficient = coefficients[r * k + f]!
      if (coefficient !== 0) left -= coefficient * runs[at + f]!
    }
    return left
  }

  /** Narrows the interval of d in `out` to where d · slope ≤ left, or d · slope = left to tolerance. */
  function narrow(r: number, left: number, slope: number, out: Float64Array): boolean {
    if (Math.abs(slope) < 1e-12) {
      return isEquality[r] === 1 ? Math.abs(left) <= tolerance[r]! : left >= -tolerance[r]!
    }
    const end = left / slope
    if (slope > 0 || isEquality[r] === 1) out[1] = Math.min(out[1]!, end)
    if (slope < 0 || isEquality[r] === 1) out[0] = Math.max(out[0]!, end)
    return true
  }

  /** An interval that rounding alone has turned round is a point. */
  function settle(out: Float64Array): boolean {
    if (out[0]! <= out[1]!) return true
    if (out[0]! - out[1]! > 1e-9) return false
    out[0] = out[1] = (out[0]! + out[1]!) / 2
    return true
  }

  return {
    isMet(runs, at) {
      for (let r = 0; r < m; r++) {
        const left = slack(r, runs, at)
        if (!(left >= -tolerance[r]!) || (isEquality[r] === 1 && left > tolerance[r]!)) return false
      }
      return true
    },
    span(runs, at, factor, out) {
      out[0] = low[factor]!
      out[1] = high[factor]!
      const here = runs[at + factor]!
      for (let r = 0; r < m; r++) {
        const slope = coefficients[r * k + factor]!
        if (!narrow(r, slack(r, runs, at) + slope * here, slope, out)) return false
      }
      return settle(out)
    },
    pairSpan(runs, at, i, j, out) {
      out[0] = Math.max(low[i]! - runs[at + i]!, runs[at + j]! - high[j]!)
      out[1] = Math.min(high[i]! - runs[at + i]!, runs[at + j]! - low[j]!)
      for (let r = 0; r < m; r++) {
        const slope = coefficients[r * k + i]! - coefficients[r * k + j]!
        if (!narrow(r, slack(r, runs, at), slope, out)) return false
      }
      return settle(out)
    },
    directionSpan(runs, at, direction, out) {
      out[0] = -Infinity
      out[1] = Infinity
      const { factors: moved, steps } = direction
      for (let s = 0; s < moved.length; s++) {
        const f = moved[s]!
        const toLow = (low[f]! - runs[at + f]!) / steps[s]!
        const toHigh = (high[f]! - runs[at + f]!) / steps[s]!
        out[0] = Math.max(out[0]!, Math.min(toLow, toHigh))
        out[1] = Math.min(out[1]!, Math.max(toLow, toHigh))
      }
      for (let r = 0; r < m; r++) {
        let slope = 0
        for (let s = 0; s < moved.length; s++) slope += coefficients[r * k + moved[s]!]! * steps[s]!
        if (!narrow(r, slack(r, runs, at), slope, out)) return false
      }
      return settle(out)
    },
  }
}
