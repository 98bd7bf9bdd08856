import { expect, it } from 'vitest'
import { dayText } from './day-text.ts'

const written = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)

it('a day is written as a Date writes it, on every day of four centuries and at the ends of four-digit years', () => {
  const [first, last] = [Date.UTC(1799, 11, 31) / 86_400_000, Date.UTC(2201, 0, 1) / 86_400_000]
  for (let day = first; day <= last; day++) if (dayText(day) !== written(day)) expect(dayText(day)).toBe(written(day))
  for (const day of [Date.parse('0000-01-01'), Date.parse('0099-12-31'), Date.parse('9999-12-31')]) {
    expect(dayText(day / 86_400_000)).toBe(written(day / 86_400_000))
  }
})
