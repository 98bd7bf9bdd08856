import type { CommerceQueryInput, CommerceResult } from '@zerosec/contract'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { openSmallShop } from '../../test/small-shop.ts'
import { duckdbWarehouse } from '../warehouse/duckdb-warehouse.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { dayText } from './calendar.ts'
import { runQuery } from './run-query.ts'
import { readSnapshotFacts, type SnapshotFacts } from './snapshot-facts.ts'

let warehouse: Warehouse
let snapshot: SnapshotFacts
beforeAll(async () => {
  warehouse = duckdbWarehouse([await openSmallShop()])
  snapshot = await readSnapshotFacts(warehouse)
})

const METRICS = [
  'gross_sales',
  'discounts',
  'orders',
  'aov',
  'units',
  'net_sales',
  'total_sales',
  'new_orders',
  'new_customers',
  'customers',
  'returning_customers',
  'refund_rate_value',
]
const BY_LINE = ['gross_sales', 'discounts', 'units', 'orders']
const FIRST = 17_534 // 2018-01-03

const range = fc.record({
  from: fc.integer({ min: FIRST - 20, max: FIRST + 290 }),
  days: fc.integer({ min: 1, max: 120 }),
})
const shape = {
  grain: fc.constantFrom('none', 'day', 'week', 'month', 'quarter', 'year'),
  first_weekday: fc.constantFrom('monday', 'sunday'),
  comparison: fc.constantFrom({ with: 'off' }, { with: 'previous' }, { with: 'previous_year_weekday' }),
  limit: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
} as const

function queries(metrics: readonly string[], dimensions: readonly string[]): fc.Arbitrary<CommerceQueryInput> {
  return fc
    .record({
      ...shape,
      range,
      metrics: fc.uniqueArray(fc.constantFrom(...metrics), { minLength: 1, maxLength: 4 }),
      dimensions: fc.uniqueArray(fc.constantFrom(...dimensions), { maxLength: 2 }),
      filter: fc.option(fc.constantFrom(...dimensions), { nil: undefined }),
    })
    .map(({ range, filter, limit, ...query }) => ({
      ...query,
      ...(limit === undefined ? {} : { limit }),
      from: dayText(range.from),
      to: dayText(range.from + range.days),
      filters:
        filter === undefined ? [] : [{ dimension: filter, is: 'not_in', values: ['DE', 'web', 'new', 'category 1'] }],
    })) as fc.Arbitrary<CommerceQueryInput>
}

const numbers = ({ values, previous_values, deltas, columns, groups, notes }: CommerceResult) => ({
  values,
  previous_values,
  deltas,
  columns,
  groups,
  notes,
})

describe('daily rollups', () => {
  it.each([
    ['orders', METRICS, ['channel', 'country', 'customer_type']],
    ['lines', BY_LINE, ['category']],
  ])('of %s give what the facts give, whatever is asked', async (_, metrics, dimensions) => {
    await fc.assert(
      fc.asyncProperty(queries(metrics, dimensions), async (query) => {
        const fast = await runQuery(warehouse, query, { snapshot })
        const plain = await runQuery(warehouse, query, { snapshot, rollups: false })
        expect(plain.sources.some((table) => table.startsWith('daily_'))).toBe(false)
        expect(numbers(fast)).toEqual(numbers(plain))
      }),
      { numRuns: 15, seed: 7 },
    )
  })
})

describe('customers of a whole period', () => {
  it('are as many as there are different ones, though none is remembered', async () => {
    for (let from = FIRST; from < FIRST + 270; from += 30) {
      for (const days of [1, 25, 140]) {
        const query = {
          metrics: ['customers', 'returning_customers', 'orders'],
          from: dayText(from),
          to: dayText(from + days),
          comparison: { with: 'previous' },
        } satisfies CommerceQueryInput
        const fast = await runQuery(warehouse, query, { snapshot })
        const plain = await runQuery(warehouse, query, { snapshot, rollups: false })
        expect(plain.sql).toContain('COUNT(DISTINCT')
        expect(fast.sql).not.toContain('COUNT(DISTINCT')
        expect(numbers(fast)).toEqual(numbers(plain))
      }
    }
  })
})
