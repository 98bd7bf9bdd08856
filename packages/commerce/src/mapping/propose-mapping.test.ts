import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../test/reference-data.ts'
import { readHeaders } from '../load/read-headers.ts'
import { SOURCE_TABLES, type SourceTable } from '../model/source-tables.ts'
import { plainName } from './column-words.ts'
import { SHOP_LANGUAGES } from './languages/shop-languages.ts'
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

it('makes orders of lines where a row says more of its order than of what was sold', () => {
  const orders = ['Order ID', 'Order Date', 'Status', 'City', 'Country', 'Tax', 'Shipping', 'Discount Amount']
  const yaml = proposeMapping([{ name: 'orders.csv', columns: [...orders, 'SKU', 'Qty', 'Price'] }])
  expect(tablesOf(yaml)).toEqual(['orders.csv: lines', 'orders.csv: orders'])
})

describe.each(SHOP_LANGUAGES)('headers in $name', ({ name, currency, timeZone, columns }) => {
  it('are words as headers are compared, of columns that there are', () => {
    for (const [table, words] of Object.entries(columns)) {
      expect(Object.keys(SOURCE_TABLES[table as SourceTable].columns)).toEqual(
        expect.arrayContaining(Object.keys(words)),
      )
      for (const own of Object.values(words).flat()) expect(own).toBe(plainName(own))
    }
  })

  it('go to the table whose columns they name, and the currency and zone are guessed, as it says', () => {
    const orders = Object.values(columns.orders!).map(([word]) => word!)
    const lines = Object.values(columns.lines!).map(([word]) => word!)
    const yaml = proposeMapping([
      { name: '1.csv', columns: orders },
      { name: 'b.csv', columns: lines },
    ])
    expect(tablesOf(yaml)).toEqual(['*.csv: orders', 'b.csv: lines'])
    expect(parseMapping(yaml)).toMatchObject({ currency, time_zone: timeZone })
    expect(yaml).toContain(`${currency} and ${timeZone} are guesses: the headers are ${name}.`)
    for (const column of Object.keys(columns.orders!)) expect(yaml).toMatch(new RegExp(`^ +${column}: `, 'm'))
  })
})

it.each([
  ['Nº de Pedido', 'nodepedido'],
  ['Währung', 'wahrung'],
  ['ｺﾒﾝﾄ （本文）', 'コメント本文'],
  ['お届け日（指定）', 'お届け日指定'],
  ['配送ガイド', '配送ガイド'],
])('compares %s as %s', (header, plain) => {
  expect(plainName(header)).toBe(plain)
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
