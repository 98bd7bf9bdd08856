import { afterEach, describe, expect, it } from 'vitest'
import { type DerivedShop, derivedShop, type HandMadeShop } from '../../test/derived-shop.ts'
import type { FactSettings } from './fact-settings.ts'

let shop: DerivedShop | undefined
afterEach(() => shop?.close())

/** The rows of a query over the facts of a hand-made shop. */
async function facts(made: HandMadeShop, sql: string, settings: Partial<FactSettings> = {}): Promise<unknown[][]> {
  shop = await derivedShop(made, settings)
  return shop.rows(sql)
}

const order = (order_id: string, business_date: string, customer_id: string | null = 'ann') => ({
  order_id,
  business_date,
  customer_id,
})
const line = (order_id: string, line_id: string, gross: number) => ({ order_id, line_id, quantity: 1, gross })

describe('the history of a person', () => {
  const HISTORY = `SELECT order_id, order_seq, customer_type, cohort_month::VARCHAR, previous_order_date::VARCHAR FROM order_facts ORDER BY order_id`

  it('counts two orders of one instant by their ids', async () => {
    const orders = [order('b', '2024-03-05'), order('a', '2024-03-05')]
    expect(await facts({ orders }, HISTORY)).toEqual([
      ['a', '1', 'new', '2024-03-01', null],
      ['b', '2', 'returning', '2024-03-01', '2024-03-05'],
    ])
  })

  it('is ranked anew by an old order that comes late', async () => {
    const orders = [order('second', '2024-03-05'), order('late', '2023-12-31')]
    expect(await facts({ orders }, HISTORY)).toEqual([
      ['late', '1', 'new', '2023-12-01', null],
      ['second', '2', 'returning', '2023-12-01', '2023-12-31'],
    ])
  })

  it('does not count orders that are not valid, and still knows whose they are', async () => {
    const orders = [
      { ...order('1', '2024-01-05'), status: 'Canceled' },
      { ...order('2', '2024-02-05'), is_test: true },
      order('3', '2024-03-05'),
      { ...order('4', '2024-04-05'), status: 'UNAVAILABLE' },
    ]
    expect(
      await facts(
        { orders },
        `SELECT order_id, exclusion, order_seq, customer_type FROM order_facts ORDER BY order_id`,
      ),
    ).toEqual([
      ['1', 'canceled', null, 'new'],
      ['2', 'test', null, 'new'],
      ['3', null, '1', 'new'],
      ['4', 'unavailable', null, 'returning'],
    ])
  })

  it('has no place for guests', async () => {
    expect(await facts({ orders: [order('1', '2024-01-05', null)] }, HISTORY)).toEqual([
      ['1', null, 'guest', null, null],
    ])
  })
})

it('takes the words for states that do not count from the shop', async () => {
  const orders = [
    { ...order('1', '2024-01-05'), status: ' Storniert ' },
    { ...order('2', '2024-01-06'), status: 'created' },
  ]
  const sql = 'SELECT exclusion FROM order_facts ORDER BY order_id'
  expect(await facts({ orders }, sql, { statuses: { storniert: 'canceled' } })).toEqual([['canceled'], [null]])
})

describe("an order's discount", () => {
  it('is prorated by gross to the cent, and the last line takes what rounding leaves', async () => {
    const orders = [{ ...order('1', '2024-01-05'), discount: 10 }]
    const lines = [line('1', 'a', 10), line('1', 'b', 10), { ...line('1', 'c', 10), discount: 1 }]
    expect(await facts({ orders, lines }, 'SELECT line_id, discount FROM line_facts ORDER BY line_id')).toEqual([
      ['a', '3.3300'],
      ['b', '3.3300'],
      ['c', '4.3400'],
    ])
    expect(await shop?.rows('SELECT gross, discount FROM order_facts')).toEqual([['30.0000', '11.0000']])
  })

  it.each([
    ['stays where there are no lines', [], '10.0000'],
    ["is the last line's where all are free", [line('1', 'a', 0), line('1', 'b', 0)], '10.0000'],
  ])('%s', async (_, lines, discount) => {
    const orders = [{ ...order('1', '2024-01-05'), discount: 10 }]
    expect(await facts({ orders, lines }, 'SELECT discount FROM order_facts')).toEqual([[discount]])
  })
})

