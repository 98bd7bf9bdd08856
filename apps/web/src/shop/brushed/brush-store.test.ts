import { expect, test } from 'vitest'
import { type BrushStore, brushStore } from './brush-store.ts'
import { brushedNumbers } from './brushed-numbers.ts'

const march = { from: '2026-03-01', to: '2026-04-01' }
const april = { from: '2026-04-01', to: '2026-05-01' }

/** A store that counts how often numbers were made, and what its listeners were told. */
function listened(): { store: BrushStore; told: (string | undefined)[]; made: () => number } {
  const store = brushStore()
  const told: (string | undefined)[] = []
  let made = 0
  store.subscribe(() => told.push(store.read()?.range.from))
  store.numberBy((range) => {
    made++
    return brushedNumbers({ tables: new Map() }, range, 'off', { first: '2026-01-01', last: '2026-12-31' })
  })
  return { store, told, made: () => made }
}

test('a move within the same bucket makes no numbers and draws nothing', () => {
  const { store, told, made } = listened()
  for (const range of [march, { ...march }, april, april]) store.mark(range)
  expect([told, made()]).toEqual([['2026-03-01', '2026-04-01'], 2])
  store.mark(null)
  expect(told).toEqual(['2026-03-01', '2026-04-01', undefined])
})

test('what was let go stays until the page has the numbers of its range', () => {
  const { store } = listened()
  store.mark(march)
  store.keep()
  store.mark(null) // the pointer leaves the chart
  expect(store.read()?.range).toEqual(march)
  store.clear()
  expect(store.read()).toBeNull()
})

test('an answer that comes while another part is being marked does not take it away', () => {
  const { store } = listened()
  store.mark(march)
  store.keep()
  store.mark(april)
  store.clear()
  expect(store.read()?.range).toEqual(april)
})
