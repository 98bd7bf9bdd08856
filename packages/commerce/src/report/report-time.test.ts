import { expect, it } from 'vitest'
import { lastSlot, reportPeriod } from './report-time.ts'

it.each<[every: 'day' | 'week' | 'month', known: string, from: string, to: string]>([
  ['day', '2026-03-29', '2026-03-29', '2026-03-30'],
  ['week', '2026-03-29', '2026-03-23', '2026-03-30'], // a Sunday
  ['week', '2026-03-30', '2026-03-23', '2026-03-30'],
  ['month', '2026-03-30', '2026-02-01', '2026-03-01'],
  ['month', '2026-03-31', '2026-03-01', '2026-04-01'],
  ['month', '2026-01-15', '2025-12-01', '2026-01-01'],
])('by the %s, with data up to %s, a report is of %s to %s', (every, known, from, to) => {
  expect(reportPeriod(every, known)).toMatchObject({ from, to })
})

const due = { at: '07:00', weekday: 1, day: 15 }
it.each<[every: 'day' | 'week' | 'month', now: string, zone: string, slot: string]>([
  ['day', '2026-03-30T04:59:00Z', 'Europe/Berlin', '2026-03-29T07:00'],
  ['day', '2026-03-30T05:00:00Z', 'Europe/Berlin', '2026-03-30T07:00'],
  ['day', '2026-03-29T22:30:00Z', 'Asia/Tokyo', '2026-03-30T07:00'],
  ['week', '2026-03-30T04:59:00Z', 'Europe/Berlin', '2026-03-23T07:00'],
  ['week', '2026-04-01T12:00:00Z', 'UTC', '2026-03-30T07:00'],
  ['month', '2026-03-14T12:00:00Z', 'UTC', '2026-02-15T07:00'],
  ['month', '2026-03-15T07:00:00Z', 'UTC', '2026-03-15T07:00'],
  ['month', '2026-01-02T07:00:00Z', 'UTC', '2025-12-15T07:00'],
])('by the %s it was due last at %s in %s: %s', (every, now, zone, slot) => {
  expect(lastSlot({ ...due, every }, new Date(now), zone)).toBe(slot)
})

it('is due once where an hour comes twice, and at all where it is left out', () => {
  const at = (time: string, now: string) => lastSlot({ ...due, every: 'day', at: time }, new Date(now), 'Europe/Berlin')
  expect(at('02:30', '2026-10-25T00:30:00Z')).toBe(at('02:30', '2026-10-25T01:30:00Z'))
  expect(at('02:30', '2026-03-29T00:59:00Z')).toBe('2026-03-28T02:30')
  expect(at('02:30', '2026-03-29T01:00:00Z')).toBe('2026-03-29T02:30')
})