describe('currencies', () => {
  const exchange_rates = [
    { currency: 'usd', rate_date: '2024-01-01', rate: 0.9 },
    { currency: 'USD', rate_date: '2024-01-10', rate: 0.8 },
  ]

  it("are converted at the rate of the order's date, refunds too", async () => {
    const orders = [{ ...order('1', '2024-01-09'), currency: 'USD', shipping: 10 }]
    const lines = [line('1', 'a', 99.99)]
    const refunds = [
      {
        refund_id: 'r',
        order_id: '1',
        line_id: 'a',
        refunded_at: '2024-02-01',
        refund_date: '2024-02-01',
        amount: 99.99,
      },
    ]
    const payments = [{ order_id: '1', amount: 109.99, method: 'card' }]
    const sql = `SELECT gross, shipping, refunded, (SELECT amount FROM refund_facts), (SELECT amount FROM payment_facts) FROM order_facts`
    expect(await facts({ orders, lines, refunds, payments, exchange_rates }, sql)).toEqual([
      ['89.9910', '9.0000', '89.9910', '89.9910', '98.9910'],
    ])
  })

  it('are exact beyond a million', async () => {
    const orders = [{ ...order('1', '2024-01-10'), currency: 'USD' }]
    const lines = [{ order_id: '1', quantity: 1, gross: 12345678901.2345 }]
    expect(await facts({ orders, lines, exchange_rates }, 'SELECT gross FROM order_facts')).toEqual([
      ['9876543120.9876'],
    ])
  })

  it('without a rate leave the order and what belongs to it out, each row by its place', async () => {
    const orders = [{ ...order('1', '2023-12-31'), currency: 'USD' }, order('2', '2024-01-05')]
    const lines = [line('2', 'a', 5), line('1', 'a', 5)]
    const refunds = [{ order_id: '1', refunded_at: '2024-02-01', refund_date: '2024-02-01', amount: 5 }]
    const payments = [{ order_id: '1', amount: 5 }]
    const sql = 'SELECT source_table, line, code, reason FROM quarantine ORDER BY source_table'
    const reason = 'no exchange rate of USD is known on 2023-12-31 or before'
    expect(await facts({ orders, lines, refunds, payments, exchange_rates }, sql)).toEqual([
      ['lines', '3', 'rate_missing', `its order is left out: ${reason}`],
      ['orders', '2', 'rate_missing', reason],
      ['payments', '2', 'rate_missing', `its order is left out: ${reason}`],
      ['refunds', '2', 'rate_missing', `its order is left out: ${reason}`],
    ])
    const counts =
      'SELECT (SELECT count(*) FROM order_facts), (SELECT count(*) FROM line_facts), (SELECT count(*) FROM refund_facts), (SELECT count(*) FROM payment_facts)'
    expect(await shop?.rows(counts)).toEqual([['1', '1', '0', '0']])
    expect(shop?.derived.findings).toHaveLength(4)
  })
})

it('puts lines, payments and reviews without their order into the quarantine, and keeps such refunds', async () => {
  const orders = [order('1', '2024-01-05')]
  const lines = [line('9', 'a', 5)]
  const payments = [{ order_id: '9', amount: 5 }]
  const reviews = [{ order_id: '9', score: 5 }]
  const refunds = [{ order_id: '9', refunded_at: '2024-02-01', refund_date: '2024-02-01', amount: 5 }]
  const sql = 'SELECT source_table, code FROM quarantine ORDER BY ALL'
  expect(await facts({ orders, lines, payments, reviews, refunds }, sql)).toEqual([
    ['lines', 'order_missing'],
    ['payments', 'order_missing'],
    ['reviews', 'order_missing'],
  ])
  expect(await shop?.rows('SELECT order_id, order_date, amount FROM refund_facts')).toEqual([['9', null, '5.0000']])
})

