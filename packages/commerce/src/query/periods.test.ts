import type { CommerceComparison } from '@zerosec/contract'
import { describe, expect, it } from 'vitest'
import { bucketsOf, dayOf, dayText } from './calendar.ts'
import { frameOf, periodsOf, previousBucket } from './periods.ts'

const period = (from: string, to: string, comparison: CommerceComparison, asOf = '2030-01-01') => {
  const { previous, current, isToDate } = periodsOf(dayOf(from), dayOf(to), dayOf(asOf), comparison)
  const days = (one: typeof current | undefined) => one && [one.from, one.to, one.countedTo].map(dayText)
  return { current: days(current), previous: days(previous), isToDate }
}

describe('the period that another is compared with', () => {
  it.each<[string, string, string, CommerceComparison, string, string]>([
    ['as many days before', '2018-03-05', '2018-03-12', { with: 'previous' }, '2018-02-26', '2018-03-05'],
    ['the month before, however long', '2018-03-01', '2018-04-01', { with: 'previous' }, '2018-02-01', '2018-03-01'],
    ['the quarter before', '2018-01-01', '2018-04-01', { with: 'previous' }, '2017-10-01', '2018-01-01'],
    ['the same weekdays', '2018-03-01', '2018-04-01', { with: 'previous_year_weekday' }, '2017-03-02', '2017-04-02'],
    ['the same dates', '2020-02-01', '2020-03-01', { with: 'previous_year_calendar' }, '2019-02-01', '2019-03-01'],
    [
      'days that are named',
      '2018-11-23',
      '2018-11-27',
      { with: 'custom', from: '2017-11-24', to: '2017-11-28' },
      '2017-11-24',
      '2017-11-28',
    ],
    [
      'months that are named',
      '2018-03-01',
      '2018-04-01',
      { with: 'custom', from: '2016-02-01', to: '2016-03-01' },
      '2016-02-01',
      '2016-03-01',
    ],
  ])('is %s', (_, from, to, comparison, otherFrom, otherTo) => {
    expect(period(from, to, comparison).previous).toEqual([otherFrom, otherTo, otherTo])
  })

  it.each<[string, string, string, CommerceComparison, string, string]>([
    ['2018-03-05', '2018-03-12', '2018-03-07', { with: 'previous' }, '2018-03-08', '2018-03-01'],
    ['2018-03-01', '2018-04-01', '2018-03-14', { with: 'previous' }, '2018-03-15', '2018-02-15'],
    ['2018-03-01', '2018-04-01', '2018-03-30', { with: 'previous' }, '2018-03-31', '2018-03-01'],
    ['2018-01-01', '2018-04-01', '2018-02-09', { with: 'previous' }, '2018-02-10', '2017-11-10'],
    ['2018-03-01', '2018-04-01', '2018-03-14', { with: 'previous_year_weekday' }, '2018-03-15', '2017-03-16'],
  ])('from %s to %s, known up to %s, with %j is cut as this one is', (from, to, asOf, comparison, cut, otherCut) => {
    const { current, previous, isToDate } = period(from, to, comparison, asOf)
    expect([isToDate, current?.[2], previous?.[2]]).toEqual([true, cut, otherCut])
  })

  it('has to be as long', () => {
    expect(() => period('2018-03-01', '2018-03-08', { with: 'custom', from: '2018-01-01', to: '2018-01-03' })).toThrow(
      '7 days',
    )
  })
})

describe('the axis of both periods', () => {
  it.each([
    ['month', '2018-03-01', '2018-06-01', { with: 'previous' }],
    ['week', '2018-03-05', '2018-04-02', { with: 'previous_year_weekday' }],
    ['day', '2018-03-01', '2018-04-01', { with: 'previous_year_calendar' }],
    ['quarter', '2018-01-01', '2019-01-01', { with: 'previous' }],
    ['month', '2018-01-15', '2018-03-15', { with: 'previous_year_calendar' }],
  ] as const)(
    'puts every %s of the one from %s to %s on a bucket of the other, in order (%j)',
    (grain, from, to, comparison) => {
      const periods = periodsOf(dayOf(from), dayOf(to), dayOf('2030-01-01'), comparison)
      const frame = frameOf(periods, grain, 'monday')
      const buckets = bucketsOf(dayOf(from), dayOf(to), grain, 'monday')
      const { previous } = periods
      const days = previous ? Array.from({ length: previous.to - previous.from }, (_, i) => previous.from + i) : []
      expect([...new Set(days.map((day) => frame.day(day)))]).toEqual(buckets)
      for (const bucket of buckets.slice(1)) {
        expect(frame.day(previousBucket(periods, bucket, grain) ?? 0)).toBe(bucket)
      }
    },
  )

  it.each([
    ['2018-12-30', 'week', 'monday', '2018-12-24'],
    ['2018-12-30', 'week', 'sunday', '2018-12-30'],
    ['2019-01-05', 'week', 'sunday', '2018-12-30'],
    ['2019-05-31', 'quarter', 'monday', '2019-04-01'],
    ['2019-05-31', 'year', 'monday', '2019-01-01'],
  ] as const)('has %s in the %s (beginning on %s) of %s', (day, grain, firstWeekday, bucket) => {
    expect(dayText(bucketsOf(dayOf(day), dayOf(day) + 1, grain, firstWeekday)[0] ?? 0)).toBe(bucket)
  })
})
