import type { DuckDBConnection } from '@duckdb/node-api'
import { findDialect } from '@zerosec/table'
import type { Mapping } from '../mapping/mapping.ts'
import { SQL_TYPES } from '../model/columns.ts'
import { literal } from '../sql/quote.ts'
import type { Wanted } from './compile-expression.ts'
import { feedSql } from './feed-table.ts'
import { scanPlainFile } from './scan-plain-file.ts'
import { headerOf, placesOf, type StagedFile } from './stage-file.ts'
import type { Scopes, StagedSource } from './staged-source.ts'
import type { NumberedFile } from './staging.ts'

/** Smaller files are read in one go with others of their kind, which takes fewer statements. */
const DIRECT_BYTES = 8 << 20

/**
 * Whether a file's rows may go from DuckDB's own reader into their table at once, typed as they are read: where each row is one row of
 * one table, and nothing needs to see the texts before. It is an optimisation alone: a file in which anything is not plain is
 * read again by the scanner, and the result is the same.
 */
export function mayGoDirectly(mapping: Mapping, name: string, file: NumberedFile, least = DIRECT_BYTES): boolean {
  const source = mapping.sources[name]
  if (source === undefined || file.size < least || source.tables.length !== 1 || source.ignore.length > 0) return false
  const [feed] = source.tables
  if (feed?.where !== undefined || feed?.one_for !== undefined || source.dates === undefined) return false
  if (source.encoding !== undefined && source.encoding.toLowerCase() !== 'utf-8') return false
  return !lookedUp(mapping).includes(name)
}

/** The sources that something looks up in, anywhere in a part of a mapping. */
function lookedUp(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return []
  const own = 'lookup' in part && typeof part.lookup === 'string' ? [part.lookup] : []
  return [...own, ...Object.values(part).flatMap(lookedUp)]
}

/**
 * Inserts a file's rows into their table. Undefined, and nothing inserted, where DuckDB reads them in any other way than one row a line,
 * or where a value of them can't be used: the scanner says where.
 */
export async function insertDirectly(
  connection: DuckDBConnection,
  mapping: Mapping,
  staged: StagedSource,
  file: NumberedFile,
  scopes: Scopes,
): Promise<StagedFile | undefined> {
  const plain = await scanPlainFile(
    file.path,
    (beginning) => staged.source.delimiter ?? findDialect(beginning, { start: 0, line: 1 }, {}).delimiter,
  )
  if (plain === undefined) return undefined
  const { delimiter } = plain
  const columns = headerOf(plain.beginning, delimiter)
  if (columns === undefined) return undefined
  const places = placesOf(file, staged.source, staged.columns, columns, 1)
  const [feed] = staged.source.tables
  const { table } = feed!
  const natives = nativeColumns(mapping, staged, scopes, plain.trimmed)
  const rows = directRowsSql(file, staged, { delimiter, columns, places, natives })
  const { rows: select, columns: filled } = feedSql(feed!, scopes.of(staged.name, rows, natives), mapping.currency)
  const inserted = await connection
    .run(`INSERT INTO ${table} (${filled.join(', ')}, file_id, line, problem, doubt) ${select}`)
    .then(({ rowsChanged }) => rowsChanged)
    .catch(() => -1) // what it says is of no use: the scanner finds the rows, all of them
  const good =
    inserted === plain.lines - 1 &&
    (await countOf(
      connection,
      `${table} WHERE file_id = ${file.id} AND (problem IS NOT NULL OR doubt IS NOT NULL)`,
    )) === 0
  if (!good) {
    await connection.run(`DELETE FROM ${table} WHERE file_id = ${file.id}`)
    return undefined
  }
  await connection.run(`UPDATE ${table} SET line = rowid - (SELECT min(rowid) FROM ${table} WHERE file_id = ${file.id}) + 2
    WHERE file_id = ${file.id}`)
  return { encoding: 'utf-8', delimiter, columns, rows: inserted, broken: [], doubt: undefined }
}

/** Columns that are wanted as one kind only, and need nothing but DuckDB's reader to be it: numbers, and texts with nothing to trim. */
function nativeColumns(
  mapping: Mapping,
  staged: StagedSource,
  scopes: Scopes,
  trimmed: boolean,
): ReadonlyMap<string, Wanted> {
  const { signs, thousands, decimal } = staged.source
  const plainNumbers = signs.length === 0 && thousands === undefined && decimal === '.'
  const wanted = new Map<string, Set<Wanted>>()
  const seen = (column: string, kind: Wanted) => {
    wanted.set(column, (wanted.get(column) ?? new Set()).add(kind))
    return undefined
  }
  feedSql(staged.source.tables[0]!, { ...scopes.of(staged.name), nativeSql: seen }, mapping.currency)
  return new Map(
    [...wanted].flatMap(([column, kinds]) => {
      const [kind] = kinds
      const isNative = kind === 'text' ? trimmed : plainNumbers && (kind === 'amount' || kind === 'number')
      return kinds.size === 1 && isNative ? [[column, kind!] as const] : []
    }),
  )
}

function directRowsSql(
  file: NumberedFile,
  staged: StagedSource,
  header: {
    delimiter: string
    columns: readonly string[]
    places: readonly number[]
    natives: ReadonlyMap<string, Wanted>
  },
): string {
  const { delimiter, columns, places, natives } = header
  const types = columns.map((name, index) => {
    const native = natives.get(name)
    const type = native === undefined || native === 'day of instant' ? 'VARCHAR' : SQL_TYPES[native]
    return `'f${index}': '${type}'`
  })
  const named = places.map((place, index) => `${place < 0 ? 'NULL::VARCHAR' : `f${place}`} AS c${index}`)
  const missing = ['', ...staged.source.missing].map(literal).join(', ')
  return `(SELECT ${file.id} AS file_id, 0 AS line${named.map((column) => `, ${column}`).join('')} FROM read_csv(${literal(file.path)},
    auto_detect = false, header = true, delim = ${literal(delimiter)}, quote = '"', escape = '"', nullstr = [${missing}],
    columns = {${types.join(', ')}}))`
}

async function countOf(connection: DuckDBConnection, from: string): Promise<number> {
  const [[count]] = (await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${from}`)).getRows() as [[number]]
  return count
}
