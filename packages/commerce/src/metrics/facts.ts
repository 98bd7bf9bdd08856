import type { FactTable } from '../model/fact-tables.ts'

/**
 * A way to read a fact table for metrics: the column that places a row in time, and what its rows can be split by. A table with two dates
 * is two of them.
 */
export interface Fact {
  readonly table: FactTable
  /** The day a row counts on. */
  readonly date: string
  /** Dimension to column. */
  readonly dimensions: Readonly<Record<string, string>>
  /** Rows that have a reason in `exclusion` don't count. */
  readonly excludes: boolean
  /** Days that it is known for: the shop's orders, or only its own rows. */
  readonly known: 'as orders' | 'as its rows'
  /** It gives what another fact gives, and is only read to be fast. */
  readonly rollupOf?: 'orders' | 'lines'
  /** It has about as many rows as that. */
  readonly isLarge?: true
  /** A row is of a whole month. */
  readonly isMonthly?: true
  /** Columns that hold sets of a dimension's values, each a bit of a table: one can filter by it, not split. */
  readonly sets?: Readonly<Record<string, { readonly column: string; readonly bits: FactTable }>>
}

const same = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, name]))

const ORDER = same('channel', 'country', 'region', 'city', 'customer_type')
const PRODUCT = same('product_id', 'product', 'category', 'brand', 'seller_id')

export const FACTS = {
  orders: {
    table: 'order_facts',
    date: 'business_date',
    dimensions: { ...ORDER, ...same('cohort_month', 'status', 'currency') },
    excludes: true,
    known: 'as orders',
  },
  lines: {
    table: 'line_facts',
    date: 'business_date',
    dimensions: { ...ORDER, ...PRODUCT },
    excludes: true,
    known: 'as orders',
  },
  refunds: {
    table: 'refund_facts',
    date: 'refund_date',
    dimensions: { ...ORDER, ...PRODUCT, ...same('reason') },
    excludes: true,
    known: 'as orders',
  },
  refunds_of_orders: {
    table: 'refund_facts',
    date: 'order_date',
    dimensions: { ...ORDER, ...PRODUCT, ...same('reason') },
    excludes: true,
    known: 'as orders',
  },
  payments: {
    table: 'payment_facts',
    date: 'business_date',
    dimensions: { ...ORDER, payment_method: 'method' },
    excludes: true,
    known: 'as orders',
  },
  reviews: {
    table: 'review_facts',
    date: 'business_date',
    dimensions: { ...ORDER, review_score: 'score', review_sentiment: 'sentiment' },
    excludes: true,
    known: 'as orders',
  },
  sessions: {
    table: 'session_facts',
    date: 'session_date',
    dimensions: same('channel', 'country'),
    excludes: false,
    known: 'as its rows',
  },
  stock: {
    table: 'stock_days',
    date: 'stock_date',
    dimensions: same('product_id', 'product', 'category', 'brand'),
    excludes: false,
    known: 'as its rows',
  },
  customers: {
    table: 'customer_facts',
    date: 'first_order_date',
    dimensions: same('cohort_month', 'country', 'channel', 'segment'),
    excludes: false,
    known: 'as orders',
  },
  daily_orders: {
    table: 'daily_orders',
    date: 'business_date',
    dimensions: same('channel', 'country', 'customer_type'),
    excludes: false,
    known: 'as orders',
    rollupOf: 'orders',
  },
  daily_lines: {
    table: 'daily_lines',
    date: 'business_date',
    dimensions: same('category'),
    excludes: false,
    known: 'as orders',
    rollupOf: 'lines',
  },
  product_months: {
    table: 'product_months',
    date: 'month',
    dimensions: same('product_id', 'product', 'category', 'brand'),
    excludes: false,
    known: 'as orders',
    rollupOf: 'lines',
    isMonthly: true,
  },
  person_months: {
    table: 'person_months',
    date: 'month',
    dimensions: same('channel', 'country'),
    excludes: false,
    known: 'as orders',
    rollupOf: 'orders',
    isMonthly: true,
  },
  orders_of_categories: {
    table: 'order_facts',
    date: 'business_date',
    dimensions: ORDER,
    excludes: true,
    known: 'as orders',
    rollupOf: 'lines',
    isLarge: true,
    sets: { category: { column: 'categories', bits: 'category_bits' } },
  },
} as const satisfies Record<string, Fact>

export type FactName = keyof typeof FACTS

export function factNamed(name: FactName): Fact {
  return FACTS[name]
}
