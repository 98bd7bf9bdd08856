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
import { dropFacts, factMaker, type MakeFact } from './make-fact.ts'
import { categoryBits, ORDER_REFUNDS, orderSums, orders } from './orders.ts'
import { PAYMENTS } from './payments.ts'
import { dayRates } from './rates.ts'
import { refunds } from './refunds.ts'
import { reviews } from './reviews.ts'
import * as rollups from './rollups.ts'
import { SESSIONS } from './sessions.ts'
import { DAYS_IN_STOCK, STOCK } from './stock.ts'
import { clockDays } from './store-clock.ts'

/**
 * Makes every fact table out of the source tables of the same database, anew; the source tables are only read. Rows that can be in no fact
 * (no rate, no order) are put into the quarantine. Ids of orders, products, sessions and lines of a file have to be unique: loading
 * sees to it. Equal source rows give equal facts, in whatever order and files they came.
 *
 * The statements of the files beside this one are the definition; this is their order.
 */
export async function deriveFacts(connection: DuckDBConnection, settings: FactSettings): Promise<DerivedFacts> {
  const run: Run = async (...statements) => {
    for (const statement of statements) await connection.run(statement)
  }
  await dropFacts(connection)
  await run(dayRates(settings.currency), clockDays(settings.timeZone), unpricedOrders(settings.currency))
  const dictionaries = await makeDictionaries(connection)
  const { firstDate, lastDate } = await factDates(connection, settings.timeZone)
  const making = {
    run,
    make: factMaker(connection, dictionaries),
    dictionaries,
    settings,
    until: lastDate ?? '1970-01-01',
  }
  await run(knownProducts(dictionaries))
  await run(pricedOrders(settings, dictionaries), ORDER_HISTORY, knownOrders(dictionaries))
  await run(...dropped('priced_orders', 'order_history'))
  await salesFacts(making)
  await rolledUp(making)
  await otherFacts(making)
  await run(...quarantine(settings.currency), ...dropped('known_orders', 'day_rates', 'clock_days', 'unpriced_orders'))
  await customerFacts(making)
  await basketFacts(making)
  const found = await findings(connection)
  await run(...dropped('known_products', 'parents', 'baskets', 'pairs', 'kept_pairs'))
  return { firstDate, lastDate, findings: found }
}

type Run = (...statements: readonly string[]) => Promise<void>

interface Making {
  readonly run: Run
  readonly make: MakeFact
  readonly dictionaries: Dictionaries
  readonly settings: FactSettings
  /** The last day that anything is known of, ISO. */
  readonly until: string
}

/** What was made on the way is dropped as soon as it can be: it stands in memory. */
function dropped(...tables: readonly string[]): string[] {
  return tables.map((table) => `DROP TABLE ${table}`)
}

async function salesFacts({ run, make, settings, until, dictionaries }: Making): Promise<void> {
  await run(DISCOUNT_SHARES)
  await make('line_facts', LINES, 'business_date, order_key, line_id')
  await run(...dropped('discount_shares'))
  await make('refund_facts', refunds(settings), 'refund_date, file_id, line')
  await run(orderSums(dictionaries), ORDER_REFUNDS)
  await make('order_facts', orders(until, settings.timeZone), 'business_date, order_key')
  await run(...dropped('order_sums', 'order_refunds'))
  await make('category_bits', categoryBits(dictionaries), 'bit')
}

async function rolledUp({ make, until }: Making): Promise<void> {
  await make('daily_orders', rollups.dailyOrders(until), 'ALL')
  await make('daily_lines', rollups.DAILY_LINES, 'ALL')
  await make('product_months', rollups.PRODUCT_MONTHS, 'ALL')
  await make('person_months', rollups.PERSON_MONTHS, 'ALL')
  await make('value_months', rollups.VALUE_MONTHS, 'ALL')
  await make('delivery_months', rollups.DELIVERY_MONTHS, 'ALL')
}

async function otherFacts({ run, make, settings }: Making): Promise<void> {
  await make('payment_facts', PAYMENTS, 'business_date, order_key, file_id, line')
  await make('review_facts', reviews(settings.timeZone), 'business_date, order_key')
  await make('session_facts', SESSIONS, 'session_date, session_id')
  await run(DAYS_IN_STOCK)
  await make('stock_days', STOCK, 'stock_date, product_id')
  await run(...dropped('days_in_stock'))
}

async function customerFacts({ run, make, until }: Making): Promise<void> {
  await make('customer_facts', customers(until), 'customer_id')
  await make('rfm_cells', rollups.RFM_CELLS, 'ALL')
  await run(COHORT_ORDERS)
  await make('cohort_months', COHORT_MONTHS, 'ALL')
  await make('cohort_values', cohortValues(until), 'ALL')
  await run(...dropped('cohort_orders'))
}

async function basketFacts({ run, make }: Making): Promise<void> {
  await run(baskets.PARENTS, baskets.BASKETS, baskets.PAIRS, baskets.KEPT_PAIRS)
  await make('basket_pairs', baskets.BASKET_PAIRS, 'month, product_a, product_b')
  await make('basket_products', baskets.BASKET_PRODUCTS, 'month, product_id NULLS FIRST')
}
