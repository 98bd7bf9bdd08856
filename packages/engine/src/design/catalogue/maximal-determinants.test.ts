import { describe, expect, it } from 'vitest'
import { factorCholesky, logDeterminant } from '../../linalg/cholesky.ts'
import { maximalDeterminantMatrix } from './maximal-determinants.ts'
import { twoLevelBound } from './two-level-bound.ts'

describe('maximalDeterminantMatrix', () => {
  // OEIS A003433 where the maximum is proven
  it.each([
    [3, 4],
    [5, 48],
    [6, 160],
    [7, 576],
    [9, 14336],
    [10, 73728],
    [11, 327680],
    [13, 14929920],
    [14, 77635584],
    [15, 25515 * 2 ** 14],
    [17, 327680 * 2 ** 16],
    [18, 34 * 2 ** 32],
    [19, 833 * 2 ** 30],
    [21, 29 * 5 ** 9 * 2 ** 20],
  ])('has the determinant that is proven to be the largest: order %i', (order, determinant) => {
    expect(logDet(order) / 2).toBeCloseTo(Math.log(determinant), 9)
  })

  it.each([26, 30, 38, 42, 46, 50, 54])("attains Ehlich's bound: order %i", (order) => {
    expect(logDet(order)).toBeCloseTo(twoLevelBound(order, order), 9)
  })

  it('is not there where no maximum is proven, or Hadamard matrices are', () => {
    expect([8, 22, 23, 29, 34].map(maximalDeterminantMatrix)).toEqual(Array(5).fill(undefined))
  })
})

/** log det XᵀX, the first column being 1. */
function logDet(order: number): number {
  const matrix = maximalDeterminantMatrix(order)!
  expect(matrix.every((entry, at) => entry === 1 || (entry === -1 && at % order > 0))).toBe(true)
  const products = new Float64Array(order * order)
  for (let a = 0; a < order; a++) {
    for (let b = 0; b < order; b++) {
      for (let i = 0; i < order; i++) products[a * order + b]! += matrix[i * order + a]! * matrix[i * order + b]!
    }
  }
  return logDeterminant(factorCholesky(products, order)!, order)
}
