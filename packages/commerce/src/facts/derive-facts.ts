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
import { ORDERS_A_PART, type OrderPart, orderParts } from './order-parts.ts'
import { categoryBits, ORDER_REFUNDS, ORDER_SESSIONS, orderSums, orders } from './orders.ts'
import { PAYMENTS } from './payments.ts'
import { dayRates } from './rates.ts'
import { refunds } from './refunds.ts'
import { judgeReviews } from './review-sentiments.ts'
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
export async function deriveFacts(
  connection: DuckDBConnection,
  settings: FactSettings,
  ordersAPart = ORDERS_A_PART,
): Promise<DerivedFacts> {
  for (const [name, value] of Object.entries(WHILE_DERIVING)) await connection.run(`SET ${name} = '${value}'`)
  try {
    return await derive(connection, settings, ordersAPart)
  } finally {
    for (const name of Object.keys(WHILE_DERIVING)) await connection.run(`RESET ${name}`)
  }
}

/**
 * Ids are many and long: to try other ways of compressing them takes longer than all other columns, and this one is chosen nearly always.
 * What is made on the way has no order; facts are sorted.
 */
const WHILE_DERIVING = { force_compression: 'fsst', preserve_insertion_order: 'false' } as const

async function derive(
  connection: DuckDBConnection,
  settings: FactSettings,
  ordersAPart: number,
): Promise<DerivedFacts> {
  const run: Run = async (...statements) => {
    for (const statement of statements) await connection.run(statement)
  }
  await dropFacts(connection)
  await run(dayRates(settings.currency), clockDays(settings.timeZone), unpricedOrders(settings.currency))
  const dictionaries = await makeDictionaries(connection)
  const { firstDate, lastDate } = await factDates(connection, settings.timeZone)
  await run(knownProducts(dictionaries))
  await run(pricedOrders(settings, dictionaries), ...ORDER_HISTORY, knownOrders(dictionaries))
  const making = {
    connection,
    run,
    make: factMaker(connection, dictionaries),
    dictionaries,
    settings,
    parts: await orderParts(connection, ordersAPart),
    until: lastDate ?? '1970-01-01',
  }
  await salesFacts(making)
  await rolledUp(making)
  await otherFacts(making)
  await run(
    ...(await quarantine(connection, settings.currency)),
    ...dropped('known_orders', 'day_rates', 'clock_days', 'unpriced_orders'),
  )
  await customerFacts(making)
  await basketFacts(making)
  const found = await findings(connection)
  await run(
    ...dropped(
      'known_products',
      'parents',
      'basket_items',
      'basket_sizes',
      'part_pairs',
      'part_products',
      'part_baskets',
      'pairs',
      'kept_pairs',
    ),
  )
  return { firstDate, lastDate, findings: found }
}

type Run = (...statements: readonly string[]) => Promise<void>

interface Making {
  readonly connection: DuckDBConnection
  readonly run: Run
  readonly make: MakeFact
  readonly dictionaries: Dictionaries
  readonly settings: FactSettings
  readonly parts: readonly OrderPart[]
  /** The last day that anything is known of, ISO. */
  readonly until: string
}

/** What was made on the way is dropped as soon as it can be: it stands in memory. */
function dropped(...tables: readonly string[]): string[] {
  return tables.map((table) => `DROP TABLE ${table}`)
}

async function salesFacts({ run, make, settings, until, dictionaries, parts }: Making): Promise<void> {
  await run(DISCOUNT_SHARES)
  await make('line_facts', LINES, 'order_key, file_id, line')
  await run(...dropped('discount_shares'))
  await make('refund_facts', refunds(settings), 'refund_date, file_id, line')
  await run(ORDER_REFUNDS, ORDER_SESSIONS)
  for (const part of parts) {
    await run(orderSums(dictionaries, part))
    await make('order_facts', orders(until, settings.timeZone, dictionaries, part), 'order_key')
  }
  await make('session_facts', SESSIONS, 'session_date, file_id, line')
  await run(...dropped('order_sums', 'order_refunds', 'order_sessions', 'priced_orders', 'order_history'))
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

async function otherFacts({ run, make, settings, connection }: Making): Promise<void> {
  await make('payment_facts', PAYMENTS, 'order_key, file_id, line')
  await judgeReviews(connection)
  await make('review_facts', reviews(settings.timeZone), 'order_key')
  await run(...dropped('review_sentiments'), DAYS_IN_STOCK)
  await make('stock_days', STOCK, 'stock_date, product_id')
  await run(...dropped('days_in_stock'))
}

async function customerFacts({ run, make, until }: Making): Promise<void> {
  await make('customer_facts', customers(until), 'customer_key')
  await make('rfm_cells', rollups.RFM_CELLS, 'ALL')
  await run(COHORT_ORDERS)
  await make('cohort_months', COHORT_MONTHS, 'ALL')
  await make('cohort_values', cohortValues(until), 'ALL')
  await run(...dropped('cohort_orders'))
}

async function basketFacts({ run, make, parts }: Making): Promise<void> {
  await run(baskets.PARENTS, ...baskets.BASKET_COUNTS)
  for (const part of parts) await run(baskets.basketItems(part), baskets.BASKET_SIZES, ...baskets.COUNT_BASKETS)
  await run(baskets.PAIRS, baskets.KEPT_PAIRS)
  await make('basket_pairs', baskets.BASKET_PAIRS, 'month, product_a, product_b')
  await make('basket_products', baskets.BASKET_PRODUCTS, 'month, product_id NULLS FIRST')
}
