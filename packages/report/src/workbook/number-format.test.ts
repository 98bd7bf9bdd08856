import { describe, expect, it } from 'vitest'
import { columnFormat, numberFormat } from './number-format.ts'

describe('numberFormat', () => {
  it.each([
    ['five digits of the typical value', [12.3, 45.6, 78.9], 45.6, '0.000'],
    ['the same decimals for a larger one', [12.3, 45.6, 1234.5], 1234.5, '0.000'],
    ['more decimals for one that would lose its digits', [12.3, 45.6, 0.01234], 0.01234, '0.000000'],
    ['whole numbers', [1, 20, 300], 20, '0'],
    ['a very small value', [12.3, 1e-9], 1e-9, '0.000E+00'],
    ['a very large value', [1.5e12], 1.5e12, '0.000E+00'],
    ['zero among others', [0, 12.3], 0, '0.000'],
  ])('shows %s', (_, values, value, format) => {
    expect(numberFormat(values)(value)).toBe(format)
  })
})

describe('columnFormat', () => {
  it('never shows a tiny p-value as 0', () => {
    expect(columnFormat('p_value', [1e-12, 0.2])(1e-12)).toBe('[<0.0001]0.0E+00;0.0000')
  })

  it('shows row numbers without a separator and shares as per cent', () => {
    expect(columnFormat('integer', [12345])(12345)).toBe('0')
    expect(columnFormat('percent', [0.5])(0.5)).toBe('0.0%')
  })
})
