import { expect, test } from 'vitest'
import { niceTicks } from './time-scale.ts'
import { waterfall } from './waterfall.ts'

const period = { from: '2026-01-01', to: '2026-02-01', counted_to: '2026-02-01', days: 31 }

test('the steps lead from the value before exactly to the value now', () => {
  const causes = [
    { cause: 'price', amount: 0.1, words: '' },
    { cause: 'volume', amount: 0.2, words: '' },
    { cause: 'refunds', amount: -10.31, words: '' },
  ] as const
  const steps = waterfall({
    snapshot_id: 's',
    currency: 'EUR',
    metric: 'net_sales',
    period,
    previous_period: period,
    value: 89.99,
    previous: 100,
    change: -10.01,
    causes: [...causes],
    contributors: [],
    sql: '',
  })
  expect(steps.map(({ name, from, to }) => [name, from, to])).toEqual([
    ['Before', 0, 100],
    ['Price', 100, 100.1],
    ['Volume', 100.1, 100.3],
    ['Refunds', 100.3, 89.99],
    ['Now', 0, 89.99],
  ])
})

test.each([
  [0, 133_000, [0, 50_000, 100_000, 150_000]],
  [-120, 1900, [-500, 0, 500, 1000, 1500, 2000]],
  [0, 0.094, [0, 0.02, 0.04, 0.06, 0.08, 0.1]],
])('the axis of %d to %d has round ticks around them', (low, high, ticks) => {
  expect(niceTicks(low, high, 5)).toEqual(ticks)
})
