import { tTwoSided, tUpperQuantile } from '../distributions/student-t.ts'
import type { LeastSquaresFit } from './least-squares.ts'

/** A coefficient with what the residuals say about its error. */
export interface CoefficientTest {
  /** Null: the column is aliased, the data can't tell it from others. All else is null with it. */
  readonly estimate: number | null
  /** Null: no residual degrees of freedom. 0: a perfect fit. */
  readonly standardError: number | null
  /** estimate / standard error, and P(|T| > |t|). Null: as the standard error, or a perfect fit. */
  readonly t: number | null
  readonly p: number | null
  /** Two-sided confidence limits. Null: as the standard error. */
  readonly low: number | null
  readonly high: number | null
}

const UNKNOWN = { standardError: null, t: null, p: null, low: null, high: null }

/**
 * Tests every coefficient against zero by Student's t, in column order.
 *
 * @param confidenceLevel  of the limits, for example 0.95. @throws RangeError unless it lies between 0 and 1
 */
export function coefficientTests(fit: LeastSquaresFit, confidenceLevel: number): CoefficientTest[] {
  if (!(confidenceLevel > 0 && confidenceLevel < 1)) {
    throw new RangeError(`a confidence level is between 0 and 1, got ${confidenceLevel}`)
  }
  const df = fit.residualDegreesOfFreedom
  const margin = df > 0 ? tUpperQuantile((1 - confidenceLevel) / 2, df) : 0
  const aliased = new Set(fit.aliased.map(({ column }) => column))
  return Array.from(fit.coefficients, (estimate, column) => {
    if (aliased.has(column)) return { estimate: null, ...UNKNOWN }
    if (df === 0) return { estimate, ...UNKNOWN }
    const standardError = fit.standardErrors[column]!
    const low = estimate - margin * standardError
    const high = estimate + margin * standardError
    if (standardError === 0) return { estimate, standardError, t: null, p: null, low, high }
    const t = estimate / standardError
    return { estimate, standardError, t, p: tTwoSided(t, df), low, high }
  })
}
