import { CommerceResult } from '@zerosec/contract'
import { expect, test } from 'vitest'
import { bucketsOf, seriesOf } from './series.ts'

const period = { from: '2026-09-01', to: '2026-12-01', counted_to: '2026-10-15', days: 44 }
const result = CommerceResult.parse({
  snapshot_id: 's',
  currency: 'EUR',
  time_zone: null,
  as_of: '2026-10-14',
  grain: 'month',
  period,
  previous_period: null,
  is_to_date: true,
  values: { orders: 5 },
  previous_values: {},
  deltas: {},
  columns: [
    { name: 'bucket', label: 'From', role: 'bucket', values: ['2026-09-01', '2026-10-01', '2026-11-01'] },
    { name: 'partial', label: 'Not complete', role: 'partial', values: [false, true, true] },
    { name: 'orders', label: 'Orders', role: 'metric', metric: 'orders', unit: 'count', values: [3, 2, null] },
  ],
  rows: 3,
  groups: 3,
  excluded: [],
  notes: [],
  sql: '',
  sources: [],
  elapsed_ms: 0,
})

test('months that have not begun are not drawn, and the one that is not over is marked', () => {
  expect(bucketsOf(result)).toEqual({
    grain: 'month',
    days: ['2026-09-01', '2026-10-01'],
    previousDays: [],
    partial: [false, true],
  })
  expect(seriesOf(result, 'orders')).toMatchObject({ values: [3, 2], previous: [], unit: 'count' })
})

test('a metric that was not asked for has no series', () => {
  expect(seriesOf(result, 'net_sales')).toBeUndefined()
})
