import type { CodedLinear } from './coded-linear.ts'
import { codedRange } from './coded-range.ts'
import type { Factor } from './factor.ts'
import type { Direction } from './region.ts'

/** A change of a row's left side a unit of distance below which the move does not touch the row. */
const NO_SLOPE = 1e-12
/** Ends of an interval that have crossed by less are one point. */
const CROSSED = 1e-9

/** The intervals of moves within the factors' ranges and linear constraints; spans are as Region tells of them. */
export class LinearMoves {
  readonly #factorCount: number
  /** Rows × factors. */
  readonly #coefficients: Float64Array
  readonly #bound: Float64Array
  readonly #tolerance: Float64Array
  readonly #isEquality: Uint8Array
  readonly #low: Float64Array
  readonly #high: Float64Array

  /** @param rows  the linear constraints, mixture sums among them */
  constructor(factors: readonly Factor[], rows: readonly CodedLinear[]) {
    this.#factorCount = factors.length
    this.#coefficients = new Float64Array(rows.length * factors.length)
    rows.forEach((row, r) => this.#coefficients.set(row.coefficients, r * factors.length))
    this.#bound = Float64Array.from(rows, (row) => row.bound)
    this.#tolerance = Float64Array.from(rows, (row) => row.tolerance)
    this.#isEquality = Uint8Array.from(rows, (row) => (row.relation === '=' ? 1 : 0))
    this.#low = Float64Array.from(factors, (factor) => codedRange(factor)[0])
    this.#high = Float64Array.from(factors, (factor) => codedRange(factor)[1])
  }

  /** Whether the run meets every linear constraint; the factors' own ranges are not looked at. */
  isMet(runs: Float64Array, at: number): boolean {
    for (let r = 0; r < this.#bound.length; r++) {
      const left = this.#slack(r, runs, at)
      const tolerance = this.#tolerance[r]!
      if (!(left >= -tolerance) || (this.#isEquality[r] === 1 && left > tolerance)) return false
    }
    return true
  }

  span(runs: Float64Array, at: number, factor: number, out: Float64Array): boolean {
    out[0] = this.#low[factor]!
    out[1] = this.#high[factor]!
    const here = runs[at + factor]!
    for (let r = 0; r < this.#bound.length; r++) {
      const slope = this.#coefficients[r * this.#factorCount + factor]!
      if (!this.#narrow(r, this.#slack(r, runs, at) + slope * here, slope, out)) return false
    }
    return isInterval(out)
  }

  pairSpan(runs: Float64Array, at: number, i: number, j: number, out: Float64Array): boolean {
    out[0] = Math.max(this.#low[i]! - runs[at + i]!, runs[at + j]! - this.#high[j]!)
    out[1] = Math.min(this.#high[i]! - runs[at + i]!, runs[at + j]! - this.#low[j]!)
    for (let r = 0; r < this.#bound.length; r++) {
      const row = r * this.#factorCount
      const slope = this.#coefficients[row + i]! - this.#coefficients[row + j]!
      if (!this.#narrow(r, this.#slack(r, runs, at), slope, out)) return false
    }
    return isInterval(out)
  }

  directionSpan(runs: Float64Array, at: number, { factors, steps }: Direction, out: Float64Array): boolean {
    let from = Number.NEGATIVE_INFINITY
    let to = Infinity
    for (let s = 0; s < factors.length; s++) {
      const factor = factors[s]!
      const toLow = (this.#low[factor]! - runs[at + factor]!) / steps[s]!
      const toHigh = (this.#high[factor]! - runs[at + factor]!) / steps[s]!
      from = Math.max(from, Math.min(toLow, toHigh))
      to = Math.min(to, Math.max(toLow, toHigh))
    }
    out[0] = from
    out[1] = to
    for (let r = 0; r < this.#bound.length; r++) {
      let slope = 0
      for (let s = 0; s < factors.length; s++) {
        slope += this.#coefficients[r * this.#factorCount + factors[s]!]! * steps[s]!
      }
      if (!this.#narrow(r, this.#slack(r, runs, at), slope, out)) return false
    }
    return isInterval(out)
  }

  /** What is left to the bound of row r. */
  #slack(r: number, runs: Float64Array, at: number): number {
    const coefficients = this.#coefficients
    const row = r * this.#factorCount
    let left = this.#bound[r]!
    for (let f = 0; f < this.#factorCount; f++) {
      const coefficient = coefficients[row + f]!
      if (coefficient !== 0) left -= coefficient * runs[at + f]!
    }
    return left
  }

  /** Narrows the interval of d in `out` to where d · slope ≤ left, or d · slope = left; false where row r forbids every d. */
  #narrow(r: number, left: number, slope: number, out: Float64Array): boolean {
    const isEquality = this.#isEquality[r] === 1
    if (Math.abs(slope) < NO_SLOPE) {
      return isEquality ? Math.abs(left) <= this.#tolerance[r]! : left >= -this.#tolerance[r]!
    }
    const end = left / slope
    if (slope > 0 || isEquality) out[1] = Math.min(out[1]!, end)
    if (slope < 0 || isEquality) out[0] = Math.max(out[0]!, end)
    return true
  }
}

/** An interval whose ends have crossed by rounding alone becomes a point. */
function isInterval(out: Float64Array): boolean {
  if (out[0]! <= out[1]!) return true
  if (out[0]! - out[1]! > CROSSED) return false
  out.fill((out[0]! + out[1]!) / 2)
  return true
}
