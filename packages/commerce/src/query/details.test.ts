import type { DuckDBConnection } from '@duckdb/node-api'
import { beforeAll, describe, expect, it } from 'vitest'
import { openSmallShop } from '../../test/small-shop.ts'
import { METRICS } from '../metrics/catalogue.ts'
import { duckdbWarehouse } from '../warehouse/duckdb-warehouse.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { explainChange } from './explain-change.ts'
import { rowsBehind } from './rows-behind.ts'
import { runQuery } from './run-query.ts'

let connection: DuckDBConnection
let warehouse: Warehouse
beforeAll(async () => {
  connection = await openSmallShop()
  warehouse = duckdbWarehouse([connection])
})

describe('the rows behind a number', () => {
  it('add up to it', async () => {
    const filters = [{ dimension: 'country', is: 'in' as const, values: ['DE'] }]
    const range = { from: '2018-03-01', to: '2018-06-01', filters }
    const { values } = await runQuery(warehouse, { metrics: ['gross_sales', 'orders', 'returns'], ...range })
    const rows = await rowsBehind(warehouse, { metric: 'gross_sales', ...range, limit: 1000 })
    const gross = rows.columns.find(({ name }) => name === 'gross')?.values ?? []
    expect(rows).toMatchObject({ table: 'order_facts', rows: values['orders'], all_rows: values['orders'] })
    expect(gross.reduce((sum: number, value) => sum + Number(value), 0)).toBeCloseTo(Number(values['gross_sales']), 2)
    const refunds = await rowsBehind(warehouse, { metric: 'net_sales', part: 'returns', ...range })
    expect(refunds.table).toBe('refund_facts')
  })

  it('are those that the sum takes, and come in pages', async () => {
    const late = await rowsBehind(warehouse, { metric: 'late_delivery_rate', part: 'late_orders', limit: 5 })
    expect(late.columns.find(({ name }) => name === 'is_late')?.values).toEqual([true, true, true, true, true])
    const next = await rowsBehind(warehouse, { metric: 'late_delivery_rate', part: 'late_orders', limit: 5, offset: 5 })
    const ids = [late, next].flatMap(({ columns }) => columns.find(({ name }) => name === 'order_id')?.values ?? [])
    expect(new Set(ids).size).toBe(10)
    expect(late.all_rows).toBeGreaterThan(10)
  })

  it('can be shown for every metric', async () => {
    for (const { name } of METRICS) {
      await expect(rowsBehind(warehouse, { metric: name, limit: 1 }), name).resolves.toMatchObject({
        rows: expect.any(Number),
      })
    }
  })

  it('of a part that it does not have are refused by name', async () => {
    await expect(rowsBehind(warehouse, { metric: 'aov', part: 'returns' })).rejects.toThrow(
      'it has gross, discount, orders',
    )
  })
})

describe('why sales changed', () => {
  it.each(['gross_sales', 'net_sales'] as const)('of %s adds up to the change, to the cent', async (metric) => {
    for (const [from, to] of [
      ['2018-03-01', '2018-04-01'],
      ['2018-05-07', '2018-05-21'],
      ['2018-07-01', '2018-10-01'],
    ] as const) {
      for (const by of ['product_id', 'country'] as const) {
        const { causes, change, value, previous } = await explainChange(warehouse, { metric, from, to, by })
        const sum = causes.reduce((total, { amount }) => total + Math.round(amount * 100), 0)
        expect(sum).toBe(Math.round(change * 100))
        expect(Math.round(value * 100) - Math.round(previous * 100)).toBe(sum)
      }
    }
  })

  it('is price where only prices rose, volume where all grew alike, and mix where the share moved', async () => {
    const shop = async (now: string) => {
      await connection.run('BEGIN; DELETE FROM line_facts; DELETE FROM daily_orders; DELETE FROM daily_lines')
      const row = (date: string, product: string, quantity: number, price: number) =>
        `(DATE '${date}', '${product}', ${quantity}, ${quantity * price})`
      const before = [row('2018-05-10', 'a', 10, 5), row('2018-05-11', 'b', 10, 20)]
      const after = JSON.parse(now) as [string, number, number][]
      await connection.run(
        `INSERT INTO line_facts BY NAME SELECT * FROM (VALUES ${[
          ...before,
          ...after.map(([product, quantity, price]) => row('2018-06-10', product, quantity, price)),
        ].join(', ')}) AS t(business_date, product_id, quantity, gross)`,
      )
      await connection.run(
        'INSERT INTO daily_orders BY NAME SELECT business_date, sum(gross) AS gross FROM line_facts GROUP BY ALL',
      )
      try {
        const result = await explainChange(warehouse, { metric: 'gross_sales', from: '2018-06-01', to: '2018-07-01' })
        return Object.fromEntries(result.causes.map(({ cause, amount }) => [cause, amount]))
      } finally {
        await connection.run('ROLLBACK')
      }
    }
    expect(await shop('[["a", 10, 6], ["b", 10, 22]]')).toEqual({ price: 30, volume: 0, mix: 0 })
    expect(await shop('[["a", 20, 5], ["b", 20, 20]]')).toEqual({ price: 0, volume: 250, mix: 0 })
    expect(await shop('[["a", 5, 5], ["b", 15, 20]]')).toEqual({ price: 0, volume: 0, mix: 75 })
    expect(await shop('[["a", 10, 5], ["b", 10, 20], ["c", 1, 100]]')).toEqual({ price: 0, volume: 12.5, mix: 87.5 })
  })
})
