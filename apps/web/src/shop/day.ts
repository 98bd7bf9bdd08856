/** A day of the calendar as the API writes it, 2026-03-31; without a time and so without a time zone. */
export type Day = string

const MS_A_DAY = 86_400_000
const DAY = /^\d{4}-\d{2}-\d{2}$/

export function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(text)) && textOf(new Date(text)) === text
}

export function addDays(day: Day, count: number): Day {
  return textOf(new Date(Date.parse(day) + count * MS_A_DAY))
}

/** The same day of another month, or its last one where it is shorter. */
export function addMonths(day: Day, count: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate()
  return textOf(new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))))
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / MS_A_DAY)
}

export function monthStart(day: Day): Day {
  return `${day.slice(0, 7)}-01`
}

/** How many whole months lie between two first days of months; undefined where they are no such days. */
export function wholeMonths(from: Day, to: Day): number | undefined {
  if (!from.endsWith('-01') || !to.endsWith('-01')) return undefined
  const months = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  return months(to) - months(from)
}

function textOf(date: Date): Day {
  return date.toISOString().slice(0, 10)
}
