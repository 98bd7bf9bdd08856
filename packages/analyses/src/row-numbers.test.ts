import type { NumberColumn } from '@zerosec/table'
import { describe, expect, it } from 'vitest'
import { isRowNumber } from './row-numbers.ts'

const column = (name: string, values: readonly number[], header?: string): NumberColumn => ({
  kind: 'number',
  name,
  ...(header === undefined ? {} : { header }),
  values: Float64Array.from(values),
  missingCount: values.filter(Number.isNaN).length,
  unreadable: [],
})

describe('isRowNumber', () => {
  it.each([
    ['a running number', column('No.', [1, 2, 3, 4])],
    ['numbers in another order', column('実験番号', [3, 1, 4, 2])],
    ['numbers with gaps', column('Run', [1, 2, 5, 6])],
    ['an order of making', column('Std order', [2, 4, 1, 3])],
    ['an index from 0 without a header', column('column_1', [0, 1, 2, 3], '')],
  ])('is true of %s', (_, numbers) => {
    expect(isRowNumber(numbers)).toBe(true)
  })

  it.each([
    ['a quantity under another name', column('time', [1, 2, 3, 4])],
    ['a number that repeats', column('Run', [1, 1, 2, 2])],
    ['numbers far beyond the count of rows', column('No.', [100, 200, 300, 400])],
    ['numbers with a part', column('No.', [1, 2, 2.5, 3])],
    ['a column with a missing cell', column('No.', [1, 2, NaN, 4])],
    ['a column without a header in a table without one', column('column_1', [1, 2, 3])],
  ])('is false of %s', (_, numbers) => {
    expect(isRowNumber(numbers)).toBe(false)
  })
})
