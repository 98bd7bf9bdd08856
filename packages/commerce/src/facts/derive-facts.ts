import type { DuckDBConnection } from '@duckdb/node-api'
import * as baskets from './baskets.ts'
import { COHORT_MONTHS, COHORT_ORDERS, cohortValues } from './cohorts.ts'
import { customers } from './customers.ts'
import { type Dictionaries, makeDictionaries } from './dictionaries.ts'
import { factDates } from './fact-dates.ts'
import type { DerivedFacts, FactSettings } from './fact-settings.ts'
import { findings } from './findings.ts'
import { knownOrders, ORDER_HISTORY, pricedOrders } from './known-orders.ts'
import { knownProducts } from './known-products.ts'
import { quarantine, unpricedOrders } from './left-out.ts'
import { DISCOUNT_SHARES, LINES } from './lines.ts'
import { dropFacts, factMaker } from './make-fact.ts'
import { ORDER_REFUNDS, ORDER_SUMS, orders } from './orders.ts'
import { PAYMENTS } from './payments.ts'
import { dayRates } from './rates.ts'
import { refunds } from './refunds.ts'
import { reviews } from './reviews.ts'
import { DAILY_LINES, DAILY_ORDERS } from './rollups.ts'
import { SESSIONS } from './sessions.ts'
import { DAYS_IN_STOCK, STOCK } from './stock.ts'
import { clockDays } from './store-clock.ts'

/** What is made along the way and not kept. */
const ON_THE_WAY = [
  'day_rates',
  'clock_days',
  'unpriced_orders',
  'priced_orders',
  'order_history',
  'known_orders',
  'known_products',
  'discount_shares',
  'order_sums',
  'order_refunds',
  'days_in_stock',
  'cohort_orders',
  'parents',
  'baskets',
  'pairs',
  'kept_pairs',
]

/**
 * Makes every fact table out of the source tables of the same database, anew; the source tables are only read. Rows that can be in no fact
 * (no rate, no order) are put into the quarantine. Ids of orders, products, sessions and lines of a file have to be unique: loading
 * sees to it. Equal source rows give equal facts, in whatever order and files they came.
 *
 * The statements of the files beside this one are the definition; this is their order.
 */
export async function deriveFacts(connection: DuckDBConnection, settings: FactSettings): Promise<DerivedFacts> {
  const run = async (...statements: readonly string[]) => {
    for (const statement of statements) await connection.run(statement)
  }
  await dropFacts(connection)
  await run(dayRates(settings.currency), clockDays(settings.timeZone), unpricedOrders(settings.currency))
  const dictionaries = await makeDictionaries(connection)
  const { firstDate, lastDate } = await factDates(connection, settings.timeZone)
  const until = lastDate ?? '1970-01-01'
  const make = factMaker(connection, dictionaries)
  await run(knownProducts(dictionaries), ...ordersByHistory(settings, dictionaries))
  await run(DISCOUNT_SHARES)
  await make('line_facts', LINES, 'business_date, order_key, line_id')
  await make('refund_facts', refunds(settings), 'refund_date, file_id, line')
  await run(ORDER_SUMS, ORDER_REFUNDS)
  await make('order_facts', orders(until, settings.timeZone), 'business_date, order_key')
  await make('payment_facts', PAYMENTS, 'business_date, order_key, file_id, line')
  await make('review_facts', reviews(settings.timeZone), 'business_date, order_key')
  await run(...quarantine(settings.currency))
  await make('session_facts', SESSIONS, 'session_date, session_id')
  await run(DAYS_IN_STOCK)
  await make('stock_days', STOCK, 'stock_date, product_id')
  await make('customer_facts', customers(until), 'customer_id')
  await run(COHORT_ORDERS)
  await make('cohort_months', COHORT_MONTHS, 'ALL')
  await make('cohort_values', cohortValues(until), 'ALL')
  await make('daily_orders', DAILY_ORDERS, 'ALL')
  await make('daily_lines', DAILY_LINES, 'ALL')
  await run(baskets.PARENTS, baskets.BASKETS, baskets.PAIRS, baskets.KEPT_PAIRS)
  await make('basket_pairs', baskets.BASKET_PAIRS, 'month, product_a, product_b')
  await make('basket_products', baskets.BASKET_PRODUCTS, 'month, product_id NULLS FIRST')
  const found = await findings(connection)
  await run(...ON_THE_WAY.map((name) => `DROP TABLE ${name}`))
  return { firstDate, lastDate, findings: found }
}

function ordersByHistory(settings: FactSettings, dictionaries: Dictionaries): readonly string[] {
  return [pricedOrders(settings, dictionaries), ORDER_HISTORY, knownOrders(dictionaries)]
}
