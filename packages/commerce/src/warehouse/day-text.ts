/**
 * A day, given as the number of days since 1970-01-01, as ISO 8601 writes it. By arithmetic, in a fraction of the time of a Date: every row
 * of an answer has one or two.
 */
export function dayText(day: number): string {
  const { year, month, date } = civilDate(day)
  if (year < 0 || year > 9999) return new Date(day * 86_400_000).toISOString().slice(0, 10)
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${date < 10 ? '0' : ''}${date}`
}

/** Year, month and date of a day; years begin in March here, so that the leap day is the last of one (Hinnant 2014, civil_from_days). */
function civilDate(day: number): { year: number; month: number; date: number } {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const date = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, date }
}
