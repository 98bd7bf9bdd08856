import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { factorQr, multiplyByQ, multiplyByQTransposed, upperFactor } from './householder-qr.ts'
import { solveUpper, solveUpperTransposed } from './triangular.ts'

const random = (seed: number, length: number) => {
  const generator = seededGenerator(seed)
  return Float64Array.from({ length }, () => generator.normal())
}

describe('factorQr', () => {
  it.each([
    [9, 4],
    [4, 4],
    [3, 6],
  ])('gives Q·R back as the matrix, in the order of its pivots: %d × %d', (rows, columns) => {
    const matrix = random(rows, rows * columns)
    const qr = factorQr(matrix, rows, columns, 1e-12)
    expect(qr.rank).toBe(Math.min(rows, columns))
    qr.order.forEach((column, position) => {
      const product = new Float64Array(rows)
      const length = Math.min(position + 1, qr.rank)
      product.set(qr.factors.subarray(position * rows, position * rows + length))
      multiplyByQ(product, qr)
      product.forEach((value, i) => expect(value).toBeCloseTo(matrix[column * rows + i]!, 12))
    })
  })

  it('has an orthogonal Q: transposed undoes it, and lengths stay', () => {
    const qr = factorQr(random(1, 60), 12, 5, 1e-12)
    const vector = random(2, 12)
    const turned = vector.slice()
    multiplyByQTransposed(turned, qr)
    expect(Math.hypot(...turned)).toBeCloseTo(Math.hypot(...vector), 12)
    multiplyByQ(turned, qr)
    turned.forEach((value, i) => expect(value).toBeCloseTo(vector[i]!, 12))
  })

  it('moves the later of two dependent columns to the end', () => {
    const one = random(5, 8)
    const two = random(6, 8)
    const sum = one.map((value, i) => value - 2 * two[i]!)
    const qr = factorQr(Float64Array.of(...one, ...two, ...sum, ...new Float64Array(8), ...random(7, 8)), 8, 5, 1e-12)
    expect([qr.rank, ...qr.order]).toEqual([3, 0, 1, 4, 2, 3])
    const weights = qr.factors.slice(3 * 8, 3 * 8 + 3)
    solveUpper(upperFactor(qr), weights, 3)
    weights.forEach((weight, k) => expect(weight).toBeCloseTo([1, -2, 0][k]!, 12))
  })

  it('neither overflows nor underflows', () => {
    for (const scale of [1e200, 1e-200]) {
      const qr = factorQr(
        random(8, 12).map((value) => value * scale),
        4,
        3,
        1e-12,
      )
      expect(qr.rank).toBe(3)
      expect(upperFactor(qr).every(Number.isFinite)).toBe(true)
    }
  })

  it('refuses a length that does not fit', () => {
    expect(() => factorQr(new Float64Array(5), 2, 3, 0)).toThrow(RangeError)
  })
})

describe('triangular solves', () => {
  it('solve R·x = b and Rᵀ·x = b', () => {
    const upper = Float64Array.of(2, 1, -1, 0, 3, 4, 0, 0, 5)
    const x = [1, -2, 3]
    const b = Float64Array.of(2 - 2 - 3, -6 + 12, 15)
    solveUpper(upper, b, 3)
    b.forEach((value, i) => expect(value).toBeCloseTo(x[i]!, 14))
    const c = Float64Array.of(2, 1 - 6, -1 - 8 + 15)
    solveUpperTransposed(upper, c, 3)
    c.forEach((value, i) => expect(value).toBeCloseTo(x[i]!, 14))
  })
})
