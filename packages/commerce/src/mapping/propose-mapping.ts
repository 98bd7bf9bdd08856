import { stringify } from 'yaml'
import type { Column } from '../model/columns.ts'
import { SOURCE_TABLES, type SourceTable } from '../model/source-tables.ts'
import { COLUMN_WORDS, NAME_WORDS } from './column-words.ts'
import { DAYS_OF_INSTANTS } from './derived-columns.ts'
import type { Expression } from './expression.ts'

export interface FileHeader {
  readonly name: string
  readonly columns: readonly string[]
}

type Columns = Record<string, Expression>
type ProposedFeed = { table: SourceTable; one_for?: string[]; columns: Columns }

const TABLES = Object.keys(SOURCE_TABLES) as SourceTable[]

/**
 * A mapping for files that nobody has described yet, as YAML to be read and corrected: each kind of file goes to the table whose
 * columns its header names best, and what could not be decided stands in comments. It is loaded like any other, so every name is checked.
 */
export function proposeMapping(headers: readonly FileHeader[]): string {
  const sources: Record<string, { files: string[]; tables: ProposedFeed[] }> = {}
  const remarks: string[] = []
  for (const [pattern, { columns, name }] of kindsOf(headers)) {
    const feeds = feedsOf(name, columns)
    if (feeds.length === 0) {
      remarks.push(`${pattern} was not understood; its columns are ${columns.join(', ')}`)
      continue
    }
    sources[sourceName(pattern, sources)] = { files: [pattern], tables: feeds }
    const used = new Set(feeds.flatMap((feed) => Object.values(feed.columns).flatMap(namesIn)))
    const unused = columns.filter((column) => !used.has(column))
    if (unused.length > 0) remarks.push(`not used of ${pattern}: ${unused.join(', ')}`)
  }
  if (!Object.values(sources).some(({ tables }) => tables.some(({ table }) => table === 'orders'))) {
    remarks.push('no file with orders was found: a mapping needs a table orders, with order_id and ordered_at')
  }
  const mapping = { format: 'zerosec.mapping/1', name: 'shop', currency: 'USD', time_zone: 'UTC', sources }
  const comments = [
    'Proposed from the headers of the files. Set currency (ISO 4217) and time_zone (IANA) to the shop’s.',
    ...remarks,
  ]
  return `${comments.map((comment) => `# ${comment.replaceAll(/\s+/g, ' ')}\n`).join('')}${stringify(mapping, { lineWidth: 120 })}`
}

/** Files that differ in digits alone are of one kind, if their headers agree. */
function kindsOf(headers: readonly FileHeader[]): ReadonlyMap<string, FileHeader> {
  const kinds = new Map<string, FileHeader>()
  for (const header of headers) {
    const base = header.name.split('/').at(-1) ?? header.name
    const pattern = base.replaceAll(/\d+([-_.]\d+)*/g, '*')
    const known = kinds.get(pattern)
    if (known === undefined) kinds.set(pattern, header)
    else if (known.columns.join() !== header.columns.join()) kinds.set(base, header)
  }
  return kinds
}

/** The table that a kind of file feeds best, and the orders that its lines imply; none where no table's required columns are there. */
function feedsOf(name: string, columns: readonly string[]): ProposedFeed[] {
  const found = TABLES.flatMap((table) => {
    const matched = matchColumns(table, columns)
    const missing = requiredOf(table).filter((column) => !Object.hasOwn(matched, column))
    if (missing.length > 0) return []
    return [{ table, columns: matched, score: Object.keys(matched).length + (NAME_WORDS[table].test(name) ? 3 : 0) }]
  })
  const [best] = found.sort((a, b) => b.score - a.score)
  if (best === undefined) return []
  const feed: ProposedFeed = { table: best.table, columns: best.columns }
  const isLines = best.table === 'lines' || found.some(({ table, score }) => table === 'lines' && score >= best.score)
  const orders = matchColumns('orders', columns)
  if (!isLines || orders['ordered_at'] === undefined || orders['order_id'] === undefined) return [feed]
  const lines = best.table === 'lines' ? feed : { table: 'lines' as const, columns: matchColumns('lines', columns) }
  return [lines, { table: 'orders', one_for: ['order_id'], columns: { ...orders, ...sameOrder(lines) } }]
}

/** Orders that are made of lines have the lines' id. */
function sameOrder({ columns }: ProposedFeed): Columns {
  return { order_id: columns['order_id']! }
}

function matchColumns(table: SourceTable, columns: readonly string[]): Columns {
  const plain = new Map(columns.map((column) => [column.toLowerCase().replaceAll(/[^\p{L}\d]/gu, ''), column]))
  const matched: Columns = {}
  const taken = new Set<string>()
  for (const [column, words] of Object.entries(COLUMN_WORDS[table])) {
    const found = words.map((word) => plain.get(word)).find((name) => name !== undefined && !taken.has(name))
    if (found === undefined) continue
    taken.add(found)
    matched[column] = found
  }
  return table === 'lines' ? withGross(matched) : matched
}

/** A price and a quantity make the gross; a gross without a quantity is that of one unit. */
function withGross(columns: Columns): Columns {
  const { quantity, unit_price: price } = columns
  if (quantity === undefined && price !== undefined) return { ...columns, quantity: { constant: 1 }, gross: price }
  if (quantity !== undefined && price !== undefined) return { ...columns, gross: { product: [quantity, price] } }
  return columns
}

function requiredOf(table: SourceTable): string[] {
  const columns: Readonly<Record<string, Column>> = SOURCE_TABLES[table].columns
  const derived = DAYS_OF_INSTANTS[table]?.day
  return Object.keys(columns).filter((name) => columns[name]?.required === true && name !== derived)
}

function namesIn(expression: Expression): string[] {
  if (typeof expression === 'string') return [expression]
  return 'product' in expression ? expression.product.flatMap(namesIn) : []
}

function sourceName(pattern: string, taken: Readonly<Record<string, unknown>>): string {
  const bare = pattern
    .replace(/\.[^.]*$/, '')
    .replaceAll(/[^\w-]+/g, '_')
    .replaceAll(/^[_-]+|[_-]+$/g, '')
    .slice(0, 50)
  const name = bare === '' ? 'files' : bare
  let number = 1
  while (Object.hasOwn(taken, number === 1 ? name : `${name}_${number}`)) number++
  return number === 1 ? name : `${name}_${number}`
}
