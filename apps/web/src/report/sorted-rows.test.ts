import { expect, test } from 'vitest'
import { cellText } from './cell-text.ts'
import { sortedRows } from './sorted-rows.ts'

const ROWS = [
  ['b10', 2],
  ['b9', null],
  ['a', -1],
  ['c', 2],
]

test('rows are ordered by value, numbers within texts too, empty cells last either way', () => {
  const names = (column: number, direction: 'ascending' | 'descending') =>
    sortedRows(ROWS, { column, direction }).map(([name]) => name)
  expect(names(1, 'ascending')).toEqual(['a', 'b10', 'c', 'b9'])
  expect(names(1, 'descending')).toEqual(['b10', 'c', 'a', 'b9'])
  expect(names(0, 'ascending')).toEqual(['a', 'b9', 'b10', 'c'])
  expect(sortedRows(ROWS, null)).toBe(ROWS)
})

test.each([
  [null, 'number', ''],
  [0.0004, 'p_value', '< 0.001'],
  [0.125, 'percent', '12.5 %'],
  [1021, 'integer', '1\u202f021'],
  [true, 'text', 'yes'],
  ['±', 'number', '±'],
] as const)('the cell %s in a column of %s is written "%s"', (cell, format, text) => {
  expect(cellText(cell, format)).toBe(text)
})
