import { describe, expect, it } from 'vitest'
import { headerUnit, isUnit, unitText } from './units.ts'

describe('isUnit', () => {
  it.each([
    'MPa',
    'kg/m3',
    'g/cm³',
    '日',
    '%',
    '％',
    '℃',
    '°C',
    'W/(m·K)',
    'W/mK',
    '㎏',
    'rpm',
    'mm/min',
    '1/s',
    'N·m',
    'm s-1',
    'wt%',
    '質量%',
    'mol/L',
    'μm',
    'µm',
    'mPa·s',
    'J/(mol·K)',
  ])('knows %s', (unit) => {
    expect(isUnit(unit)).toBe(true)
  })

  it.each(['号機', 'A1', 'sample', 'OK', 'NG', 'data', 'time', 'note', 'x', '2', '試験', 'cats', ''])(
    'does not take "%s" for one',
    (text) => {
      expect(isUnit(text)).toBe(false)
    },
  )
})

describe('headerUnit', () => {
  it.each([
    ['水セメント比(%)', '%'],
    ['temp [°C]', '°C'],
    ['材齢（日）', '日'],
    ['突出し{mm}', 'mm'],
    ['載せ率:%', '%'],
    ['切込量,mm', 'mm'],
    ['k [W/(m·K)]', 'W/(m·K)'],
    ['強度（試験）', undefined],
    ['frequency (2)', undefined],
    ['P(OK)', undefined],
    ['name', undefined],
  ])('finds the unit of %s: %s', (header, unit) => {
    expect(headerUnit(header)).toBe(unit)
  })
})

describe('unitText', () => {
  it('takes brackets off', () => {
    expect(unitText(' [MPa] ')).toBe('MPa')
    expect(unitText('（日）')).toBe('日')
    expect(unitText('[試験]')).toBeUndefined()
  })
})
