import { describe, expect, it } from 'vitest'
import { decimalsOf, steppedLevels, typedNumbers, typedTexts } from './typed-values.ts'

describe('typed levels', () => {
  it.each([
    ['60, 70, 80', [60, 70, 80]],
    ['1,5; 2,5', [1.5, 2.5]],
    ['６０、７０', [60, 70]],
    ['60 to 90 by 10', [60, 70, 80, 90]],
    ['0.1 to 0.35 by 0.1', [0.1, 0.2, 0.3]],
    ['60-90/15', [60, 75, 90]],
    ['60～90 間隔 30', [60, 90]],
    ['A, B', null],
    ['60 to 90 by 0', null],
    ['0 to 1 by 0.0001', null],
  ])('%j are %j', (text, values) => expect(typedNumbers(text)).toEqual(values))

  it('are names between commas, or between semicolons when names have commas', () => {
    expect(typedTexts('A, B,, C ')).toEqual(['A', 'B', 'C'])
    expect(typedTexts('1,2-diol; water')).toEqual(['1,2-diol', 'water'])
  })
})

it('steps end at or below the high end, without digits that adding leaves', () => {
  expect(steppedLevels(0, 0.3, 0.1)).toEqual([0, 0.1, 0.2, 0.3])
  expect(steppedLevels(0, 1, 0.4)).toEqual([0, 0.4, 0.8])
  expect(steppedLevels(1, 0, 0.1)).toBeNull()
})

it('a number has the decimals it is written with', () => {
  expect([40, 0.25, 1e-3, 1 / 3].map(decimalsOf)).toEqual([0, 2, 3, 12])
})
