import { expect, it } from 'vitest'
import { unitConversion } from './units.ts'

it.each([
  ['℃', '°C', 1, 1],
  ['K', '℃', 373.15, 100],
  ['°F', '℃', 212, 100],
  ['℃', 'K', 25, 298.15],
  ['kPa', 'MPa', 1500, 1.5],
  ['mm/min', 'm/min', 250, 0.25],
  ['μm', 'mm', 5, 0.005],
  ['h', 's', 2, 7200],
  ['g/cm^3', 'kg/m3', 7.8, 7800],
  ['%', 'ppm', 1, 10_000],
])('converts %s to %s', (from, to, value, expected) => {
  const { scale, offset } = unitConversion(from, to)!
  expect(value * scale + offset).toBeCloseTo(expected, 8)
})

it.each([
  ['MPa', 'mm'],
  ['furlong', 'm'],
  ['℃', 'min'],
])('knows no way from %s to %s', (from, to) => {
  expect(unitConversion(from, to)).toBeNull()
})

it('tells mPa from MPa', () => {
  expect(unitConversion('mPa', 'MPa')!.scale).toBeCloseTo(1e-9, 20)
})
