import { expect, it } from 'vitest'
import { findDuplicateRows } from './duplicates.ts'
import type { Column } from './table.ts'

function numbers(values: Float64Array): Column {
  return { kind: 'number', name: 'x', missingCount: 0, values, unreadable: [] }
}

it('finds no repeated row among very many different ones, though their hashes collide', () => {
  const count = 400_000
  const column = numbers(Float64Array.from({ length: count }, (_, row) => row * 0.1))
  expect(findDuplicateRows([column], new Uint32Array(count))).toBeUndefined()
})

it('takes missing cells for equal and a missing cell for no zero', () => {
  const rows = Uint32Array.of(2, 3, 4, 5)
  const texts: Column = { kind: 'text', name: 'k', missingCount: 1, values: ['a', 'a', null, 'a'] }
  const found = findDuplicateRows([numbers(Float64Array.of(NaN, 0, NaN, NaN)), texts], rows)
  expect(found).toMatchObject({ count: 1, places: [{ row: 5, before: 'same as row 2' }] })
})
