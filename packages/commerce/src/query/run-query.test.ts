import { type DuckDBConnection } from '@duckdb/node-api'
import type { CommerceQueryInput, CommerceResult } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { beforeAll, describe, expect, it } from 'vitest'
import { openSmallShop } from '../../test/small-shop.ts'
import { duckdbWarehouse } from '../warehouse/duckdb-warehouse.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { runQuery } from './run-query.ts'

let connection: DuckDBConnection
let warehouse: Warehouse
beforeAll(async () => {
  connection = await openSmallShop()
  warehouse = duckdbWarehouse([connection])
})

const ask = (query: CommerceQueryInput) => runQuery(warehouse, query)
const one = async (sql: string) => (await warehouse.run(sql)).columns.map((column) => column[0])
const column = ({ columns }: CommerceResult, name: string) => columns.find((one) => one.name === name)?.values
const code = async (query: CommerceQueryInput) => {
  const error = await ask(query).catch((error: unknown) => error)
  return error instanceof CodedError ? error.code : error
}

describe('values of a whole period', () => {
  it('are those of a plain query over valid orders, to the cent', async () => {
    const { values } = await ask({
      metrics: ['gross_sales', 'orders', 'aov', 'customers', 'returns', 'net_sales', 'units'],
    })
    const [gross, orders, discount, customers, units] = await one(
      `SELECT round(sum(gross), 2), count(*), sum(discount), count(DISTINCT customer_id), sum(units) FROM order_facts WHERE exclusion IS NULL`,
    )
    const [returns, net] = await one(
      `SELECT round(sum(amount), 2), round(${gross ?? 0} - ${discount ?? 0} - sum(amount), 2) FROM refund_facts
        WHERE exclusion IS NULL AND refund_date <= DATE '2018-10-28'`,
    )
    const [aov] = await one(
      'SELECT round((sum(gross) - sum(discount)) / count(*), 2) FROM order_facts WHERE exclusion IS NULL',
    )
    expect(values).toMatchObject({ gross_sales: gross, orders, customers, units, returns, aov })
    expect(values['net_sales']).toBeCloseTo(Number(net), 1)
  })

  it('of orders, payments and refunds together are those of each alone: no fact multiplies another', async () => {
    const metrics = ['gross_sales', 'payments', 'returns', 'review_score', 'sessions', 'orders', 'reviewed_orders']
    const together = await ask({ metrics, dimensions: ['country'], grain: 'month' })
    for (const metric of metrics) {
      const alone = await ask({ metrics: [metric], dimensions: ['country'], grain: 'month' })
      expect(together.values[metric]).toBe(alone.values[metric])
    }
  })

  it('are what days without rounding add up to, as rounded days do not', async () => {
    const added = async (rounding: 'cents' | 'none') => {
      const byDay = await ask({ metrics: ['net_sales'], grain: 'day', rounding })
      const units = (column(byDay, 'net_sales') ?? []).map((value) => Math.round(Number(value) * 10_000))
      return units.reduce((sum, value) => sum + value, 0)
    }
    const { values } = await ask({ metrics: ['net_sales'] })
    expect(Math.round((await added('none')) / 100)).toBe(Math.round(Number(values['net_sales']) * 100))
    expect(await added('cents')).not.toBe(await added('none'))
  })

  it('of what is not additive are computed on their own, not summed', async () => {
    const byMonth = await ask({ metrics: ['customers'], grain: 'month' })
    const sum = column(byMonth, 'customers')?.reduce((total: number, value) => total + Number(value), 0)
    const [customers] = await one('SELECT count(DISTINCT customer_id) FROM order_facts WHERE exclusion IS NULL')
    expect(byMonth.values['customers']).toBe(customers)
    expect(sum).toBeGreaterThan(Number(customers))
  })

  it('count what was left out, by reason', async () => {
    const { excluded } = await ask({ metrics: ['orders'] })
    const [canceled, test] = await one(
      "SELECT count(*) FILTER (WHERE exclusion = 'canceled'), count(*) FILTER (WHERE exclusion = 'test') FROM order_facts",
    )
    expect(excluded).toEqual([
      { of: 'orders', reason: 'canceled', rows: canceled },
      { of: 'orders', reason: 'test', rows: test },
    ])
  })
})

