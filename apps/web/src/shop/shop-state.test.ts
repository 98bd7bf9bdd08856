import { expect, test } from 'vitest'
import { readState, type ShopState, START, toggled, writeState } from './shop-state.ts'

test.each<[string, ShopState]>([
  ['', START],
  ['range=30d&compare=off&grain=week', { ...START, range: '30d', comparison: 'off', grain: 'week' }],
  ['from=2026-01-05&to=2026-02-01', { ...START, range: { from: '2026-01-05', to: '2026-02-01' } }],
  [
    'category=Rugs&category=Bath+%26+Spa&without=country',
    {
      ...START,
      filters: [
        { dimension: 'category', values: ['Rugs', 'Bath & Spa'] },
        { dimension: 'country', values: null },
      ],
    },
  ],
  ['metric=net_sales', { ...START, metric: 'net_sales' }],
])('the address "%s" is read and written as the same state', (address, state) => {
  expect(readState(new URLSearchParams(address))).toEqual(state)
  expect(writeState(state)).toBe(address)
})

test.each(['range=5y', 'from=2026-02-30&to=2026-03-01', 'from=2026-03-01&to=2026-02-01', 'grain=second&compare=yes'])(
  'an address that says "%s" is read as the start',
  (address) => {
    expect(readState(new URLSearchParams(address))).toEqual(START)
  },
)

test('a click takes a value into the filters, and a second click out of them', () => {
  const once = toggled([], 'category', 'Rugs')
  const twice = toggled(once, 'category', 'Bath')
  expect(twice).toEqual([{ dimension: 'category', values: ['Rugs', 'Bath'] }])
  expect(toggled(toggled(twice, 'category', 'Rugs'), 'category', 'Bath')).toEqual([])
})

test('rows without a value are asked for alone', () => {
  const without = toggled(toggled([], 'country', 'DE'), 'country', null)
  expect(without).toEqual([{ dimension: 'country', values: null }])
  expect(toggled(without, 'country', 'DE')).toEqual([{ dimension: 'country', values: ['DE'] }])
})

test('a dialog of one group, of other days, stands in the address whole', () => {
  const range = { from: '2026-03-01', to: '2026-04-01' }
  const detail = { dimension: 'cohort_month', value: '2025-11-01', range }
  const state = { ...START, metric: 'customers', detail }
  expect(writeState(state)).toBe('metric=customers&of=cohort_month%3A2025-11-01&at=2026-03-01..2026-04-01')
  expect(readState(new URLSearchParams(writeState(state)))).toEqual(state)
  const without = { ...START, metric: 'net_sales', detail: { dimension: 'category', value: null } }
  expect(readState(new URLSearchParams(writeState(without)))).toEqual(without)
  expect(readState(new URLSearchParams('metric=orders&of=%27;--:x')).detail).toBeNull()
})
