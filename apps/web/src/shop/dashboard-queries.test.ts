import { CommerceQueriesRequest } from '@zerosec/contract'
import { expect, test } from 'vitest'
import { dashboardQueries, missingDimension } from './dashboard-queries.ts'
import { type ShopFilter, START } from './shop-state.ts'

const metric = (name: string, dimensions: string[]) => ({
  name,
  label: name,
  family: 'sales',
  words: '',
  formula: '',
  unit: 'money' as const,
  dimensions,
  facts: [],
  is_additive: true,
  rise_is: 'good' as const,
  exclusions: '',
  traps: [],
})
const catalogue = {
  metrics: [
    metric('net_sales', ['category', 'product', 'country', 'channel']),
    metric('orders', ['category', 'country', 'channel']),
    metric('conversion', ['country', 'channel']),
    metric('reviewed_orders', ['country', 'channel', 'review_score']),
  ],
  dimensions: [],
}

function queriesWith(filters: readonly ShopFilter[]) {
  const known = { first: '2023-11-01', last: '2026-10-14' }
  const range = { from: '2026-09-15', to: '2026-10-15' }
  const queries = dashboardQueries({ state: { ...START, filters }, range, known, catalogue })
  return new Map(CommerceQueriesRequest.parse({ queries }).queries.map((each) => [each.id, each]))
}

const rugs = { dimension: 'category', values: ['Rugs'] } as const
const germany = { dimension: 'country', values: ['DE'] } as const

test('the whole page is one request by the contract', () => {
  const queries = queriesWith([])
  expect([...queries.keys()]).toEqual(
    expect.arrayContaining(['sales', 'service', 'category', 'product', 'retention', 'segments', 'pairs']),
  )
  expect(queries.get('sales')).toMatchObject({ query: { grain: 'day', from: '2026-09-15', to: '2026-10-15' } })
})

test('a filter counts for every panel but the one that it was clicked in', () => {
  const queries = queriesWith([rugs, germany])
  const inCategory = { dimension: 'category', is: 'in', values: ['Rugs'] }
  const inCountry = { dimension: 'country', is: 'in', values: ['DE'] }
  expect(queries.get('sales')).toMatchObject({ query: { filters: [inCategory, inCountry] } })
  expect(queries.get('category')).toMatchObject({ query: { filters: [inCountry] } })
  expect(queries.get('country')).toMatchObject({ query: { filters: [inCategory] } })
})

test('a metric that a filter does not know is not asked for, as it would fail the others', () => {
  expect(missingDimension('conversion', [germany, rugs], catalogue)).toBe('category')
  expect(['service', 'scores'].map((id) => queriesWith([rugs]).has(id))).toEqual([false, false])
  expect(queriesWith([germany]).has('scores')).toBe(true)
  expect(queriesWith([germany]).get('service')).toMatchObject({ query: { metrics: ['conversion'] } })
})

test('cubes are of whole months up to the last known one, of persons by their first order', () => {
  const cube = { from: '2025-11-01', to: '2026-11-01', country: ['DE'] }
  expect(queriesWith([germany]).get('retention')).toMatchObject({ cube })
})
