import type { DuckDBConnection } from '@duckdb/node-api'
import { demoAfterSales } from './after-sales.ts'
import { demoProducts, demoStock } from './assortment.ts'
import { calendar } from './calendar.ts'
import type { DemoSettings } from './demo-settings.ts'
import { demoLines, demoOrderRows } from './purchases.ts'
import { drawsOf } from './random.ts'
import { DEMO_PLACES, demoOrders, demoVisits } from './shoppers.ts'
import { demoRates, demoSessions } from './visits.ts'

const ON_THE_WAY = [
  'demo_days',
  'demo_parts',
  'demo_first_parts',
  'demo_places',
  'demo_parents',
  'demo_ranks',
  'demo_products',
  'demo_outages',
  'demo_visits',
  'demo_orders',
  'demo_sums',
  'demo_fates',
]

/**
 * Fills the source tables, which are there and empty, with a shop that looks real: it grows, has seasons, sale weeks and a
 * long tail, its cohorts thin out, late parcels are reviewed badly. Equal settings make equal rows, for any number of threads.
 */
export async function fillDemoShop(
  connection: DuckDBConnection,
  settings: DemoSettings,
  onProgress: (fraction: number) => void = () => undefined,
): Promise<void> {
  const draw = drawsOf(settings.seed)
  const statements = [
    ...calendar(settings, draw),
    DEMO_PLACES,
    ...demoProducts(settings, draw),
    ...demoStock(settings, draw),
    demoRates(draw),
    demoVisits(settings, draw),
    demoOrders(draw),
    demoLines(settings, draw),
    ...demoOrderRows(settings, draw),
    ...demoAfterSales(settings, draw),
    demoSessions(settings, draw),
    ...ON_THE_WAY.map((table) => `DROP TABLE ${table}`),
  ]
  for (const [index, statement] of statements.entries()) {
    onProgress(index / statements.length)
    await connection.run(statement)
  }
}
