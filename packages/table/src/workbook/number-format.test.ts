import { describe, expect, it } from 'vitest'
import { builtInMeaning, excelDateMs, formatMeaning } from './number-format.ts'

describe('formatMeaning', () => {
  it.each([
    ['yyyy/m/d', 'date'],
    ['yyyy-mm-dd h:mm:ss', 'date'],
    ['d-mmm-yy', 'date'],
    ['mmm', 'date'],
    ['[$-411]ggge"年"m"月"d"日";@', 'date'],
    ['m/d;@', 'date'],
    ['h:mm', 'time'],
    ['[h]:mm:ss', 'time'],
    ['mm:ss.0', 'time'],
    ['General', 'number'],
    ['0.00', 'number'],
    ['#,##0', 'number'],
    ['0.00E+00', 'number'],
    ['0%', 'number'],
    ['0.0" days"', 'number'],
    ['#,##0_);[Red](#,##0)', 'number'],
    ['[Blue]0.0 "mm"', 'number'],
    ['0\\d', 'number'],
    ['@', 'number'],
  ])('%s shows a %s', (code, meaning) => {
    expect(formatMeaning(code)).toBe(meaning)
  })
})

describe('builtInMeaning', () => {
  it.each([
    [0, 'number'],
    [9, 'number'],
    [14, 'date'],
    [18, 'time'],
    [22, 'date'],
    [31, 'date'],
    [46, 'time'],
    [57, 'date'],
    [164, 'number'],
  ])('format %i is a %s', (id, meaning) => {
    expect(builtInMeaning(id)).toBe(meaning)
  })
})

describe('excelDateMs', () => {
  it.each([
    [1, '1900-01-01T00:00:00.000Z'],
    [59, '1900-02-28T00:00:00.000Z'],
    [61, '1900-03-01T00:00:00.000Z'],
    [45292.5, '2024-01-01T12:00:00.000Z'],
    [45292.4375000001, '2024-01-01T10:30:00.000Z'],
  ])('day %d is %s', (serial, iso) => {
    expect(new Date(excelDateMs(serial, false)).toISOString()).toBe(iso)
  })
})