it('keeps orders without lines at 0', async () => {
  const sql = 'SELECT gross, units, products, lines, cost FROM order_facts'
  expect(await facts({ orders: [order('1', '2024-01-05')] }, sql)).toEqual([['0.0000', 0, '0', '0', null]])
})

it('counts the distinct products of an order', async () => {
  const baskets = [['p', 'p'], ['p', 'q'], ['p', 'q', 'p'], ['p', 'q', 'r'], ['p', null], [null]]
  const orders = baskets.map((_, i) => order(String(i), '2024-01-05'))
  const lines = baskets.flatMap((basket, i) =>
    basket.map((product_id, j) => ({ ...line(String(i), String(j), 1), product_id })),
  )
  const counts = await facts({ orders, lines }, 'SELECT products FROM order_facts ORDER BY order_id')
  expect(counts.flat()).toEqual(['1', '2', '2', '3', '1', '0'])
})

it('tells what texts of reviews feel like, title and message together, and says nothing of other languages', async () => {
  const orders = ['1', '2', '3', '4', '5'].map((id) => order(id, '2024-01-01'))
  const reviews = [
    { order_id: '1', score: 5, title: 'Great', message: 'It works perfectly, I love it.' },
    { order_id: '2', score: 1, message: 'Terrible quality, it broke after a week. Waste of money.' },
    { order_id: '3', score: 1, message: 'O produto não chegou no prazo estipulado e causou transtorno' },
    { order_id: '4', score: 4, title: '  ' },
    { order_id: '5', score: 5, title: 'Great', message: 'It works perfectly, I love it.' },
  ]
  const answered = reviews.map((review) => ({ ...review, answered_at: '2024-01-09' }))
  const sql = 'SELECT order_id, sentiment FROM review_facts ORDER BY order_id'
  expect(await facts({ orders, reviews: answered }, sql)).toEqual([
    ['1', 'positive'],
    ['2', 'negative'],
    ['3', null],
    ['4', null],
    ['5', 'positive'],
  ])
})

it('judges no text of a shop of whose texts hardly one is understood: "top" and "ok" would stand for all', async () => {
  const messages = [
    'Top',
    ...Array.from({ length: 12 }, (_, i) => `Chegou antes do prazo, recomendo a loja número ${i}`),
  ]
  const orders = messages.map((_, i) => order(String(i), '2024-01-01'))
  const reviews = messages.map((message, i) => ({ order_id: String(i), score: 5, message, answered_at: '2024-01-09' }))
  const sql = 'SELECT count(sentiment)::INTEGER FROM review_facts'
  expect(await facts({ orders, reviews }, sql)).toEqual([[0]])
  expect(await facts({ orders, reviews: reviews.slice(0, 3) }, sql)).toEqual([[1]])
})

it("takes a shop's latest review of an order, by answer and then by id", async () => {
  const orders = [order('1', '2024-01-05'), order('2', '2024-01-05')]
  const reviews = [
    { review_id: 'a', order_id: '1', score: 1, answered_at: '2024-02-02' },
    { review_id: 'b', order_id: '1', score: 5, answered_at: '2024-02-01' },
    { review_id: 'a', order_id: '2', score: 2, answered_at: '2024-02-01' },
    { review_id: 'b', order_id: '2', score: 4, answered_at: '2024-02-01' },
  ]
  const sql = 'SELECT order_id, score, reviews FROM review_facts ORDER BY order_id'
  expect(await facts({ orders, reviews }, sql)).toEqual([
    ['1', '1', '2'],
    ['2', '4', '2'],
  ])
})

it("counts days of delivery on the store's clock, and an order that was promised and has not come as late", async () => {
  const orders = [
    // The clock is put forward in the night between: 24 hours on it are 23 in UTC.
    {
      ...order('1', '2024-03-30'),
      ordered_at: '2024-03-30 11:00:00',
      promised_at: '2024-03-31 10:00:00',
      delivered_at: '2024-03-31 10:00:00',
    },
    { ...order('2', '2024-03-30'), promised_at: '2024-04-01 10:00:00' },
    { ...order('3', '2024-04-05'), promised_at: '2024-04-05 15:00:00' },
    { ...order('4', '2024-04-05'), delivered_at: '2024-04-05 23:30:00' },
  ]
  const sql = 'SELECT order_id, delivery_days, is_late, delivered_date::VARCHAR FROM order_facts ORDER BY order_id'
  expect(await facts({ orders }, sql, { timeZone: 'Europe/Berlin' })).toEqual([
    ['1', 1, false, '2024-03-31'],
    ['2', null, true, null],
    ['3', null, true, null],
    ['4', expect.closeTo(0.479, 3), null, '2024-04-06'],
  ])
  expect(shop?.derived).toMatchObject({ firstDate: '2024-03-30', lastDate: '2024-04-06' })
})

