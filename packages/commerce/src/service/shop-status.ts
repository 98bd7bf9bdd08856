import type { CommerceStatus } from '@zerosec/contract'
import { FACT_TABLES } from '../model/fact-tables.ts'
import { SOURCE_TABLES } from '../model/source-tables.ts'
import { identifier, literal } from '../sql/quote.ts'
import type { Value } from '../warehouse/warehouse.ts'
import type { Serving } from './serving-snapshot.ts'

type Row = Readonly<Record<string, Value>>

/** What a snapshot is of, and what became of the rows of its files. */
export async function shopStatus({ id, warehouse }: Serving): Promise<CommerceStatus> {
  const rowsOf = async (sql: string): Promise<Row[]> => {
    const { names, columns, rows } = await warehouse.run(sql)
    return Array.from({ length: rows }, (_, row) =>
      Object.fromEntries(names.map((name, j) => [name, columns[j]?.[row] ?? null])),
    )
  }
  const [facts, [times], files, quarantined, leftOut, findings, tables] = await Promise.all([
    rowsOf('SELECT made_at, currency, time_zone, first_date, last_date FROM snapshot_facts'),
    rowsOf('SELECT count(DISTINCT ordered_at::TIME) AS times, count(*) AS orders FROM orders'),
    rowsOf('SELECT * FROM files ORDER BY file_id'),
    rowsOf('SELECT code, count(*) AS rows FROM quarantine GROUP BY code ORDER BY code'),
    rowsOf(
      'SELECT name AS file, reason, l.rows, first_line FROM left_out l JOIN files USING (file_id) ORDER BY file_id, reason',
    ),
    rowsOf('SELECT code, place, words FROM load_findings ORDER BY code, place, words'),
    rowsOf(
      `${TABLES.map(({ name }, j) => `SELECT ${j} AS place, count(*) AS rows FROM ${identifier(name)}`).join(' UNION ALL ')} ORDER BY place`,
    ),
  ])
  return {
    snapshot: { id, ...(facts[0] as Omit<CommerceStatus['snapshot'], 'id' | 'has_times'>), has_times: hasTimes(times) },
    files: files.map(fileView),
    quarantined: quarantined as unknown as CommerceStatus['quarantined'],
    left_out: leftOut as unknown as CommerceStatus['left_out'],
    findings: findings as unknown as CommerceStatus['findings'],
    tables: TABLES.map(({ name, words }, j) => ({ name, words, rows: Number(tables[j]?.['rows'] ?? 0) })),
  }
}

/** Midnight by the store's clock is one time of UTC's, or two where clocks are changed, and three where a zone was once another. */
const TIMES_OF_MIDNIGHT = 3
/** Fewer may well have been placed in the same minutes. */
const ENOUGH_ORDERS = 20

function hasTimes(row: Row | undefined): boolean {
  return Number(row?.['times'] ?? 0) > TIMES_OF_MIDNIGHT || Number(row?.['orders'] ?? 0) < ENOUGH_ORDERS
}

const TABLES = Object.entries({ ...SOURCE_TABLES, ...FACT_TABLES }).map(([name, { words }]) => ({ name, words }))

function fileView(row: Row): CommerceStatus['files'][number] {
  const count = (name: string) => Number(row[name] ?? 0)
  return {
    name: String(row['name']),
    source: String(row['source']),
    size: count('size'),
    encoding: row['encoding'] === null ? null : String(row['encoding']),
    rows: count('rows'),
    loaded: count('loaded'),
    quarantined: count('quarantined'),
    superseded: count('superseded'),
    ignored: count('ignored'),
    loaded_at: String(row['loaded_at']),
  }
}

/** A snapshot that a page begins in, and how many rows come before it. */
const CURSOR = /^([\w-]+)~(\d{1,9})$/

export interface QuarantinePage {
  readonly code?: string | undefined
  readonly file?: string | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

/** Where a cursor points to, in which snapshot; undefined for what is no cursor. */
export function quarantineCursor(text: string): { snapshotId: string; offset: number } | undefined {
  const [, snapshotId, offset] = CURSOR.exec(text) ?? []
  return snapshotId === undefined ? undefined : { snapshotId, offset: Number(offset) }
}

/** A page of the rows that were not loaded, by file and line. */
export async function quarantinePage(
  { id, warehouse }: Serving,
  { code, file, limit, offset }: Omit<QuarantinePage, 'cursor'> & { readonly offset: number },
) {
  const conditions = [
    ...(code === undefined ? [] : [`code = ${literal(code)}`]),
    ...(file === undefined ? [] : [`name = ${literal(file)}`]),
  ]
  const from = `FROM quarantine LEFT JOIN files USING (file_id)${conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''}`
  const [page, all] = await Promise.all([
    warehouse.run(`SELECT name, line, source_table, code, reason, content ${from}
      ORDER BY file_id, line, source_table, code, reason, content LIMIT ${limit} OFFSET ${offset}`),
    warehouse.run(`SELECT count(*) ${from}`),
  ])
  const names = ['file', 'line', 'table', 'code', 'reason', 'content']
  const allRows = Number(all.columns[0]?.[0] ?? 0)
  const end = offset + page.rows
  return {
    snapshot_id: id,
    all_rows: allRows,
    rows: Array.from({ length: page.rows }, (_, row) =>
      Object.fromEntries(names.map((name, j) => [name, page.columns[j]?.[row] ?? null])),
    ),
    next: end < allRows ? `${id}~${end}` : null,
  }
}
