import type { CommerceColumn } from '@zerosec/contract'

/** How a shop's numbers are written in messages, which have no page to ask for a locale. */
export interface Written {
  readonly unit: CommerceColumn['unit']
  readonly currency: string | null
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' })
const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** A value in its unit. */
export function numberWords(value: number, { unit, currency }: Written): string {
  const digits = (least: number, most: number) =>
    value.toLocaleString('en', { minimumFractionDigits: least, maximumFractionDigits: most })
  if (unit === 'money') return `${digits(2, 2)}${currency === null ? '' : ` ${currency}`}`
  if (unit === 'count') return digits(0, 0)
  if (unit === 'ratio') return `${(value * 100).toLocaleString('en', { maximumFractionDigits: 1 })} %`
  return `${digits(0, 2)}${unit === 'days' ? ' days' : ''}`
}

export function bucketWords(bucket: string, grain: 'day' | 'week' | 'month'): string {
  const day = new Date(bucket)
  if (grain === 'day') return DAY.format(day)
  return grain === 'week' ? `the week from ${DATE.format(day)}` : MONTH.format(day)
}

/** A change as `CommerceResult.deltas` has it: of ratios and scores in points. */
export function deltaWords(delta: number, unit: CommerceColumn['unit']): string {
  const size = unit === 'score' ? Math.abs(delta) : Math.abs(delta * 100)
  const words = unit === 'score' ? ' points' : unit === 'ratio' ? ' percent points' : ' %'
  return `${size.toLocaleString('en', { maximumFractionDigits: unit === 'score' ? 2 : 1 })}${words}`
}

/** From its first day to the one before `to`. */
export function rangeWords(from: string, to: string): string {
  const last = new Date(Date.parse(to) - 86_400_000)
  return DATE.formatRange(new Date(from), last)
}