it('carries stock forward between its counts, and expects of a day without stock what the weekday sold before', async () => {
  const orders = [order('1', '2024-01-01'), order('2', '2024-01-08')]
  const lines = [
    { ...line('1', 'a', 1), product_id: 'p', quantity: 4 },
    { ...line('2', 'a', 1), product_id: 'p', quantity: 1 },
  ]
  const stock = [
    { product_id: 'p', counted_on: '2024-01-01', on_hand: 9 },
    { product_id: 'p', counted_on: '2024-01-15', on_hand: 0 },
    { product_id: 'p', counted_on: '2024-01-17', on_hand: 5 },
  ]
  shop = await derivedShop({ orders, lines, stock })
  expect(
    await shop.rows('SELECT count(*), count(*) FILTER (is_counted), min(stock_date)::VARCHAR FROM stock_days'),
  ).toEqual([['17', '3', '2024-01-01']])
  // The Monday had 4 and 1 units on its two Mondays in stock, the Tuesday none.
  expect(
    await shop.rows('SELECT stock_date::VARCHAR, expected_units FROM stock_days WHERE on_hand <= 0 ORDER BY 1'),
  ).toEqual([
    ['2024-01-15', 2.5],
    ['2024-01-16', 0],
  ])
})

it('scores equal customers alike', async () => {
  const orders = Array.from({ length: 10 }, (_, i) =>
    order(String(i), i < 8 ? '2024-01-05' : '2024-06-01', i < 9 ? `c${i}` : 'c8'),
  )
  const sql = 'SELECT frequency, r_score, f_score, m_score, count(*) FROM customer_facts GROUP BY ALL ORDER BY ALL'
  expect(await facts({ orders, lines: orders.map(({ order_id }) => line(order_id, 'a', 10)) }, sql)).toEqual([
    ['1', '1', '1', '1', '8'],
    ['2', '5', '5', '5', '1'],
  ])
})

it('pairs parent products of an order once, without a product and its variant, and without wholesale', async () => {
  const products = [
    { product_id: 'tea-1', parent_id: 'tea', name: 'Tea, Assam' },
    { product_id: 'tea-2', parent_id: 'tea', name: 'Tea, Ceylon' },
    { product_id: 'cup', name: 'Cup, large' },
  ]
  const baskets = [
    ['tea-1', 'cup', 'tea-2'],
    ['cup', 'tea-2'],
    ['tea-1', 'tea-2'],
    ['cup', 'pot'],
    Array.from({ length: 51 }, (_, i) => `p${i}`),
  ]
  const orders = baskets.map((_, i) => order(String(i), '2024-01-05'))
  const lines = baskets.flatMap((basket, i) =>
    basket.map((product_id, j) => ({ ...line(String(i), String(j), 1), product_id })),
  )
  shop = await derivedShop({ orders, lines, products })
  expect(await shop.rows('SELECT product_a, product_b, orders FROM basket_pairs')).toEqual([['cup', 'tea', '2']])
  expect(await shop.rows('SELECT product_id, name, orders FROM basket_products')).toEqual([
    [null, null, '3'],
    ['cup', 'Cup, large', '3'],
    ['pot', 'pot', '1'],
    ['tea', 'Tea', '2'],
  ])
  expect(shop.derived.findings).toMatchObject([{ code: 'wholesale_orders', count: 1 }])
})

it('derives from an empty shop empty facts', async () => {
  shop = await derivedShop({})
  expect(shop.derived).toEqual({ firstDate: null, lastDate: null, findings: [] })
})
