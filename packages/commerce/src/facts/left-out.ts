import type { DuckDBConnection } from '@duckdb/node-api'
import { literal } from '../sql/quote.ts'

/** `unpriced_orders`: those whose currency has no rate on their day or before. They and all that belongs to them is in no fact. */
export function unpricedOrders(currency: string): string {
  const own = `upper(coalesce(o.currency, ${literal(currency)}))`
  return `
    CREATE OR REPLACE TEMP TABLE unpriced_orders AS
    SELECT o.order_id, r.currency, r.day
    FROM orders o JOIN day_rates r ON r.currency = ${own} AND r.day = o.business_date
    WHERE r.rate IS NULL`
}

/** Rows of a table that belong to an order which is not there, or which has no rate. Refunds without their order stay. */
const BELONGS = ['lines', 'payments', 'reviews', 'refunds'] as const

/**
 * Puts what is in no fact into the quarantine, each row by its file and line. Rows that were put there by an earlier derivation of the
 * same source rows are taken out first: a rate or an order may have come since.
 */
export async function quarantine(connection: DuckDBConnection, currency: string): Promise<readonly string[]> {
  const isLeftOut = await tablesLeftOut(connection)
  return [
    `DELETE FROM quarantine WHERE code IN ('rate_missing', 'order_missing')`,
    quarantined('orders', 'rate_missing', noRate('u.currency', 'u.day'), 'JOIN unpriced_orders u USING (order_id)'),
    ...BELONGS.filter(isLeftOut).map((table) =>
      quarantined(
        table,
        'rate_missing',
        `'its order is left out: ' || ${noRate('u.currency', 'u.day')}`,
        'JOIN unpriced_orders u USING (order_id)',
      ),
    ),
    ...BELONGS.filter((table) => table !== 'refunds' && isLeftOut(table)).map((table) =>
      quarantined(table, 'order_missing', `'there is no order ' || s.order_id`, 'ANTI JOIN orders USING (order_id)'),
    ),
    ...(['payments', 'refunds'] as const).filter(isLeftOut).map((table) => unpricedAmounts(table, currency)),
  ]
}

/** Tables whose facts are as many as their rows are all in them: they need not be looked through. Reviews have one fact an order. */
async function tablesLeftOut(connection: DuckDBConnection): Promise<(table: (typeof BELONGS)[number]) => boolean> {
  const facts = { lines: 'line_facts', payments: 'payment_facts', refunds: 'refund_facts' } as const
  const counts = Object.entries(facts).map(
    ([table, fact]) => `(SELECT count(*) FROM ${table}) = (SELECT count(*) FROM ${fact}) AS ${table}`,
  )
  const [isWhole] = (await connection.runAndReadAll(`SELECT ${counts.join(', ')}`)).getRowObjectsJS()
  return (table) => isWhole?.[table] !== true
}

/** Payments and refunds in a currency of their own that has no rate, though their order has one. */
function unpricedAmounts(table: string, currency: string): string {
  const day = table === 'payments' ? 'o.business_date' : 'coalesce(o.business_date, s.refund_date)'
  return quarantined(
    table,
    'rate_missing',
    noRate('r.currency', 'r.day'),
    `LEFT JOIN known_orders o USING (order_id)
      JOIN day_rates r ON r.currency = upper(coalesce(s.currency, o.currency::VARCHAR, ${literal(currency)})) AND r.day = ${day}
      WHERE r.rate IS NULL AND (s.order_id IS NULL OR s.order_id NOT IN (SELECT order_id FROM unpriced_orders))`,
  )
}

function noRate(currency: string, day: string): string {
  return `'no exchange rate of ' || ${currency} || ' is known on ' || ${day} || ' or before'`
}

function quarantined(table: string, code: string, reason: string, condition: string): string {
  return `
    INSERT INTO quarantine BY NAME
    SELECT s.file_id, s.line, '${table}' AS source_table, '${code}' AS code, ${reason} AS reason, left(to_json(s)::VARCHAR, 300) AS content
    FROM ${table} s ${condition}`
}

export const QUARANTINE_COUNTS = `
  SELECT code, source_table, count(*)::INTEGER AS rows FROM quarantine WHERE code IN ('rate_missing', 'order_missing') GROUP BY ALL ORDER BY ALL`
