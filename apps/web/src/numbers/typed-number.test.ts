import { describe, expect, it } from 'vitest'
import { typedNumber, typedNumberProblem } from './typed-number.ts'

describe('a typed number', () => {
  it.each([
    ['40', 40],
    [' 1.5 ', 1.5],
    ['1,5', 1.5],
    ['−2', -2],
    ['８０', 80],
    ['1e-3', 0.001],
    ['', null],
    ['abc', null],
    ['0x10', null],
    ['0,125', 0.125],
    ['1,000,000', 1_000_000],
    ['-12,345.5', -12_345.5],
    ['12.345.678,5', 12_345_678.5],
    ['1.234', 1.234],
    ['1,00,000', null],
    ['1,2,3', null],
    ['Infinity', null],
    ['40 °C', null],
  ])('%j is %j', (text, value) => expect(typedNumber(text)).toBe(value))
})

it.each([
  ['9,000', '“9,000” may be 9000 or 9.000: type one of them'],
  [' −12,345', '“−12,345” may be -12345 or -12.345: type one of them'],
  ['abc', '“abc” is not a number'],
])('%j is not guessed', (text, problem) => {
  expect(typedNumber(text)).toBeNull()
  expect(typedNumberProblem(text)).toBe(problem)
})
