import { describe, expect, it } from 'vitest'
import { parseFormula } from './formula.ts'
import { modelColumns } from './model-columns.ts'
import { type Frame, linearPredictor, modelMatrix } from './model-matrix.ts'

const columns = ['x', 'z', 'm', 'k']
const levels = new Map([
  ['m', ['A', 'B', 'C']],
  ['k', ['lo', 'hi']],
])
const expand = (text: string, coding: 'treatment' | 'effects' = 'treatment') =>
  modelColumns(parseFormula(text, { columns, features: columns }), levels, coding)
const names = (text: string, coding: 'treatment' | 'effects' = 'treatment') =>
  expand(text, coding).map((column) => column.name)

const frame: Frame = {
  rows: 4,
  columns: new Map([
    ['x', { kind: 'number', values: Float64Array.of(1, 2, 3, 4) }],
    ['z', { kind: 'number', values: Float64Array.of(-1, 0, 1, 2) }],
    ['m', { kind: 'category', levels: levels.get('m')!, codes: Int32Array.of(0, 1, 2, 0) }],
    ['k', { kind: 'category', levels: levels.get('k')!, codes: Int32Array.of(1, 0, 1, 0) }],
  ]),
}
const matrix = (text: string, coding: 'treatment' | 'effects' = 'treatment') => {
  const described = expand(text, coding)
  const flat = modelMatrix(frame, described)
  return Array.from({ length: 4 }, (_, i) => [...flat.subarray(i * described.length, (i + 1) * described.length)])
}

describe('modelColumns', () => {
  it.each([
    ['~ m', ['(Intercept)', 'm[B]', 'm[C]']],
    ['~ 0 + m', ['m[A]', 'm[B]', 'm[C]']],
    ['~ 0 + m + k', ['m[A]', 'm[B]', 'm[C]', 'k[hi]']],
    ['~ 0 + x:m + k', ['k[lo]', 'k[hi]', 'x:m[A]', 'x:m[B]', 'x:m[C]']],
    ['~ x:k', ['(Intercept)', 'x:k[lo]', 'x:k[hi]']],
    ['~ m*x', ['(Intercept)', 'm[B]', 'm[C]', 'x', 'm[B]:x', 'm[C]:x']],
    ['~ m:x', ['(Intercept)', 'm[A]:x', 'm[B]:x', 'm[C]:x']],
    ['~ x + m:x', ['(Intercept)', 'x', 'x:m[B]', 'x:m[C]']],
    ['~ m*k', ['(Intercept)', 'm[B]', 'm[C]', 'k[hi]', 'm[B]:k[hi]', 'm[C]:k[hi]']],
    ['~ I(x^2) + log(x):z', ['(Intercept)', 'x^2', 'log(x):z']],
  ])('codes %s by the rules of R', (text, expected) => {
    expect(names(text)).toEqual(expected)
  })

  it('names effects columns after the level they raise', () => {
    expect(names('~ m', 'effects')).toEqual(['(Intercept)', 'm[A]', 'm[B]'])
  })

  it('refuses a power of a category', () => {
    expect(() => expand('~ I(m^2)')).toThrow(RangeError)
  })
})

describe('modelMatrix', () => {
  it('multiplies pieces row by row', () => {
    expect(matrix('~ x + I((x-1)^3) + x:z + log(x)')).toEqual([
      [1, 1, 0, 0, -1],
      [1, 2, 1, Math.log(2), 0],
      [1, 3, 8, Math.log(3), 3],
      [1, 4, 27, Math.log(4), 8],
    ])
  })

  it('codes levels by treatment and by effects', () => {
    expect(matrix('~ m')).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [1, 0, 1],
      [1, 0, 0],
    ])
    expect(matrix('~ m + m:x', 'effects')).toEqual([
      [1, 1, 0, 1, 0, 0],
      [1, 0, 1, 0, 2, 0],
      [1, -1, -1, 0, 0, 3],
      [1, 1, 0, 4, 0, 0],
    ])
  })

  it('refuses a frame without the input', () => {
    expect(() => modelMatrix({ rows: 4, columns: new Map() }, expand('~ x'))).toThrow(RangeError)
    expect(() => modelMatrix({ rows: 4, columns: new Map() }, expand('~ m'))).toThrow(RangeError)
  })
})

describe('linearPredictor', () => {
  it('is the matrix times the coefficients', () => {
    expect([...linearPredictor(Float64Array.of(1, 2, 1, 3), Float64Array.of(10, 0.5))]).toEqual([11, 11.5])
  })
})
