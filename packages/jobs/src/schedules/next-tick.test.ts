import { describe, expect, it } from 'vitest'
import { nextTick } from './next-tick.ts'

/** The first ticks after a moment, in UTC. */
function ticks(cron: string, timeZone: string, after: string, count: number): string[] {
  const found: string[] = []
  for (let last = new Date(after); found.length < count; ) {
    last = nextTick(cron, timeZone, last)
    found.push(last.toISOString().replace(':00.000Z', 'Z'))
  }
  return found
}

describe('in Europe/Berlin', () => {
  it('02:30 comes at 03:00 on the day that has no 02:30, and each day once', () => {
    expect(ticks('30 2 * * *', 'Europe/Berlin', '2026-03-27T12:00:00Z', 3)).toEqual([
      '2026-03-28T01:30Z',
      '2026-03-29T01:00Z',
      '2026-03-30T00:30Z',
    ])
  })

  it('02:30 comes at the first one on the day that has two, and not again', () => {
    expect(ticks('30 2 * * *', 'Europe/Berlin', '2026-10-23T12:00:00Z', 3)).toEqual([
      '2026-10-24T00:30Z',
      '2026-10-25T00:30Z',
      '2026-10-26T01:30Z',
    ])
    // also for who asks between the two
    expect(ticks('30 2 * * *', 'Europe/Berlin', '2026-10-25T00:45:00Z', 1)).toEqual(['2026-10-26T01:30Z'])
  })

  it.each(['2026-03-28T23:00:00Z', '2026-10-24T22:00:00Z'])(
    'every half hour goes on in steady steps after %s',
    (after) => {
      const times = ticks('*/30 * * * *', 'Europe/Berlin', after, 12).map((tick) => Date.parse(tick))
      expect(new Set(times.slice(1).map((time, i) => time - times[i]!))).toEqual(new Set([1_800_000]))
    },
  )
})

it.each([
  ['30 6 * * MON-FRI', 'Asia/Tokyo', '2026-11-27T12:00:00Z', '2026-11-29T21:30Z'],
  ['0 0 29 2 *', 'UTC', '2026-03-01T00:00:00Z', '2028-02-29T00:00Z'],
  ['0 12 1,15 * *', 'America/New_York', '2026-07-01T16:00:00Z', '2026-07-15T16:00Z'],
])('%s in %s is next, after %s, at %s', (cron, timeZone, after, next) => {
  expect(ticks(cron, timeZone, after, 1)).toEqual([next])
})

it.each([
  ['', 'UTC'],
  ['* * * *', 'UTC'],
  ['* * * * * *', 'UTC'],
  ['60 * * * *', 'UTC'],
  ['@daily', 'UTC'],
  ['2026-01-01T00:00:00', 'UTC'],
  ['0 0 31 2 *', 'UTC'],
  ['* * * * *', 'Mars/Base'],
  ['* * * * *', ''],
])('refuses %j in %j', (cron, timeZone) => {
  expect(() => nextTick(cron, timeZone, new Date())).toThrow(expect.objectContaining({ code: 'schedule_invalid' }))
})
