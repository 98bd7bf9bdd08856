import { above, column, count, countDistinct, equals, number, sum, text } from '../sql/expression.ts'
import { ORDERS, UNITS } from './measures.ts'
import { type Measure, type Metric, of, over, VALID_ORDERS } from './metric.ts'

const PRODUCTS: Measure = {
  name: 'products_in_orders',
  type: 'integer',
  sources: [
    { fact: 'daily_orders', value: sum(column('products')) },
    { fact: 'orders', value: sum(column('products')) },
  ],
}

const WITH_LINES: Measure = {
  name: 'orders_with_lines',
  type: 'integer',
  sources: [
    { fact: 'daily_orders', value: sum(column('orders_with_lines')) },
    { fact: 'orders', value: count(above(column('lines'), number(0))) },
  ],
}

const PRODUCTS_SOLD: Measure = {
  name: 'products_sold',
  type: 'integer',
  sources: [{ fact: 'lines', value: countDistinct(column('product_id')) }],
}

const ALL_ORDERS: Measure = {
  name: 'all_orders',
  type: 'integer',
  takes: 'all but test and deleted',
  sources: [{ fact: 'orders', value: count() }],
}

const CANCELED: Measure = {
  name: 'canceled_orders',
  type: 'integer',
  takes: 'all but test and deleted',
  sources: [{ fact: 'orders', value: count(equals(column('exclusion'), text('canceled'))) }],
}

const orders = { family: 'orders', isAdditive: true, riseIs: 'good', exclusions: VALID_ORDERS } as const

export const ORDER_METRICS: readonly Metric[] = [
  {
    ...orders,
    name: 'orders',
    label: 'Orders',
    words: 'Orders that count, on the day they were placed.',
    formula: 'number of valid orders',
    unit: 'count',
    value: of(ORDERS),
    traps: [
      'Split by product or category an order counts in each group that it has a line of: groups do not add up.',
      'An order for which no line was loaded counts too: orders_with_lines leaves it out.',
    ],
  },
  {
    ...orders,
    name: 'orders_with_lines',
    label: 'Orders with lines',
    words: 'Orders that count and of which at least one line is known.',
    formula: 'number of valid orders with a line',
    unit: 'count',
    value: of(WITH_LINES),
    traps: [],
  },
  {
    ...orders,
    name: 'units',
    label: 'Units',
    words: 'Pieces that were sold.',
    formula: 'Σ quantity',
    unit: 'number',
    value: of(UNITS),
    traps: [],
  },
  {
    ...orders,
    name: 'units_per_order',
    label: 'Units per order',
    words: 'Pieces in an order, on average.',
    formula: 'units ÷ orders',
    unit: 'number',
    value: over(of(UNITS), of(ORDERS)),
    isAdditive: false,
    traps: ['Pieces, not different products: three of one product are three.'],
  },
  {
    ...orders,
    name: 'items_per_order',
    label: 'Items per order',
    words: 'Different products in an order, on average.',
    formula: 'Σ different products of each order ÷ orders',
    unit: 'number',
    value: over(of(PRODUCTS), of(ORDERS)),
    isAdditive: false,
    traps: ['Different products, not pieces.'],
  },
  {
    ...orders,
    name: 'products_sold',
    label: 'Products sold',
    words: 'Different products that were sold.',
    formula: 'number of different products in lines',
    unit: 'count',
    value: of(PRODUCTS_SOLD),
    isAdditive: false,
    traps: ['One product sold on two days counts on both, and once in their total.'],
  },
  {
    ...orders,
    name: 'canceled_orders',
    label: 'Canceled orders',
    words: 'Orders that were canceled, on the day they were placed.',
    formula: 'number of canceled orders',
    unit: 'count',
    value: of(CANCELED),
    riseIs: 'bad',
    exclusions: 'Orders that are test or deleted.',
    traps: [],
  },
  {
    ...orders,
    name: 'cancellation_rate',
    label: 'Cancellation rate',
    words: 'Share of the orders that were canceled.',
    formula: 'canceled orders ÷ all orders',
    unit: 'ratio',
    value: over(of(CANCELED), of(ALL_ORDERS)),
    isAdditive: false,
    riseIs: 'bad',
    exclusions: 'Orders that are test or deleted.',
    traps: ['Its orders are all that were placed, not only the valid ones.'],
  },
]
