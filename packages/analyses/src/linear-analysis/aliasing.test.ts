import { describe, expect, it } from 'vitest'
import { combinationText } from './aliasing.ts'

describe('combinationText', () => {
  it.each([
    [[], '0'],
    [[['a', 1]], 'a'],
    [[['a', -1]], '−a'],
    [
      [
        ['a', 2.5],
        ['b', -1],
      ],
      '2.5 a − b',
    ],
    [
      [
        ['a', -1],
        ['(Intercept)', 1],
        ['b', -1],
      ],
      '1 − a − b',
    ],
    [
      [
        ['(Intercept)', -100],
        ['b', 0.3333333333],
      ],
      '−100 + 0.333 b',
    ],
  ] as const)('%j reads %s', (parts, text) => {
    expect(combinationText(parts.map(([name, weight]) => ({ name, weight })))).toBe(text)
  })
})
