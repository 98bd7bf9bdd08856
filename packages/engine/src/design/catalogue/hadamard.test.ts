import { describe, expect, it } from 'vitest'
import { hadamardMatrix, hasHadamardMatrix } from './hadamard.ts'

describe('hadamardMatrix', () => {
  it('has orthogonal columns for every multiple of 4 up to 100', () => {
    const wrong: number[] = []
    for (let order = 4; order <= 100; order += 4) if (!isHadamard(hadamardMatrix(order), order)) wrong.push(order)
    expect(wrong).toEqual([])
  })

  it('starts with a row and a column of ones', () => {
    const matrix = hadamardMatrix(92)!
    expect(matrix.subarray(0, 92).every((entry) => entry === 1)).toBe(true)
    expect(Array.from({ length: 92 }, (_, i) => matrix[i * 92]).every((entry) => entry === 1)).toBe(true)
  })

  it('is not there for orders that no construction of ours reaches', () => {
    expect([3, 6, 10, 188, 428].map((order) => hadamardMatrix(order))).toEqual(Array(5).fill(undefined))
    expect([3, 6, 10, 188, 428].some(hasHadamardMatrix)).toBe(false)
  })
})

function isHadamard(matrix: Float64Array | undefined, order: number): boolean {
  if (matrix?.length !== order * order || !matrix.every((entry) => entry === 1 || entry === -1)) return false
  for (let a = 0; a < order; a++) {
    for (let b = 0; b < a; b++) {
      let product = 0
      for (let i = 0; i < order; i++) product += matrix[i * order + a]! * matrix[i * order + b]!
      if (product !== 0) return false
    }
  }
  return true
}