describe('unknown and nothing', () => {
  it('differ: a day without orders is 0 within the data and null outside them', async () => {
    const result = await ask({ metrics: ['orders', 'gross_sales'], grain: 'day', from: '2017-12-30', to: '2018-11-02' })
    const days = column(result, 'bucket') ?? []
    const orders = column(result, 'orders') ?? []
    const at = (day: string) => orders[days.indexOf(day)]
    expect(days).toHaveLength(307)
    expect([at('2017-12-31'), at('2018-01-02'), at('2018-10-29'), at('2018-11-01')]).toEqual([null, null, null, null])
    expect(at('2018-10-28')).not.toBeNull()
    expect(orders).toContain(0)
  })

  it('differ: a metric without a source is null and says so', async () => {
    await connection.run('BEGIN; DELETE FROM refund_facts; DELETE FROM session_facts')
    try {
      const { values, notes } = await ask({ metrics: ['conversion', 'returns', 'net_sales', 'refund_rate_value'] })
      expect(values).toMatchObject({ conversion: null, returns: null, refund_rate_value: null })
      expect(values['net_sales']).toBeGreaterThan(0)
      expect(notes.map(({ code }) => code)).toEqual(expect.arrayContaining(['no_source', 'counted_as_none']))
    } finally {
      await connection.run('ROLLBACK')
    }
  })

  it('differ: a ratio of nothing is null', async () => {
    const { values } = await ask({
      metrics: ['aov', 'orders'],
      filters: [{ dimension: 'country', is: 'in', values: ['XX'] }],
    })
    expect(values).toEqual({ aov: null, orders: 0 })
  })

  it('differ: sessions before the first one that is known are null', async () => {
    const result = await ask({ metrics: ['sessions', 'orders'], grain: 'month' })
    expect(column(result, 'sessions')?.slice(0, 2)).toEqual([null, null])
    expect(result.notes.map(({ code }) => code)).toContain('partly_known')
  })
})

describe('groups', () => {
  it('filter and split by product by counting orders with such a line, and say so', async () => {
    const result = await ask({ metrics: ['orders', 'gross_sales'], dimensions: ['category'] })
    const [orders] = await one(
      "SELECT count(DISTINCT order_id) FROM line_facts WHERE exclusion IS NULL AND category = 'category 1'",
    )
    const row = column(result, 'category')?.indexOf('category 1') ?? -1
    expect(column(result, 'orders')?.[row]).toBe(orders)
    expect(result.notes.map(({ code }) => code)).toContain('counted_by_line')
  })

  it('are limited to the largest over the whole range, with all their buckets', async () => {
    const metrics = ['gross_sales']
    const all = await ask({ metrics, dimensions: ['product'] })
    const few = await ask({ metrics, dimensions: ['product'], grain: 'month', limit: 3 })
    expect([...new Set(column(few, 'product'))]).toEqual(column(all, 'product')?.slice(0, 3))
    expect(few.rows).toBe(3 * 10)
    expect(few.groups).toBe(all.rows)
    expect(few.values).toEqual(all.values)
  })

  it('without a name are a group too, and a name with a quote is only a name', async () => {
    const result = await ask({
      metrics: ['orders'],
      dimensions: ['country'],
      order: { by: 'country', direction: 'ascending' },
    })
    expect(column(result, 'country')).toEqual(['DE', 'FR', "O'Hara", null])
    const [quoted] = await one(`SELECT count(*) FROM order_facts WHERE exclusion IS NULL AND country = 'O''Hara'`)
    const filtered = await ask({
      metrics: ['orders'],
      filters: [{ dimension: 'country', is: 'in', values: ["O'Hara"] }],
    })
    expect(filtered.values['orders']).toBe(quoted)
  })

  it('add up: in, not in and missing', async () => {
    const orders = async (filter: object) =>
      Number(
        (await ask({ metrics: ['orders'], filters: [{ dimension: 'country', ...filter } as never] })).values['orders'],
      )
    const all = Number((await ask({ metrics: ['orders'] })).values['orders'])
    expect((await orders({ is: 'in', values: ['DE'] })) + (await orders({ is: 'not_in', values: ['DE'] }))).toBe(all)
    expect((await orders({ is: 'null' })) + (await orders({ is: 'not_null' }))).toBe(all)
    expect(await orders({ is: 'range', from: 'E', to: 'G' })).toBe(await orders({ is: 'in', values: ['FR'] }))
  })
})

