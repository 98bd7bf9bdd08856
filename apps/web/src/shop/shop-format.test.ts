import { expect, test } from 'vitest'
import { shopFormat, type Unit } from './shop-format.ts'

const euro = shopFormat('EUR', 'en-GB')

test.each<[number, Unit, string, string]>([
  [1_195_982.48, 'money', '€1,195,982', '€1,195,982.48'],
  [139.5, 'money', '€139.50', '€139.50'],
  [-12.3, 'money', '−€12.30', '−€12.30'],
  [0.0432, 'ratio', '4.3%', '4.3%'],
  [8741, 'count', '8,741', '8,741'],
  [3, 'days', '3.0 d', '3.0 d'],
  [4.234, 'score', '4.23', '4.23'],
])('%d as %s is %s at a glance and %s exactly', (value, unit, glance, exact) => {
  expect(euro.value(value, unit)).toBe(glance)
  expect(euro.exact(value, unit)).toBe(exact)
})

test('a number that is not there is a dash, never a zero', () => {
  expect([euro.value(null, 'money'), euro.exact(undefined, 'count')]).toEqual(['–', '–'])
})

test.each<[number, Unit, string]>([
  [0.377, 'money', '+37.7%'],
  [-0.0312, 'count', '−3.1%'],
  [10.604, 'money', '+1,060%'],
  [0.0254, 'ratio', '+2.5 pp'],
  [-0.012, 'score', '−0.01'],
])('a change of %d of a %s is %s', (delta, unit, text) => {
  expect(euro.change(delta, unit)).toBe(text)
})

test('a column of large amounts has no cents in its small ones', () => {
  expect([838.45, 5928.1].map((amount) => euro.column(amount, 'money', 5928.1))).toEqual(['€838', '€5,928'])
})

test('days are written in the locale, the last one included', () => {
  expect(euro.range('2026-10-02', '2026-11-01')).toMatch(/^2\s?–\s?31 Oct 2026$/)
  expect(shopFormat('JPY', 'ja-JP').exact(1234, 'money')).toBe('￥1,234')
  expect(euro.country('DE')).toBe('Germany')
})
