import type { DuckDBConnection } from '@duckdb/node-api'
import { EXCLUSIONS } from './fact-settings.ts'

/** Beyond it a dictionary costs more at each opening of a snapshot than it saves in a query. */
const MOST_WORDS = 20_000

/** Columns of facts with few different values, by the query for these. */
const WORDS: Readonly<Record<string, string>> = {
  status: 'SELECT status FROM orders',
  currency: 'SELECT currency FROM day_rates',
  channel: 'SELECT channel FROM orders UNION ALL SELECT channel FROM sessions',
  country: 'SELECT country FROM orders UNION ALL SELECT country FROM sessions UNION ALL SELECT country FROM refunds',
  region: 'SELECT region FROM orders',
  city: 'SELECT city FROM orders',
  product_id: `SELECT product_id FROM lines UNION ALL SELECT product_id FROM products UNION ALL SELECT parent_id FROM products
    UNION ALL SELECT product_id FROM refunds
    UNION ALL SELECT product_id FROM stock`,
  product: `SELECT name FROM products UNION ALL SELECT product_id FROM lines UNION ALL SELECT product_id FROM products
    UNION ALL SELECT product_id FROM refunds UNION ALL SELECT product_id FROM stock`,
  category: 'SELECT category FROM products',
  brand: 'SELECT brand FROM products',
  seller_id: 'SELECT seller_id FROM lines',
  method: 'SELECT method FROM payments',
}

const FIXED_WORDS: Readonly<Record<string, readonly string[]>> = {
  exclusion: EXCLUSIONS,
  customer_type: ['guest', 'new', 'returning'],
  sentiment: ['negative', 'neutral', 'positive'],
}

/** Columns with the values of another one. */
const SAME_WORDS: Readonly<Record<string, string>> = { product_a: 'product_id', product_b: 'product_id' }

/** The types of fact columns that are stored as numbers into a sorted dictionary, by column. */
export type Dictionaries = ReadonlyMap<string, Dictionary>

interface Dictionary {
  /** The name of the type. */
  readonly type: string
  /** How many values it has. */
  readonly words: number
}

/**
 * Makes a type for each column with few different values. A query groups and filters numbers then where it would have compared texts,
 * and sees texts all the same.
 */
export async function makeDictionaries(connection: DuckDBConnection): Promise<Dictionaries> {
  const made = new Map<string, Dictionary>()
  for (const [column, words] of Object.entries(FIXED_WORDS)) {
    const values = `SELECT unnest([${words.map((word) => `'${word}'`).join(', ')}])`
    made.set(column, await makeType(connection, column, values, words.length))
  }
  for (const [column, words] of Object.entries(WORDS)) {
    await connection.run(`CREATE OR REPLACE TEMP TABLE words AS
      SELECT DISTINCT word FROM (${words}) AS found(word) WHERE word IS NOT NULL LIMIT ${MOST_WORDS + 1}`)
    const [[count]] = (await connection.runAndReadAll('SELECT count(*)::INTEGER FROM words')).getRows() as [[number]]
    if (count > 0 && count <= MOST_WORDS) {
      made.set(column, await makeType(connection, column, 'SELECT word FROM words ORDER BY word', count))
    }
  }
  await connection.run('DROP TABLE words')
  for (const [column, other] of Object.entries(SAME_WORDS)) {
    const dictionary = made.get(other)
    if (dictionary) made.set(column, dictionary)
  }
  return made
}

async function makeType(
  connection: DuckDBConnection,
  column: string,
  values: string,
  words: number,
): Promise<Dictionary> {
  const type = `${column}_word`
  await connection.run(`DROP TYPE IF EXISTS ${type}`)
  await connection.run(`CREATE TYPE ${type} AS ENUM (${values})`)
  return { type, words }
}
