import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { symmetricEigen, symmetricEigenvalues } from './symmetric-eigen.ts'

describe('symmetricEigen', () => {
  it.each([1, 2, 3, 10, 40])('gives A·v = λ·v with orthonormal v, to 1e-12, for random %i × %i', (p) => {
    const matrix = randomSymmetric(p)
    const { values, vectors } = symmetricEigen(matrix, p)
    const size = Math.max(1, ...values.map(Math.abs))
    for (let k = 0; k < p; k++) {
      for (let i = 0; i < p; i++) {
        let image = 0
        for (let j = 0; j < p; j++) image += matrix[i * p + j]! * vectors[k * p + j]!
        expect(Math.abs(image - values[k]! * vectors[k * p + i]!)).toBeLessThan(1e-12 * size)
      }
      for (let l = 0; l <= k; l++) {
        let inner = 0
        for (let j = 0; j < p; j++) inner += vectors[k * p + j]! * vectors[l * p + j]!
        expect(Math.abs(inner - (k === l ? 1 : 0))).toBeLessThan(1e-12)
      }
    }
    symmetricEigenvalues(matrix, p).forEach((value, k) =>
      expect(Math.abs(value - values[k]!)).toBeLessThan(1e-12 * size),
    )
  })

  it('knows the second difference matrix: λₖ = 2 − 2·cos(kπ/(p+1))', () => {
    const p = 25
    const matrix = new Float64Array(p * p)
    for (let i = 0; i < p; i++) {
      matrix[i * p + i] = 2
      if (i > 0) matrix[i * p + i - 1] = -1
    }
    symmetricEigenvalues(matrix, p).forEach((value, k) => {
      expect(Math.abs(value - (2 - 2 * Math.cos(((k + 1) * Math.PI) / (p + 1))))).toBeLessThan(1e-13)
    })
  })

  it.each<[string, number[], number[]]>([
    ['zero', [0, 0, 0, 0], [0, 0]],
    ['diagonal out of order', [3, 0, 0, 0, -1, 0, 0, 0, 2], [-1, 2, 3]],
    ['all ones, of rank 1', [1, 1, 1, 1, 1, 1, 1, 1, 1], [0, 0, 3]],
  ])('%s', (_, matrix, expected) => {
    const p = expected.length
    const values = symmetricEigenvalues(Float64Array.from(matrix), p)
    const size = Math.max(...expected.map(Math.abs), Number.MIN_VALUE)
    values.forEach((value, k) => expect(Math.abs(value - expected[k]!) / size).toBeLessThan(1e-15 * 4))
  })

  it('reads the lower triangle alone', () => {
    const [smaller, larger] = symmetricEigenvalues(Float64Array.of(2, Number.NaN, 1, 2), 2)
    expect(smaller).toBeCloseTo(1, 14)
    expect(larger).toBeCloseTo(3, 14)
  })

  it('refuses shapes that disagree and entries that are not finite', () => {
    expect(() => symmetricEigen(new Float64Array(3), 2)).toThrow(RangeError)
    expect(() => symmetricEigen(Float64Array.of(Number.NaN), 1)).toThrow(RangeError)
  })
})

function randomSymmetric(p: number): Float64Array {
  const generator = seededGenerator(p)
  const matrix = new Float64Array(p * p)
  for (let i = 0; i < p; i++) for (let j = 0; j <= i; j++) matrix[i * p + j] = matrix[j * p + i] = generator.normal()
  return matrix
}
