import type { CommerceQueryInput, CommerceResult } from '@zerosec/contract'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { openSmallShop } from '../../test/small-shop.ts'
import { duckdbWarehouse } from '../warehouse/duckdb-warehouse.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { dayText, monthStart } from './calendar.ts'
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
  'refund_rate_count',
  'items_per_order',
  'orders_with_lines',
  'contribution_margin',
  'cost_coverage',
]
const BY_LINE = ['gross_sales', 'discounts', 'units', 'orders']
const FIRST = 17_534 // 2018-01-03

const days = fc
  .record({ from: fc.integer({ min: FIRST - 20, max: FIRST + 290 }), days: fc.integer({ min: 1, max: 120 }) })
  .map(({ from, days }) => ({ from: dayText(from), to: dayText(from + days) }))
const months = fc
  .record({ from: fc.integer({ min: -1, max: 9 }), months: fc.integer({ min: 1, max: 6 }) })
  .map(({ from, months }) => ({
    from: dayText(monthStart(FIRST, from)),
    to: dayText(monthStart(FIRST, from + months)),
  }))
const shape = {
  grain: fc.constantFrom('none', 'day', 'week', 'month', 'quarter', 'year'),
  first_weekday: fc.constantFrom('monday', 'sunday'),
  comparison: fc.constantFrom({ with: 'off' }, { with: 'previous' }, { with: 'previous_year_weekday' }),
  limit: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
} as const

function queries(
  metrics: readonly string[],
  dimensions: readonly string[],
  isOfMonths = false,
): fc.Arbitrary<CommerceQueryInput> {
  return fc
    .record({
      ...shape,
      ...(isOfMonths ? { grain: fc.constantFrom('none', 'month', 'quarter') } : {}),
      range: isOfMonths ? months : fc.oneof(days, months),
      metrics: fc.uniqueArray(fc.constantFrom(...metrics), { minLength: 1, maxLength: 4 }),
      dimensions: fc.subarray([...dimensions], { maxLength: Math.min(2, dimensions.length) }),
      filter:
        dimensions.length === 0
          ? fc.constant(undefined)
          : fc.option(fc.constantFrom(...dimensions), { nil: undefined }),
    })
    .map(({ range, filter, limit, ...query }) => ({
      ...query,
      ...(limit === undefined ? {} : { limit }),
      ...range,
      filters: filter === undefined ? [] : [filterBy(filter)],
    })) as fc.Arbitrary<CommerceQueryInput>
}

function filterBy(dimension: string): unknown {
  if (dimension === 'cohort_month') return { dimension, is: 'range', from: '2018-03-01' }
  if (dimension === 'product_id') return { dimension, is: 'in', values: ['p3', 'p4', 'p8'] }
  return { dimension, is: 'not_in', values: ['DE', 'web', 'new', 'category 1'] }
}

const numbers = ({ values, previous_values, deltas, columns, groups, notes }: CommerceResult) => ({
  values,
  previous_values,
  deltas,
  columns,
  groups,
  notes,
})

describe('rollups', () => {
  it.each([
    ['daily_orders', METRICS, ['channel', 'country', 'customer_type']],
    ['daily_lines', BY_LINE, ['category']],
    ['product_months', BY_LINE, ['product_id', 'category', 'product']],
    ['category_bits', ['orders', 'new_orders', 'gross_sales'], ['category', 'country']],
    ['value_months', ['median_order_value', 'late_delivery_rate'], []],
    ['delivery_months', ['delivery_days_median', 'late_delivery_rate'], []],
    ['person_months', ['customers', 'returning_customers', 'new_customers'], []],
  ])('in %s give what the facts give, whatever is asked', async (table, metrics, dimensions) => {
    let uses = 0
    await fc.assert(
      fc.asyncProperty(queries(metrics, dimensions, table.endsWith('_months')), async (query) => {
        const fast = await runQuery(warehouse, query, { snapshot })
        const plain = await runQuery(warehouse, query, { snapshot, rollups: false })
        uses += Number(fast.sql.includes(table))
        expect(plain.sources.every((table) => table.endsWith('_facts'))).toBe(true)
        expect(numbers(fast)).toEqual(numbers(plain))
      }),
      { numRuns: 12, seed: 7 },
    )
    expect(uses).toBeGreaterThan(0)
  })
})

describe('different persons', () => {
  it('are as many as there are, though those whose orders are alike are not remembered', async () => {
    const metrics = ['customers', 'returning_customers', 'orders']
    const dimensions = ['country', 'region', 'channel', 'cohort_month', 'customer_type']
    const asked = { plain: 0, counted: 0, both: 0 }
    await fc.assert(
      fc.asyncProperty(queries(metrics, dimensions), async (query) => {
        const fast = await runQuery(warehouse, query, { snapshot })
        const plain = await runQuery(warehouse, query, { snapshot, rollups: false })
        const [remembered, counted] = [fast.sql.includes('COUNT(DISTINCT'), fast.sql.includes('"earlier_')]
        asked[remembered ? (counted ? 'both' : 'plain') : 'counted']++
        expect(numbers(fast)).toEqual(numbers(plain))
      }),
      { numRuns: 24, seed: 3 },
    )
    expect(Object.values(asked).every((times) => times > 0)).toBe(true)
  })
})

it('tells that a snapshot of an earlier version lacks them', async () => {
  const connection = await openSmallShop()
  await connection.run('DROP TABLE person_months')
  await expect(readSnapshotFacts(duckdbWarehouse([connection]))).rejects.toMatchObject({
    code: 'commerce_snapshot_outdated',
  })
})
