import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../test/reference-data.ts'
import { readHeaders } from '../load/read-headers.ts'
import { parseMapping } from './parse-mapping.ts'
import { PRESETS } from './presets.ts'
import { proposeMapping } from './propose-mapping.ts'

const tablesOf = (yaml: string) =>
  Object.values(parseMapping(yaml).sources).flatMap(({ files, tables }) =>
    tables.map(({ table }) => [files[0], table].join(': ')),
  )

it('proposes orders and lines of their headers, one source a kind of file', () => {
  const yaml = proposeMapping([
    { name: 'orders-2024-01.csv', columns: ['Order ID', 'Order Date', 'Customer ID', 'Note'] },
    { name: 'orders-2024-02.csv', columns: ['Order ID', 'Order Date', 'Customer ID', 'Note'] },
    { name: 'items.csv', columns: ['order_id', 'sku', 'qty', 'unit_price'] },
  ])
  expect(tablesOf(yaml)).toEqual(['orders-*.csv: orders', 'items.csv: lines'])
  expect(yaml).toContain('# not used of orders-*.csv: Note')
})

it('makes orders of lines where a file has both', () => {
  const yaml = proposeMapping([
    { name: 'a.csv', columns: ['InvoiceNo', 'StockCode', 'Quantity', 'InvoiceDate', 'UnitPrice'] },
  ])
  expect(tablesOf(yaml)).toEqual(['a.csv: lines', 'a.csv: orders'])
})

it('says so when no file has orders', () => {
  expect(proposeMapping([{ name: 'notes.csv', columns: ['text'] }])).toContain('no file with orders was found')
})

it('a preset is there for every file of its folder', () => {
  const files = readdirSync(new URL('../../presets/', import.meta.url)).map((name) => name.replace('.yaml', ''))
  expect(files.sort()).toEqual([...PRESETS])
})

describeWithReferenceData('public shops', () => {
  it.each([
    ['olist-sample', ['olist_order_items_dataset.csv: lines', 'olist_orders_dataset.csv: orders']],
    ['uci-online-retail-daily', ['*.csv: lines', '*.csv: orders']],
    ['northwind', ['order-details.csv: lines', 'orders.csv: orders']],
    ['jaffle-shop-classic', ['raw_orders.csv: orders', 'raw_payments.csv: payments']],
  ])('%s', async (folder, expected) => {
    const tables = tablesOf(proposeMapping(await readHeaders([referencePath(`commerce/${folder}`)])))
    for (const table of expected) expect(tables).toContain(table)
  })
})
