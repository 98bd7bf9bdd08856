import type { CommerceColumn } from '@zerosec/contract'

export type Unit = NonNullable<CommerceColumn['unit']>

export const NO_VALUE = '–'
/** Above it cents are noise beside the number; tables and dialogs show them always. */
const CENTS_BELOW = 1000

/** Numbers and days as the reader's locale writes them, amounts in the shop's currency. */
export interface ShopFormat {
  /** To be read at a glance. */
  value(value: number | null | undefined, unit: Unit): string
  /** In a column with larger ones: all of it with cents, or none. */
  column(value: number | null | undefined, unit: Unit, largest: number): string
  /** With everything that is known of it. */
  exact(value: number | null | undefined, unit: Unit): string
  /** For the ticks of an axis. */
  short(value: number, unit: Unit): string
  /** A change of a metric: of ratios in percentage points, of scores in points, else in percent. */
  change(delta: number, unit: Unit): string
  /** An amount with its sign. */
  signed(value: number): string
  /** A country that is written by its two letters, by its name. */
  country(code: string): string
  /** In the reader's own time zone. */
  moment(timestamp: string): string
  day(day: string): string
  month(day: string): string
  bucket(day: string, grain: string): string
  tick(day: string, grain: string): string
  range(from: string, to: string): string
}

export function shopFormat(currency: string | null, locale?: string): ShopFormat {
  const number = numberFormats(currency, locale)
  const days = dayFormats(locale)
  const known = (write: (value: number, unit: Unit) => string) => (value: number | null | undefined, unit: Unit) =>
    value === null || value === undefined ? NO_VALUE : write(value, unit)
  return {
    value: known((value, unit) =>
      number(unit, value !== 0 && Math.abs(value) < CENTS_BELOW ? 'exact' : 'whole')(value),
    ),
    column: (value, unit, largest) =>
      known((value, unit) => number(unit, largest < CENTS_BELOW ? 'exact' : 'whole')(value))(value, unit),
    exact: known((value, unit) => number(unit, 'exact')(value)),
    short: (value, unit) => number(unit, 'short')(value),
    change: changeFormat(locale),
    signed: (value) => number('money', 'signed')(value),
    country: countryNames(locale),
    moment: (timestamp) => new Date(timestamp).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' }),
    ...days,
  }
}

type Fineness = 'exact' | 'whole' | 'short' | 'signed'

function numberFormats(currency: string | null, locale: string | undefined) {
  const made = new Map<string, (value: number) => string>()
  return (unit: Unit, fineness: Fineness) => {
    const key = `${unit} ${fineness}`
    const write = made.get(key) ?? numberFormat(unit, fineness, currency, locale)
    made.set(key, write)
    return write
  }
}

function digits(count: number) {
  return { minimumFractionDigits: count, maximumFractionDigits: count }
}

function numberFormat(
  unit: Unit,
  fineness: Fineness,
  currency: string | null,
  locale: string | undefined,
): (value: number) => string {
  const short = { notation: 'compact', maximumFractionDigits: 1 } as const
  const written = (options: Intl.NumberFormatOptions, suffix = '') => {
    const format = new Intl.NumberFormat(locale, options)
    return (value: number) => withMinus(format.format(value)) + suffix
  }
  switch (unit) {
    case 'money': {
      const money =
        currency === null
          ? { minimumFractionDigits: 2, maximumFractionDigits: 2 }
          : ({ style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const)
      if (fineness === 'short') return written({ ...money, minimumFractionDigits: 0, ...short })
      if (fineness === 'whole') return written({ ...money, minimumFractionDigits: 0, maximumFractionDigits: 0 })
      return written(fineness === 'signed' ? { ...money, signDisplay: 'exceptZero' } : money)
    }
    case 'ratio':
      return written(
        fineness === 'short'
          ? { style: 'percent', maximumFractionDigits: 1 }
          : { style: 'percent', ...digits(fineness === 'exact' ? 1 : 0) },
      )
    case 'days':
      return written(fineness === 'short' ? short : { maximumFractionDigits: 1, minimumFractionDigits: 1 }, ' d')
    case 'score':
      return written(fineness === 'short' ? short : { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    default:
      return written(fineness === 'short' ? short : { maximumFractionDigits: unit === 'number' ? 1 : 0 })
  }
}

/** Making a format takes a hundred times as long as using it. */
function changeFormat(locale: string | undefined): (delta: number, unit: Unit) => string {
  const made = new Map<string, Intl.NumberFormat>()
  const formatOf = (style: 'decimal' | 'percent', digits: number) => {
    const key = `${style} ${digits}`
    const format =
      made.get(key) ??
      new Intl.NumberFormat(locale, {
        signDisplay: 'exceptZero',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        style,
      })
    made.set(key, format)
    return format
  }
  return (delta, unit) => {
    const digits = unit === 'score' ? 2 : unit !== 'ratio' && Math.abs(delta) >= 1 ? 0 : 1
    const format = formatOf(unit === 'score' || unit === 'ratio' ? 'decimal' : 'percent', digits)
    if (unit === 'ratio') return `${withMinus(format.format(delta * 100))} pp`
    return withMinus(format.format(delta))
  }
}

function countryNames(locale: string | undefined): (code: string) => string {
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  return (code) => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code)
}

function withMinus(text: string): string {
  return text.replace('-', '\u2212')
}

function dayFormats(locale: string | undefined) {
  const written = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
    return (day: string) => format.format(new Date(day))
  }
  const day = written({ day: 'numeric', month: 'short', year: 'numeric' })
  const weekday = written({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
  const dayTick = written({ day: 'numeric', month: 'short' })
  const month = written({ month: 'short', year: 'numeric' })
  const monthTick = written({ month: 'short', year: '2-digit' })
  const span = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' })
  const DAY_MS = 86_400_000
  return {
    day,
    month,
    bucket: (of: string, grain: string) =>
      grain === 'month' ? month(of) : grain === 'week' ? `week of ${day(of)}` : weekday(of),
    tick: (of: string, grain: string) => (grain === 'month' ? monthTick(of) : dayTick(of)),
    range: (from: string, to: string) =>
      span.formatRange(new Date(from), new Date(Math.max(Date.parse(from), Date.parse(to) - DAY_MS))),
  }
}
