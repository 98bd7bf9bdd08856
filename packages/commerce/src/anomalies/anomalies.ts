import type { CommerceColumn } from '@zerosec/contract'
import { type Band, expectedBands, type Season } from './expected-band.ts'

export type JudgedGrain = 'day' | 'week' | 'month'

/** Days are compared with the same weekdays of eight weeks; weeks and months with those before them. */
export const SEASONS: Readonly<Record<JudgedGrain, Season>> = {
  day: { length: 7, cycles: 8, least: 4, year: 364, slack: 3 },
  week: { length: 1, cycles: 12, least: 8, year: 52, slack: 1 },
  month: { length: 1, cycles: 12, least: 8, year: 12, slack: 0 },
}

/** Buckets before the first that is judged which its judgement may depend on: a year, and what that is judged by. */
export function historyOf(grain: JudgedGrain): number {
  const { length, cycles, year, slack } = SEASONS[grain]
  return year + slack + length * cycles
}

export interface Anomaly extends Band {
  readonly place: number
  readonly value: number
  readonly direction: 'above' | 'below'
}

export interface Judged {
  readonly bands: readonly (Band | null)[]
  readonly anomalies: readonly Anomaly[]
}

export interface JudgedSeries {
  readonly values: readonly (number | null)[]
  /** Not over yet: never judged, and nothing is judged by it. */
  readonly partial: readonly boolean[]
  readonly unit: CommerceColumn['unit']
}

/** What of a series is unusual. It follows from the values alone. */
export function judge({ values, partial, unit }: JudgedSeries, grain: JudgedGrain): Judged {
  const whole = values.map((value, place) => (partial[place] === true ? null : value))
  const bands = expectedBands(whole, SEASONS[grain], unit)
  const anomalies = bands.flatMap((band, place): Anomaly[] => {
    const value = whole[place]
    if (band === null || value === null || value === undefined) return []
    if (value > band.high) return [{ ...band, place, value, direction: 'above' }]
    return value < band.low ? [{ ...band, place, value, direction: 'below' }] : []
  })
  return { bands, anomalies }
}
