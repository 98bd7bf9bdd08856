import { stringify } from 'yaml'
import { type Exclusion, STATUS_WORDS } from '../facts/fact-settings.ts'
import type { Column } from '../model/columns.ts'
import { SOURCE_TABLES, type SourceTable } from '../model/source-tables.ts'
import { COLUMN_WORDS, NAME_WORDS, plainName } from './column-words.ts'
import { DAYS_OF_INSTANTS } from './derived-columns.ts'
import type { Expression } from './expression.ts'
import type { ShopLanguage } from './languages/shop-language.ts'
import { SHOP_LANGUAGES } from './languages/shop-languages.ts'

export interface FileHeader {
  readonly name: string
  readonly columns: readonly string[]
}

type Columns = Record<string, Expression>
type ProposedSource = { files: string[]; tables: ProposedFeed[] } & Partial<NonNullable<ShopLanguage['amounts']>>
type ProposedFeed = { table: SourceTable; one_for?: string[]; columns: Columns }

const TABLES = Object.keys(SOURCE_TABLES) as SourceTable[]

/**
 * A mapping for files that nobody has described yet, as YAML to be read and corrected: each kind of file goes to the table whose
 * columns its header names best, and what could not be decided stands in comments. It is loaded like any other, so every name is checked.
 */
export function proposeMapping(headers: readonly FileHeader[]): string {
  const sources: Record<string, ProposedSource> = {}
  const remarks: string[] = []
  const language = languageOf(headers)
  for (const [pattern, { columns, name }] of kindsOf(headers)) {
    const feeds = feedsOf(name, columns, language)
    if (feeds.length === 0) {
      remarks.push(`${pattern} was not understood; its columns are ${columns.join(', ')}`)
      continue
    }
    sources[sourceName(pattern, feeds[0]!.table, sources)] = { files: [pattern], ...language?.amounts, tables: feeds }
    const used = new Set(feeds.flatMap((feed) => Object.values(feed.columns).flatMap(namesIn)))
    const unused = columns.filter((column) => !used.has(column))
    if (unused.length > 0) remarks.push(`not used of ${pattern}: ${unused.join(', ')}`)
  }
  if (!Object.values(sources).some(({ tables }) => tables.some(({ table }) => table === 'orders'))) {
    remarks.push('no file with orders was found: a mapping needs a table orders, with order_id and ordered_at')
  }
  const { currency, timeZone } = language ?? { currency: 'USD', timeZone: 'UTC' }
  const statuses = language && { statuses: statusWords(language) }
  const mapping = { format: 'zerosec.mapping/1', name: 'shop', currency, time_zone: timeZone, ...statuses, sources }
  const guess = language ? ` ${currency} and ${timeZone} are guesses: the headers are ${language.name}.` : ''
  const comments = [
    `Proposed from the headers of the files. Set currency (ISO 4217) and time_zone (IANA) to the shop’s.${guess}`,
    ...remarks,
  ]
  return `${comments.map((comment) => `# ${comment.replaceAll(/\s+/g, ' ')}\n`).join('')}${stringify(mapping, { lineWidth: 120, aliasDuplicateObjects: false })}`
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
function feedsOf(name: string, columns: readonly string[], language: ShopLanguage | undefined): ProposedFeed[] {
  const found = TABLES.flatMap((table) => {
    const matched = matchColumns(table, columns, language)
    const missing = requiredOf(table).filter((column) => !Object.hasOwn(matched, column))
    if (missing.length > 0) return []
    return [
      { table, columns: matched, score: Object.keys(matched).length + (speaksFor(name, table, language) ? 3 : 0) },
    ]
  })
  const [best] = found.sort((a, b) => b.score - a.score)
  if (best === undefined) return []
  const feed: ProposedFeed = { table: best.table, columns: best.columns }
  const ownLines = found.find(({ table }) => table === 'lines')
  const isLines = ownLines !== undefined && (ownLines.score >= best.score || sellsProducts(best.table, ownLines))
  const orders = matchColumns('orders', columns, language)
  if (!isLines || orders['ordered_at'] === undefined || orders['order_id'] === undefined) return [feed]
  const lines =
    best.table === 'lines' ? feed : { table: 'lines' as const, columns: matchColumns('lines', columns, language) }
  return [lines, { table: 'orders', one_for: ['order_id'], columns: { ...orders, ...sameOrder(lines) } }]
}

/** A row that has an order, a product and how many of it is a line of the order, whatever else it says of the order. */
function sellsProducts(best: SourceTable, { columns }: ProposedFeed): boolean {
  return best === 'orders' && columns['product_id'] !== undefined && columns['quantity'] !== undefined
}

/** Orders that are made of lines have the lines' id. */
function sameOrder({ columns }: ProposedFeed): Columns {
  return { order_id: columns['order_id']! }
}

/** The language, other than English, that most of the headers have words of; undefined where English has as many. */
function languageOf(headers: readonly FileHeader[]): ShopLanguage | undefined {
  const names = headers.flatMap(({ columns }) => columns.map(plainName))
  const count = (words: ReadonlySet<string>) => names.filter((name) => words.has(name)).length
  let [best, most] = [undefined as ShopLanguage | undefined, count(ENGLISH)]
  for (const language of SHOP_LANGUAGES) {
    const own = count(wordsOf(language.columns))
    if (own > most) [best, most] = [language, own]
  }
  return best
}

/** What is known without a mapping, and the language's own words: a mapping that names any has to name all. */
function statusWords({ canceled }: ShopLanguage): Partial<Record<Exclusion, string[]>> {
  const words: Partial<Record<Exclusion, string[]>> = { canceled: [...canceled] }
  for (const [word, exclusion] of Object.entries(STATUS_WORDS)) (words[exclusion] ??= []).push(word)
  return words
}

function wordsOf(tables: Partial<Readonly<Record<SourceTable, Readonly<Record<string, readonly string[]>>>>>) {
  return new Set(Object.values(tables).flatMap((columns) => Object.values(columns).flat()))
}

const ENGLISH = wordsOf(COLUMN_WORDS)

function speaksFor(file: string, table: SourceTable, language: ShopLanguage | undefined): boolean {
  return NAME_WORDS[table].test(file) || language?.files[table]?.test(file.normalize('NFC')) === true
}

function matchColumns(table: SourceTable, columns: readonly string[], language: ShopLanguage | undefined): Columns {
  const plain = new Map(columns.map((column) => [plainName(column), column]))
  const matched: Columns = {}
  const taken = new Set<string>()
  for (const [column, english] of Object.entries(COLUMN_WORDS[table])) {
    const words = [...(language?.columns[table]?.[column] ?? []), ...english]
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

/** As the file, or as its table where the file's name has no letter that such a name may have. */
function sourceName(pattern: string, table: SourceTable, taken: Readonly<Record<string, unknown>>): string {
  const bare = pattern
    .replace(/\.[^.]*$/, '')
    .replaceAll(/[^\w-]+/g, '_')
    .replaceAll(/^[_-]+|[_-]+$/g, '')
    .slice(0, 50)
  const name = /[a-z]/i.test(bare) ? bare : table
  let number = 1
  while (Object.hasOwn(taken, number === 1 ? name : `${name}_${number}`)) number++
  return number === 1 ? name : `${name}_${number}`
}
