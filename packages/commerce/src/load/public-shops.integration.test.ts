import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../test/reference-data.ts'
import { ShopFolder } from '../../test/shop-folder.ts'
import { presetText } from '../mapping/presets.ts'
import { SOURCE_TABLES } from '../model/source-tables.ts'
import { literal } from '../sql/quote.ts'
import { loadFiles } from './load-files.ts'

const shops: ShopFolder[] = []
afterAll(() => shops.forEach((shop) => shop.remove()))

async function loaded(preset: string, ...loads: readonly (readonly string[])[]): Promise<ShopFolder> {
  const shop = new ShopFolder()
  shops.push(shop)
  const mapping = await presetText(preset)
  for (const paths of loads) await loadFiles(shop.place, { paths, mapping })
  return shop
}

describeWithReferenceData('public shops', () => {
  const golden = () => JSON.parse(readFileSync(referencePath('commerce/GOLDEN.json'), 'utf8'))

  it('Olist gives the totals that were computed independently', async () => {
    const shop = await loaded('olist', [referencePath('commerce/olist-sample')])
    const [totals] = golden()['olist-sample'].totals
    expect(await shop.rows(`SELECT sum(gross)::DECIMAL(18,2), sum(shipping)::DECIMAL(18,2) FROM lines`)).toEqual([
      [totals.items_gross.toFixed(2), totals.freight.toFixed(2)],
    ])
    expect(await shop.rows('SELECT sum(amount)::DECIMAL(18,2) FROM payments')).toEqual([[totals.payments.toFixed(2)]])
    expect(await shop.rows('SELECT count(*), count(DISTINCT customer_id) FROM orders')).toEqual([
      [totals.orders, totals.customer_unique_n],
    ])
    expect(await shop.rows('SELECT count(*) FROM order_facts WHERE exclusion IS NULL')).toEqual([[totals.orders_valid]])
    const months = await shop.rows(`SELECT strftime(business_date, '%Y-%m-01') AS m, sum(gross)::DECIMAL(18,2), count(*)
      FROM order_facts WHERE exclusion IS NULL AND lines > 0 GROUP BY m ORDER BY m`)
    expect(months).toEqual(
      golden()['olist-sample'].valid_gross_by_month.map(
        ({ m, gross, orders }: { m: string; gross: number; orders: string }) => [m, gross.toFixed(2), orders],
      ),
    )
  })

  it('UCI gives the same tables for daily files in any order, twice and in several loads', async () => {
    const folder = referencePath('commerce/uci-online-retail-daily')
    const days = readdirSync(folder)
      .slice(0, 5)
      .map((name) => join(folder, name))
    const at = (...indexes: number[]) => indexes.map((index) => days[index]!)
    const backwards = days.toReversed()
    const one = await loaded('uci-online-retail', days)
    const other = await loaded('uci-online-retail', backwards.slice(0, 2), at(0, 4, 1), backwards)
    for (const table of [
      ...Object.keys(SOURCE_TABLES),
      'quarantine',
      'left_out',
      'order_facts',
      'refund_facts',
      'daily_lines',
    ]) {
      const rows = `SELECT * FROM ${table} ORDER BY ALL`
      expect([table, await other.rows(rows)]).toEqual([table, await one.rows(rows)])
    }
  })

  it('all of UCI’s days give its gross sales, orders and cancellations', async () => {
    const shop = await loaded('uci-online-retail', [referencePath('commerce/uci-online-retail-daily')])
    const { totals, monthly } = golden()['uci-online-retail-daily']
    expect(await shop.rows('SELECT sum(gross)::DECIMAL(18,2) FROM lines')).toEqual([[totals[0].gross_sales.toFixed(2)]])
    expect(await shop.rows('SELECT (-sum(amount))::DECIMAL(18,2) FROM refunds')).toEqual([
      [totals[0].cancellations.toFixed(2)],
    ])
    expect(await shop.rows('SELECT count(*) FROM customers')).toEqual([[totals[0].customers]])
    const months = await shop.rows(`SELECT strftime(business_date, '%Y-%m-01') AS m, sum(gross)::DECIMAL(18,2), count(*)
      FROM order_facts WHERE exclusion IS NULL GROUP BY m ORDER BY m`)
    expect(months).toEqual(
      monthly.map(({ m, gross_sales: gross, orders }: { m: string; gross_sales: number; orders: string }) => [
        m,
        gross.toFixed(2),
        orders,
      ]),
    )
  })

  it('AdventureWorks gives what DuckDB reads from its files directly', async () => {
    const folder = referencePath('commerce/adventureworks')
    const shop = await loaded('adventureworks', [folder])
    const csv = (name: string) => `read_csv(${literal(join(folder, name))}, all_varchar = true, header = true)`
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    const direct =
      await connection.runAndReadAll(`WITH p AS (SELECT ProductKey, ProductPrice::DECIMAL(18,4) AS price FROM ${csv('AdventureWorks_Products.csv')})
      SELECT (SELECT sum(price * OrderQuantity::INTEGER)::DECIMAL(18,4)::VARCHAR FROM ${csv('AdventureWorks_Sales_*.csv')} JOIN p USING (ProductKey)),
        (SELECT count(DISTINCT OrderNumber)::VARCHAR FROM ${csv('AdventureWorks_Sales_*.csv')}),
        (SELECT sum(price * ReturnQuantity::INTEGER)::DECIMAL(18,4)::VARCHAR FROM ${csv('AdventureWorks_Returns.csv')} JOIN p USING (ProductKey)),
        (SELECT min(try_strptime(OrderDate, ['%m-%d-%y', '%m/%d/%Y']))::DATE::VARCHAR FROM ${csv('AdventureWorks_Sales_*.csv')})`)
    connection.closeSync()
    instance.closeSync()
    const ours =
      await shop.rows(`SELECT (SELECT sum(gross) FROM lines), (SELECT count(*) FROM orders), (SELECT sum(amount) FROM refunds),
      (SELECT min(business_date) FROM orders)`)
    expect(ours).toEqual(direct.getRows())
    expect(await shop.rows('SELECT category, count(*) FROM products GROUP BY ALL ORDER BY ALL')).toEqual([
      ['Accessories', '29'],
      ['Bikes', '97'],
      ['Clothing', '35'],
      ['Components', '132'],
    ])
  })
})
