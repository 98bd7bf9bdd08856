import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api'
import type { SourceTable } from '../model/source-tables.ts'

/** Fewer rows are grouped by DuckDB in less time than they take to come here. */
const MANY_ROWS = 200_000
const BITS_PER_ROW = 64
/** 64 MB. */
const MOST_BITS = 2 ** 29

/**
 * Makes the temporary table `repeated` of the hashes `h` of ids that more than one row has, and counts them.
 * @param key      the columns of the id, as an SQL list
 * @param present  SQL of the rows that have one
 * @param many     from how many rows on a map of bits goes before; another one than usual for tests
 */
export async function findRepeatedIds(
  connection: DuckDBConnection,
  table: SourceTable,
  key: string,
  present: string,
  many = MANY_ROWS,
): Promise<number> {
  const [[rows]] = (await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${table}`)).getRows() as [[number]]
  const suspected = rows < many ? 'true' : await suspectIds(connection, table, key, present, rows)
  // a hash a row is counted many times faster than its texts; what shares one is looked at exactly
  await connection.run(`CREATE OR REPLACE TEMP TABLE repeated AS
    SELECT hash(${key}) AS h FROM ${table} WHERE ${present} AND ${suspected} GROUP BY h HAVING count(*) > 1`)
  const [[count]] = (await connection.runAndReadAll('SELECT count(*)::INTEGER FROM repeated')).getRows() as [[number]]
  return count
}

/** SQL of the rows whose hash shares its last bits with another's: all that repeat an id, and about one in a hundred that don't. */
async function suspectIds(
  connection: DuckDBConnection,
  table: SourceTable,
  key: string,
  present: string,
  rows: number,
): Promise<string> {
  const bits = Math.min(MOST_BITS, 2 ** Math.ceil(Math.log2(Math.max(32, rows * BITS_PER_ROW))))
  const ending = `(hash(${key}) & ${bits - 1}::UBIGINT)::UINTEGER`
  const shared = await sharedEndings(await connection.run(`SELECT ${ending} FROM ${table} WHERE ${present}`), bits)
  await connection.run('CREATE OR REPLACE TEMP TABLE suspects (ending UINTEGER)')
  const appender = await connection.createAppender('suspects')
  for (const found of shared) {
    appender.appendUInteger(found)
    appender.endRow()
  }
  appender.closeSync()
  return `${ending} IN (SELECT ending FROM suspects)`
}

async function sharedEndings(result: DuckDBResult, bits: number): Promise<ReadonlySet<number>> {
  const seen = new Int32Array(bits / 32)
  const shared = new Set<number>()
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return shared
    const endings = chunk.getColumnVector(0)
    for (let row = 0; row < chunk.rowCount; row++) {
      const ending = endings.getItem(row) as number
      const bit = 1 << (ending & 31)
      if ((seen[ending >>> 5]! & bit) === 0) seen[ending >>> 5]! |= bit
      else shared.add(ending)
    }
  }
}
