/** What a cell's number means by its format. */
export type NumberMeaning = 'number' | 'date' | 'time'

/** Excel's own formats that are dates; 27 to 36 and 50 to 58 are those of Japanese and Chinese versions. */
const DATES = [
  [14, 17],
  [22, 22],
  [27, 31],
  [34, 36],
  [50, 54],
  [57, 58],
] as const
const TIMES = [
  [18, 21],
  [32, 33],
  [45, 47],
  [55, 56],
] as const

export function builtInMeaning(id: number): NumberMeaning {
  const within = (ranges: readonly (readonly [number, number])[]) =>
    ranges.some(([low, high]) => id >= low && id <= high)
  if (within(DATES)) return 'date'
  return within(TIMES) ? 'time' : 'number'
}

/** Whether a format code such as "yyyy/m/d" or "[h]:mm" shows a date or a time of day. */
export function formatMeaning(code: string): NumberMeaning {
  const letters = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .split(';')[0]!
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase()
  if (/general|標準/.test(letters)) return 'number'
  if (/[yd年日]|g+e|m{3,}|aaa/.test(letters)) return 'date'
  if (/[hs時秒]/.test(letters)) return 'time'
  return /^[^#0]*m[^#0]*$/.test(letters) ? 'date' : 'number'
}

/** Days between 1970-01-01 and day 0 of Excel's two calendars. */
const EPOCH_1900 = 25569
const EPOCH_1904 = 24107
const DAY_MS = 86_400_000

/** Milliseconds since 1970-01-01 of an Excel date number, to the millisecond that Excel can hold. */
export function excelDateMs(serial: number, from1904: boolean): number {
  // Excel's 1900 has a 29 February: days before it are one off
  const days = from1904 ? serial - EPOCH_1904 : serial - EPOCH_1900 + (serial < 60 ? 1 : 0)
  return Math.round(days * DAY_MS)
}
