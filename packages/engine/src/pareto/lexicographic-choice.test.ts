import { expect, it } from 'vitest'
import { lexicographicChoice } from './lexicographic-choice.ts'

it.each([
  ['the first objective alone where it decides', [0, 1], [0, 0], [0]],
  ['the next one among those within the tolerance', [0, 1], [0.5, 0], [1]],
  ['another order', [1, 0], [0, 0], [3]],
  ['all that no tolerance tells apart', [0], [9, 0], [0, 1, 2, 3]],
])('lexicographicChoice takes %s', (_, order, tolerances, expected) => {
  expect(lexicographicChoice(Float64Array.of(1, 9, 1.4, 2, 1.2, 3, 5, 1), 2, order, tolerances)).toEqual(expected)
})
