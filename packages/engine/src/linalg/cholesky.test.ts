import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { factorCholesky, inverseFromCholesky, invertLower, logDeterminant, solveCholesky } from './cholesky.ts'

function positiveDefinite(p: number): Float64Array {
  const generator = seededGenerator(p)
  const rows = Array.from({ length: p + 3 }, () => Array.from({ length: p }, () => generator.normal()))
  return Float64Array.from({ length: p * p }, (_, at) =>
    rows.reduce((sum, row) => sum + row[at % p]! * row[Math.floor(at / p)]!, 0),
  )
}

const multiply = (a: Float64Array, b: Float64Array, p: number) =>
  a.map((_, at) => {
    let sum = 0
    for (let k = 0; k < p; k++) sum += a[Math.floor(at / p) * p + k]! * b[k * p + (at % p)]!
    return sum
  })

const identity = (p: number) => Float64Array.from({ length: p * p }, (_, at) => (at % (p + 1) === 0 ? 1 : 0))

describe('Cholesky', () => {
  it.each([1, 2, 7])('factorises, solves and inverts a matrix of order %d', (p) => {
    const matrix = positiveDefinite(p)
    const lower = factorCholesky(matrix, p)!
    const transposed = lower.map((_, at) => lower[(at % p) * p + Math.floor(at / p)]!)
    expectClose(multiply(lower, transposed, p), matrix)
    expectClose(multiply(lower, invertLower(lower, p), p), identity(p))
    expectClose(multiply(matrix, inverseFromCholesky(lower, p), p), identity(p))
    const solution = Float64Array.from({ length: p }, (_, i) => i + 1)
    solveCholesky(lower, solution, p)
    for (let i = 0; i < p; i++) {
      const value = solution.reduce((sum, x, k) => sum + matrix[i * p + k]! * x, 0)
      expect(value).toBeCloseTo(i + 1, 9)
    }
  })

  it('knows the determinant of a matrix whose determinant a double can not hold', () => {
    const matrix = identity(4).map((value) => value * 1e-100)
    expect(logDeterminant(factorCholesky(matrix, 4)!, 4)).toBeCloseTo(-400 * Math.LN10, 10)
  })

  it('reads the lower triangle only, and refuses what is not positive definite', () => {
    expect(factorCholesky(Float64Array.of(4, Number.NaN, 2, 5), 2)).toEqual(Float64Array.of(2, 0, 1, 2))
    expect(factorCholesky(Float64Array.of(1, 2, 2, 1), 2)).toBeNull()
    expect(factorCholesky(Float64Array.of(Number.NaN), 1)).toBeNull()
    expect(() => factorCholesky(new Float64Array(3), 2)).toThrow(RangeError)
  })
})

function expectClose(values: Float64Array, expected: Float64Array): void {
  expected.forEach((value, at) => expect(values[at]).toBeCloseTo(value, 9))
}
