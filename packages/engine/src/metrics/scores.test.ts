import { describe, expect, it } from 'vitest'
import { meanAbsoluteError, r2Score, rootMeanSquaredError } from './scores.ts'

describe('scores', () => {
  // scikit-learn's documented examples
  const actual = [3, -0.5, 2, 7]
  const predicted = [2.5, 0, 2, 8]

  it('agree with the values that scikit-learn documents', () => {
    expect(r2Score(actual, predicted)).toBeCloseTo(0.9486081370449679, 14)
    expect(meanAbsoluteError(actual, predicted)).toBe(0.5)
    expect(rootMeanSquaredError(actual, predicted)).toBeCloseTo(0.6123724356957945, 15)
  })

  it('has no R² where the values do not vary, rounding or not', () => {
    expect(r2Score([0.1, 0.1, 0.1], [0.1, 0.2, 0.1])).toBeNull()
  })

  it('refuses lengths that differ and empty input', () => {
    expect(() => rootMeanSquaredError([1, 2], [1])).toThrow(RangeError)
    expect(() => meanAbsoluteError([], [])).toThrow(RangeError)
  })
})
