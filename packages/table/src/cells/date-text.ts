/** A date as a text says it: wall-clock milliseconds taken as UTC. */
export interface DateReading {
  readonly ms: number
  /** For "03/04/2024", which may be read in two ways: `ms` is month first, this is day first. */
  readonly dayFirstMs?: number
  readonly hasTime: boolean
  /** The form that it is written in, for example "YYYY/M/D". */
  readonly form: string
}

const TIME = '(?:[T\\s]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?)?'
const YEAR_FIRST = new RegExp(`^(\\d{4})([/.-])(\\d{1,2})\\2(\\d{1,2})${TIME}$`)
const YEAR_LAST = new RegExp(`^(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4})${TIME}$`)
const KANJI = new RegExp(`^(\\d{4})年(\\d{1,2})月(\\d{1,2})日${TIME}$`)
const ERA = new RegExp(
  `^([MTSHR]|明治|大正|昭和|平成|令和)\\s*(\\d{1,2}|元)[./年-](\\d{1,2})[./月-](\\d{1,2})日?${TIME}$`,
  'i',
)
const MONTH_NAME = new RegExp(`^(\\d{1,2})[-\\s]([A-Za-z]{3,9})[-\\s](\\d{4})${TIME}$`)

/** The year before the first of each era. */
const ERA_OFFSET = new Map([
  ...['M', '明治'].map((era) => [era, 1867] as const),
  ...['T', '大正'].map((era) => [era, 1911] as const),
  ...['S', '昭和'].map((era) => [era, 1925] as const),
  ...['H', '平成'].map((era) => [era, 1988] as const),
  ...['R', '令和'].map((era) => [era, 2018] as const),
])
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Reads 2024/04/01, 2024-04-01 10:30, 2024年4月1日, R6.4.1, 1-Apr-2024, 4/1/2024; undefined where no such day exists. */
export function readDateText(text: string): DateReading | undefined {
  const plain = text.normalize('NFKC').trim()
  if (plain.length < 6 || plain.length > 40) return undefined
  let match = YEAR_FIRST.exec(plain)
  if (match) return dated(`YYYY${match[2]}M${match[2]}D`, [match[1], match[3], match[4]], match.slice(5))
  match = YEAR_LAST.exec(plain)
  if (match) return yearLast(match)
  match = KANJI.exec(plain)
  if (match) return dated('YYYY年M月D日', [match[1], match[2], match[3]], match.slice(4))
  match = ERA.exec(plain)
  if (match) {
    const offset = ERA_OFFSET.get(match[1]!.toUpperCase())!
    const year = offset + (match[2] === '元' ? 1 : Number(match[2]))
    return dated('Japanese era', [year, match[3], match[4]], match.slice(5))
  }
  match = MONTH_NAME.exec(plain)
  if (match) {
    const name = match[2]!.toLowerCase()
    const month = MONTHS.findIndex((short) => name === short || (name.length > 3 && name.startsWith(short))) + 1
    return dated('D-Mon-YYYY', [match[3], month, match[1]], match.slice(4))
  }
  return undefined
}

function yearLast(match: RegExpExecArray): DateReading | undefined {
  const [, first, separator, second, year] = match
  const monthFirst = dated(`M${separator}D${separator}YYYY`, [year, first, second], match.slice(5))
  const dayFirst = dated(`D${separator}M${separator}YYYY`, [year, second, first], match.slice(5))
  if (monthFirst === undefined || dayFirst === undefined || monthFirst.ms === dayFirst.ms) return monthFirst ?? dayFirst
  return { ...monthFirst, dayFirstMs: dayFirst.ms, form: `?${separator}?${separator}YYYY` }
}

function dated(
  form: string,
  day: readonly (string | number | undefined)[],
  time: readonly (string | undefined)[],
): DateReading | undefined {
  const [year, month, date] = day.map(Number) as [number, number, number]
  const [hour, minute, second] = time.slice(0, 3).map((part) => Number(part ?? 0)) as [number, number, number]
  const fraction = time[3] === undefined ? 0 : Math.round(Number(`0.${time[3]}`) * 1000)
  const ms = Date.UTC(year, month - 1, date, hour, minute, second) + fraction
  const back = new Date(Date.UTC(year, month - 1, date))
  const exists = year >= 1000 && month >= 1 && back.getUTCMonth() === month - 1 && back.getUTCDate() === date
  if (!exists || hour > 23 || minute > 59 || second > 59) return undefined
  return { ms, hasTime: time[0] !== undefined, form }
}
