import { expect, it } from 'vitest'
import { usualOf } from './anomaly-request.ts'

const series = {
  metric: 'orders',
  label: 'Orders',
  unit: 'count' as const,
  status: 'judged' as const,
  values: [5, 6, 90],
  expected: [null, 6, 7],
  low: [null, 1, 2],
  high: [null, 9, 11],
  anomalies: [
    {
      bucket: '2026-03-03',
      value: 90,
      expected: 7,
      low: 2,
      high: 11,
      direction: 'above' as const,
      sentence: 'Orders …',
    },
  ],
}

it('stands at the places of a chart that begins and ends elsewhere', () => {
  const days = ['2026-03-02', '2026-03-03', '2026-03-04']
  const buckets = { grain: 'day', days, previousDays: [], partial: [] }
  expect(usualOf(buckets, ['2026-03-01', '2026-03-02', '2026-03-03'], series)).toEqual({
    low: [1, 2, null],
    high: [9, 11, null],
    status: 'judged',
    marks: [{ place: 1, value: 90, sentence: 'Orders …' }],
  })
  const later = { ...buckets, days: ['2026-03-04'] }
  expect(usualOf(later, ['2026-03-03'], series).marks).toEqual([])
})