describe('a comparison', () => {
  it('tells the change from the same number of days, null in partial buckets', async () => {
    const result = await ask({
      metrics: ['orders', 'late_delivery_rate'],
      grain: 'month',
      from: '2018-09-01',
      to: '2018-11-01',
      comparison: { with: 'previous' },
    })
    expect(result).toMatchObject({
      is_to_date: true,
      previous_period: { from: '2018-07-01', to: '2018-09-01', counted_to: '2018-08-29' },
    })
    expect(column(result, 'previous_bucket')).toEqual(['2018-07-01', '2018-08-01'])
    expect(column(result, 'partial')).toEqual([false, true])
    const [now, before] = await one(
      `SELECT count(*) FILTER (WHERE business_date >= DATE '2018-09-01'), count(*) FILTER (WHERE business_date < DATE '2018-08-29')
        FROM order_facts WHERE exclusion IS NULL AND business_date >= DATE '2018-07-01'`,
    )
    expect(result.values['orders']).toBe(now)
    expect(result.previous_values['orders']).toBe(before)
    expect(result.deltas['orders']).toBeCloseTo((Number(now) - Number(before)) / Number(before), 12)
    expect(column(result, 'delta_orders')?.[1]).toBeNull()
    expect(column(result, 'delta_orders')?.[0]).not.toBeNull()
    const [rate, rateBefore] = [result.values['late_delivery_rate'], result.previous_values['late_delivery_rate']]
    expect(result.deltas['late_delivery_rate']).toBeCloseTo(Number(rate) - Number(rateBefore), 12)
  })

  it('tells no change from a period before the first order', async () => {
    const result = await ask({ metrics: ['orders'], comparison: { with: 'previous_year_calendar' } })
    expect(result.deltas).toEqual({ orders: null })
    expect(result.notes.map(({ code }) => code)).toContain('previous_not_known')
  })
})

describe('a query that can not be run is refused', () => {
  it.each<[string, CommerceQueryInput]>([
    ['commerce_metric_unknown', { metrics: ['grosss'] }],
    ['commerce_dimension_unknown', { metrics: ['orders'], dimensions: ['planet'] }],
    ['commerce_dimension_unavailable', { metrics: ['sessions'], dimensions: ['product'] }],
    [
      'commerce_dimension_unavailable',
      { metrics: ['shipping_charged'], filters: [{ dimension: 'category', is: 'null' }] },
    ],
    ['commerce_query_invalid', { metrics: [] }],
    ['commerce_query_invalid', { metrics: ['orders'], from: '2018-02-30' }],
    ['commerce_query_invalid', { metrics: ['orders'], from: '2018-03-01', to: '2018-03-01' }],
    ['commerce_query_invalid', { metrics: ['orders'], order: { by: 'aov' } }],
    [
      'commerce_query_invalid',
      { metrics: ['reviewed_orders'], filters: [{ dimension: 'review_score', is: 'in', values: ['x'] }] },
    ],
    [
      'commerce_comparison_invalid',
      { metrics: ['orders'], comparison: { with: 'custom', from: '2017-01-01', to: '2017-01-03' } },
    ],
    ['commerce_as_of_unavailable', { metrics: ['not_yet_repeated'], dimensions: ['segment'], as_of: '2018-05-01' }],
  ])('%s: %j', async (expected, query) => {
    expect(await code(query)).toBe(expected)
  })

  it('as soon as it takes too long, and the next one is answered', async () => {
    const slow = warehouse.run('SELECT count(*) FROM range(100000000000) a(i) WHERE hash(i) = 1', { timeLimitMs: 50 })
    await expect(slow).rejects.toMatchObject({ code: 'commerce_query_timeout' })
    await expect(ask({ metrics: ['orders'] })).resolves.toMatchObject({ rows: 1 })
  })
})
