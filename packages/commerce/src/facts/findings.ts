import type { DuckDBConnection } from '@duckdb/node-api'
import { BASKET_FINDINGS, MOST_PAIRS, MOST_PRODUCTS } from './baskets.ts'
import type { Finding } from './fact-settings.ts'
import { QUARANTINE_COUNTS } from './left-out.ts'

/** What the facts just derived leave out, read from the tables that were made on the way. */
export async function findings(connection: DuckDBConnection): Promise<readonly Finding[]> {
  const leftOut = (await connection.runAndReadAll(QUARANTINE_COUNTS)).getRows() as [string, string, number][]
  const [[wholesale, candidates]] = (await connection.runAndReadAll(BASKET_FINDINGS)).getRows() as [[number, number]]
  const all = leftOut.map(([code, table, count]) => ({ code, count, words: `${table} ${LEFT_OUT[code]}` }))
  if (wholesale > 0) {
    const words = `orders of more than ${MOST_PRODUCTS} products, which are in no basket pair`
    all.push({ code: 'wholesale_orders', count: wholesale, words })
  }
  if (candidates > MOST_PAIRS) {
    const count = candidates - MOST_PAIRS
    all.push({
      code: 'pairs_capped',
      count,
      words: `basket pairs that are not kept, as they are in fewer orders than ${MOST_PAIRS.toLocaleString('en-US')} others`,
    })
  }
  return all
}

const LEFT_OUT: Readonly<Record<string, string>> = {
  rate_missing: 'without an exchange rate, which are in no number',
  order_missing: 'whose order is not there, and which are in no number',
}
