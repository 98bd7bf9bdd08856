import { afterAll, beforeAll, expect, it } from 'vitest'
import { ShopFolder } from '../../test/shop-folder.ts'
import { presetText } from '../mapping/presets.ts'

const HEADER = `Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Country,Shipping Name,Shipping City,Shipping Province,Shipping Country,Cancelled at,Payment Method,Refunded Amount,Vendor,Id,Source,Lineitem discount`

type Cells = Readonly<Record<string, string | number>>

/** A row of the export; its first row of an order has what is of the order. */
function row(cells: Cells): string {
  return HEADER.split(',')
    .map((name) => `"${cells[name] ?? ''}"`)
    .join(',')
}

const item = (name: string, sku: string, quantity: number, price: string, discount = '0.00'): Cells => ({
  'Lineitem name': name,
  'Lineitem sku': sku,
  'Lineitem quantity': quantity,
  'Lineitem price': price,
  'Lineitem discount': discount,
})
const paid = (at: string): Cells => ({
  'Financial Status': 'paid',
  'Paid at': at,
  'Payment Method': 'Shopify Payments',
})

// 2 x 10.00 + 5.50, of which 2.55 off for the order and 1.00 off for the bowl
const FIRST: readonly Cells[] = [
  {
    Name: '#1001',
    Email: 'ann@example.com',
    ...paid('2026-03-01 00:10:05 -0500'),
    'Fulfilled at': '2026-03-02 09:00:00 -0500',
    'Accepts Marketing': 'yes',
    Currency: 'USD',
    Subtotal: '21.95',
    Shipping: '4.00',
    Taxes: '1.76',
    Total: '27.71',
    'Discount Amount': '2.55',
    'Created at': '2026-02-28 23:50:00 -0500',
    'Shipping Country': 'US',
    'Shipping Province': 'NY',
    'Shipping City': 'Albany',
    Vendor: 'Potter',
    Source: 'web',
    ...item('Cup, blue', 'CUP-B', 2, '10.00'),
  },
  {
    Name: '#1001',
    Email: 'ann@example.com',
    'Created at': '2026-02-28 23:50:00 -0500',
    ...item('Bowl', 'BOWL', 1, '5.50', '1.00'),
  },
]
const GIVEN_BACK: Cells = {
  Name: '#1002',
  Email: 'ben@example.com',
  ...paid('2026-03-05 10:00:00 -0500'),
  'Financial Status': 'refunded',
  Currency: 'USD',
  Subtotal: '10.00',
  Shipping: '4.00',
  Taxes: '0.80',
  Total: '14.80',
  'Refunded Amount': '14.80',
  'Created at': '2026-03-05 10:00:00 -0500',
  'Billing Country': 'CA',
  ...item('Cup, blue', 'CUP-B', 1, '10.00'),
}
const CANCELLED: Cells = {
  Name: '#1003',
  'Financial Status': 'voided',
  Currency: 'USD',
  Subtotal: '5.50',
  Shipping: '0.00',
  Taxes: '0.00',
  Total: '5.50',
  'Created at': '2026-03-06 10:00:00 -0500',
  'Cancelled at': '2026-03-07 10:00:00 -0500',
  ...item('Gift wrap', '', 1, '5.50'),
}
const PRODUCTS = `Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price,Cost per item
cup,Cup,"<p>A
cup</p>",Potter,Tableware,,true,Color,Blue,CUP-B,10.00,3.25
cup,,,,,,,,Red,CUP-R,10.00,3.25
`

const shop = new ShopFolder()
beforeAll(async () => {
  const orders = [HEADER, ...[...FIRST, GIVEN_BACK, CANCELLED].map(row)].join('\n')
  await shop
    .write({ 'orders_export_1.csv': `${orders}\n`, 'products_export_1.csv': PRODUCTS })
    .load(await presetText('shopify-admin'))
})
afterAll(() => shop.remove())

it('no row of the export is left over', async () => {
  expect(await shop.rows("SELECT code, reason FROM quarantine WHERE code <> 'id_repeated'")).toEqual([])
})

it('orders have the store’s day, the discount that their subtotal says, and where they went', async () => {
  const columns = 'order_id, business_date, gross, discount, shipping, tax, country, city, exclusion'
  expect(await shop.rows(`SELECT ${columns} FROM order_facts ORDER BY order_id`)).toEqual([
    ['#1001', '2026-02-28', '25.5000', '3.5500', '4.0000', '1.7600', 'US', 'Albany', null],
    ['#1002', '2026-03-05', '10.0000', '0.0000', '4.0000', '0.8000', 'CA', null, null],
    ['#1003', '2026-03-06', '5.5000', '0.0000', '0.0000', '0.0000', null, null, 'canceled'],
  ])
})

it('what an item has off for itself stays with it, and the order’s part is shared by gross', async () => {
  expect(
    await shop.rows(
      "SELECT product_id, gross, discount FROM line_facts WHERE order_id = '#1001' ORDER BY product_id DESC",
    ),
  ).toEqual([
    ['CUP-B', '20.0000', '2.0000'],
    ['BOWL', '5.5000', '1.5500'],
  ])
})

it('a whole refund gives back items, delivery and tax each', async () => {
  expect(await shop.rows('SELECT order_id, refund_date, amount, shipping, tax FROM refund_facts')).toEqual([
    ['#1002', '2026-03-05', '10.0000', '4.0000', '0.8000'],
  ])
  expect(await shop.rows('SELECT order_id, amount FROM payment_facts ORDER BY order_id')).toEqual([
    ['#1001', '27.7100'],
    ['#1002', '14.8000'],
  ])
})

it('products are those of the export of products, and what was sold without being in it', async () => {
  const products = 'SELECT product_id, name, category, brand, cost FROM products ORDER BY product_id'
  expect(await shop.rows(products)).toEqual([
    ['BOWL', 'Bowl', null, null, null],
    ['CUP-B', 'Cup', 'Tableware', 'Potter', '3.2500'],
    ['CUP-R', 'Cup', 'Tableware', 'Potter', '3.2500'],
    ['Gift wrap', 'Gift wrap', null, null, null],
  ])
})
