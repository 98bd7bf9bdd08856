import type { CommerceColumn } from '@zerosec/contract'
import { bucketWords, numberWords } from '../wording/number-words.ts'
import type { Anomaly, JudgedGrain } from './anomalies.ts'

interface Told {
  readonly label: string
  readonly unit: CommerceColumn['unit']
  readonly currency: string | null
  readonly grain: JudgedGrain
  /** The first day of the bucket, ISO. */
  readonly bucket: string
}

const WEEKDAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' })

/** What was unusual, as one would say it: Orders on Friday 24 November 2017: 75. By the eight weeks before, 0 to 46 would have been usual for a Friday. */
export function sentenceOf({ value, low, high, expected }: Anomaly, told: Told): string {
  const { label } = told
  const write = (each: number) => numberWords(each, told)
  const range = `${write(low)} to ${write(high)}`
  return `${label} ${whenWords(told)}: ${write(value)}. By the ${BEFORE[told.grain]} before, ${range} would have been usual${forWords(told)}.${timesWords(value, expected)}`
}

function whenWords({ bucket, grain }: Told): string {
  return `${grain === 'day' ? 'on' : 'in'} ${bucketWords(bucket, grain)}`
}

const BEFORE: Readonly<Record<JudgedGrain, string>> = {
  day: 'eight weeks',
  week: 'twelve weeks',
  month: 'twelve months',
}

function forWords({ bucket, grain }: Told): string {
  return grain === 'day' ? ` for a ${WEEKDAY.format(new Date(bucket))}` : ''
}

function timesWords(value: number, expected: number): string {
  if (expected <= 0 || value <= 0) return ''
  const times = value / expected
  if (times >= 1.5) return ` It is ${times.toLocaleString('en', { maximumFractionDigits: 1 })} times what was expected.`
  return times <= 2 / 3 ? ` It is ${Math.round(times * 100)} % of what was expected.` : ''
}
