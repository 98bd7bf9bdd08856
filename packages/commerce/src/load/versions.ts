import type { DuckDBConnection } from '@duckdb/node-api'
import { SOURCE_TABLES, type SourceTable } from '../model/source-tables.ts'

/**
 * What makes two rows of a table versions of one thing; a row in which one of these is empty stands for itself. Lines without an id are
 * such: two equal ones in an order are two.
 */
const IDENTITIES: Readonly<Record<SourceTable, readonly string[]>> = {
  orders: ['order_id'],
  lines: ['order_id', 'line_id'],
  refunds: ['refund_id', 'line_id'],
  payments: ['payment_id'],
  customers: ['customer_id'],
  products: ['product_id'],
  reviews: ['review_id', 'order_id'],
  stock: ['product_id', 'counted_on'],
  sessions: ['session_id'],
  exchange_rates: ['currency', 'rate_date'],
}

/**
 * Of rows of one id within a file the first counts, and the others are marked as problems. Of those in several files one is kept: the one
 * with the latest `updated_at`, where the table has it, else that of the file whose name is the last; the others are taken out, and
 * stand in the table `superseded` (table, file_id, line). Problems were taken out before.
 */
export async function settleVersions(connection: DuckDBConnection, table: SourceTable): Promise<void> {
  const identity = IDENTITIES[table]
  const present = identity.map((column) => `${column} IS NOT NULL`).join(' AND ')
  const key = identity.join(', ')
  // a hash a row is counted many times faster than its texts; what shares one is looked at exactly
  await connection.run(`CREATE OR REPLACE TEMP TABLE repeated AS
    SELECT hash(${key}) AS h FROM ${table} WHERE ${present} GROUP BY h HAVING count(*) > 1`)
  const [[count]] = (await connection.runAndReadAll('SELECT count(*)::INTEGER FROM repeated')).getRows() as [[number]]
  if (count > 0) {
    await markRepeated(connection, table, key, present)
    await supersede(connection, table, key, present)
  }
  await connection.run('DROP TABLE repeated')
}

async function markRepeated(
  connection: DuckDBConnection,
  table: SourceTable,
  key: string,
  present: string,
): Promise<void> {
  const columns = Object.keys(SOURCE_TABLES[table].columns).join(', ')
  const id = `concat_ws('/', ${key})`
  await connection.run(`UPDATE ${table} SET problem = CASE WHEN found.same THEN 'row_repeated|' ELSE 'id_repeated|' END || found.id ||
      ' stands in line ' || found.first_line || CASE WHEN found.same THEN ' already, with the same values' ELSE ' already, with other values' END
    FROM (
      SELECT rowid AS row, ${id} AS id, first_value(line) OVER w AS first_line, hash(${columns}) = first_value(hash(${columns})) OVER w AS same,
        row_number() OVER w AS place
      FROM ${table} WHERE ${present} AND hash(${key}) IN (SELECT h FROM repeated)
      WINDOW w AS (PARTITION BY ${key}, file_id ORDER BY line)
    ) found WHERE found.place > 1 AND ${table}.rowid = found.row`)
}

async function supersede(
  connection: DuckDBConnection,
  table: SourceTable,
  key: string,
  present: string,
): Promise<void> {
  const later = table === 'orders' ? 'updated_at DESC NULLS LAST, file_id DESC' : 'file_id DESC'
  await connection.run(`CREATE OR REPLACE TEMP TABLE losers AS
    SELECT row, file_id, line FROM (
      SELECT rowid AS row, file_id, line, row_number() OVER (PARTITION BY ${key} ORDER BY ${later}) AS place
      FROM ${table} WHERE problem IS NULL AND ${present} AND hash(${key}) IN (SELECT h FROM repeated)
    ) WHERE place > 1`)
  await connection.run(`INSERT INTO superseded SELECT '${table}', file_id, line FROM losers`)
  await connection.run(`DELETE FROM ${table} WHERE rowid IN (SELECT row FROM losers)`)
  await connection.run('DROP TABLE losers')
}
