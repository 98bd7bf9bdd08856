import type { DuckDBConnection } from '@duckdb/node-api'
import { literal } from '../sql/quote.ts'
import type { StagedFile } from './stage-file.ts'
import type { StagedSource } from './staged-source.ts'
import type { NumberedFile, Staging } from './staging.ts'

/** What became of the rows of a file: each is in exactly one of the four. */
export interface RowCounts {
  readonly rows: number
  readonly loaded: number
  readonly quarantined: number
  readonly superseded: number
  readonly ignored: number
}

/** Counts what became of every row, and writes the ledger's counts. A row that is in none of them is a fault of ours, and ends the load. */
export async function reconcile(
  connection: DuckDBConnection,
  files: readonly NumberedFile[],
  staging: Staging,
): Promise<ReadonlyMap<number, RowCounts>> {
  const counts = new Map<number, RowCounts>()
  for (const staged of staging.sources.values()) {
    const own = files.filter(({ source, sameAs }) => source === staged.name && sameAs === undefined)
    if (own.length === 0) continue
    const count = await counterOf(connection, staged)
    for (const file of own) {
      const staged = staging.files.get(file.id)!
      const found = count(file.id, staged)
      const sum = found.loaded + found.quarantined + found.superseded + found.ignored
      if (sum !== found.rows) {
        throw new Error(
          `${file.name} has ${found.rows} rows, and what became of them sums to ${sum}: ${JSON.stringify(found)}`,
        )
      }
      counts.set(file.id, found)
    }
  }
  await connection.run('BEGIN')
  for (const [id, found] of counts) await storeCounts(connection, id, staging.files.get(id)!, found)
  await connection.run('COMMIT')
  return counts
}

async function counterOf(
  connection: DuckDBConnection,
  { source, name }: StagedSource,
): Promise<(id: number, file: StagedFile) => RowCounts> {
  const tables = [...new Set(source.tables.filter((feed) => feed.one_for === undefined).map((feed) => feed.table))]
  const merges = tables.length === 0
  const files = `(SELECT file_id FROM files WHERE source = ${literal(name)})`
  const inTables = tables.map((name) => `SELECT file_id, line FROM ${name} WHERE file_id IN ${files}`)
  const distinct = source.tables.length > 1 ? 'DISTINCT' : ''
  await connection.run(
    `CREATE TEMP TABLE loaded_rows AS ${merges ? 'SELECT 0 AS file_id, 0 AS line LIMIT 0' : `SELECT ${distinct} * FROM (${inTables.join(' UNION ALL ')})`}`,
  )
  const kept = `quarantine WHERE code <> 'value_dropped'`
  const elsewhere = 'NOT EXISTS (SELECT 1 FROM loaded_rows l WHERE l.file_id = o.file_id AND l.line = o.line)'
  const out = `SELECT DISTINCT file_id, line FROM (SELECT file_id, line FROM ${kept}) o WHERE ${elsewhere}`
  const old = `SELECT DISTINCT file_id, line FROM superseded o WHERE ${elsewhere}
    AND source_table IN (${['', ...tables].map((name) => `'${name}'`).join(', ')})
    AND NOT EXISTS (SELECT 1 FROM ${kept} AND file_id = o.file_id AND line = o.line)`
  const loaded = await byFile(connection, 'SELECT file_id FROM loaded_rows')
  const quarantined = await byFile(connection, out)
  const superseded = await byFile(connection, old)
  const ignored = await byFile(connection, 'SELECT file_id, rows FROM left_out', 'sum(rows)')
  await connection.run('DROP TABLE loaded_rows')
  return (id, { rows }) => {
    const others = {
      quarantined: quarantined.get(id) ?? 0,
      superseded: superseded.get(id) ?? 0,
      ignored: ignored.get(id) ?? 0,
    }
    // where rows are merged or looked up only, those that nothing is wrong with were all read
    const rest = rows - others.quarantined - others.superseded - others.ignored
    return { rows, loaded: merges ? rest : (loaded.get(id) ?? 0), ...others }
  }
}

async function byFile(connection: DuckDBConnection, rows: string, count = 'count(*)'): Promise<Map<number, number>> {
  const result = await connection.runAndReadAll(`SELECT file_id, ${count} FROM (${rows}) GROUP BY file_id`)
  return new Map(result.getRows().map(([id, count]) => [Number(id), Number(count)]))
}

async function storeCounts(
  connection: DuckDBConnection,
  id: number,
  file: StagedFile,
  counts: RowCounts,
): Promise<void> {
  await connection.run(
    `UPDATE files SET encoding = $2, delimiter = $3, columns = $4, rows = $5, loaded = $6, quarantined = $7, superseded = $8, ignored = $9
     WHERE file_id = $1`,
    [
      id,
      file.encoding,
      file.delimiter,
      JSON.stringify(file.columns),
      counts.rows,
      counts.loaded,
      counts.quarantined,
      counts.superseded,
      counts.ignored,
    ],
  )
}
