import type { DuckDBConnection } from '@duckdb/node-api'
import { literal } from '../sql/quote.ts'

/** The first day of an order and the latest day that anything is known of, ISO; null in an empty shop. */
export async function factDates(
  connection: DuckDBConnection,
  timeZone: string,
): Promise<{ firstDate: string | null; lastDate: string | null }> {
  const local = (instant: string) => `timezone(${literal(timeZone)}, timezone('UTC', max(${instant})))::DATE`
  const reader = await connection.runAndReadAll(`
    SELECT (SELECT min(business_date) FROM orders)::VARCHAR AS first_date, greatest(
      (SELECT greatest(max(business_date), ${local('delivered_at')}) FROM orders),
      (SELECT max(refund_date) FROM refunds),
      (SELECT ${local('answered_at')} FROM reviews),
      (SELECT max(session_date) FROM sessions),
      (SELECT max(counted_on) FROM stock)
    )::VARCHAR AS last_date`)
  const [[firstDate, lastDate]] = reader.getRows() as [[string | null, string | null]]
  return { firstDate, lastDate }
}
