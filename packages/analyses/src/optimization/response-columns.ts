import { CodedError } from '@zerosec/errors'
import type { Column, NumberColumn, Table } from '@zerosec/table'
import { isRowNumber } from '../row-numbers.ts'

/** The measured columns and how they were told from factors. */
export interface Responses {
  readonly columns: readonly NumberColumn[]
  /** Results that are no numbers, such as OK and NG: neither factors nor responses. */
  readonly others: readonly string[]
  readonly found: 'named' | 'by name' | 'by gaps' | 'by shape' | 'none'
}

const NAME =
  /^(y|responses?|results?|outputs?|targets?|property|properties|yield|strength|purity|score|結果|応答値?|目的変数|特性値?|物性値?|測定値|評価値?)[\s._-]*\d*$/i
const ENDING =
  /(収率|強度|純度|歩留まり|歩留り|歩留|不良率|摩耗量?|変換率|転化率|選択率|硬度|粘度|yield|strength|purity|toughness|hardness|viscosity|conductivity|roughness)$/i
/** Of the rows that have a value of their own: above in measured columns, below in settings. */
const MEASURED = 0.75
const SET = 0.5
/** Rows in which settings have shown whether they repeat. */
const LOOKED_AT = 2_000
/** In a long table, settings repeat far more: less repetition may be a list of random candidates. */
const LONG = { rows: 300, set: 0.1 }

/**
 * The measured columns: those that are named; else those with a name such as Result, y1, 収率, and what stands right of them
 * and looks measured; else those at the right end that have gaps; else the last ones if nearly every row has another value in
 * them while all others repeat theirs.
 *
 * @throws CodedError column_unknown, response_not_numeric
 */
export function responseColumns(table: Table, named: readonly string[]): Responses {
  if (named.length > 0) {
    return { columns: named.map((name) => namedResponse(table, name)), others: [], found: 'named' }
  }
  const known = table.columns.filter(({ name, kind }) => isResponseName(name) && kind === 'number') as NumberColumn[]
  if (known.length > 0) return withNeighbours(table, known)
  const byGaps = trailing(table.columns, ({ missingCount }) => missingCount > 0)
  if (byGaps.length > 0) return { columns: byGaps, others: [], found: 'by gaps' }
  const byShape = trailingMeasurements(table)
  return { columns: byShape, others: [], found: byShape.length > 0 ? 'by shape' : 'none' }
}

/** Whether some result stands in each row; one that can't be read, such as "<1.0", was measured all the same. */
export function measuredRows(table: Table, { columns }: Responses): boolean[] {
  const { rowNumbers } = table.source
  const unreadable = new Set(columns.flatMap((column) => column.unreadable.map(({ row }) => row)))
  return Array.from(
    { length: table.rowCount },
    (_, row) => columns.some(({ values }) => !Number.isNaN(values[row]!)) || unreadable.has(rowNumbers[row]!),
  )
}

function namedResponse(table: Table, name: string): NumberColumn {
  const column = table.columns.find((each) => each.name === name)
  if (!column) throw new CodedError('column_unknown', { column: name, known: table.columns.map((each) => each.name) })
  if (column.kind !== 'number') throw new CodedError('response_not_numeric', { column: name, kind: column.kind })
  return column
}

function isResponseName(name: string): boolean {
  const plain = name
    .normalize('NFKC')
    .replace(/\s*[([{〔【].*$/, '')
    .trim()
  return NAME.test(plain) || ENDING.test(plain)
}

/** Results stand together at the right end: where the columns right of a known one look measured, they are results too. */
function withNeighbours(table: Table, known: readonly NumberColumn[]): Responses {
  const first = table.columns.indexOf(known[0]!)
  const before = table.columns.slice(0, first)
  const after = table.columns.slice(first + 1)
  const numbers = after.filter((column): column is NumberColumn => column.kind === 'number' && !isRowNumber(column))
  const hasFactors = before.some((column) => column.kind !== 'text' && column.kind !== 'date' && !isRowNumber(column))
  if (!hasFactors || !numbers.every((column) => known.includes(column) || looksMeasured(column))) {
    return { columns: known, others: [], found: 'by name' }
  }
  const others = after.filter(({ kind }) => kind === 'category' || kind === 'boolean').map(({ name }) => name)
  return { columns: [known[0]!, ...numbers], others, found: 'by name' }
}

function looksMeasured(column: NumberColumn): boolean {
  return column.missingCount > 0 || distinctShare(column) > SET
}

/** The numeric columns at the right end that satisfy a condition, if some column before them doesn't. */
function trailing(columns: readonly Column[], condition: (column: NumberColumn) => boolean): NumberColumn[] {
  const found: NumberColumn[] = []
  for (const column of columns.toReversed()) {
    if (column.kind !== 'number' || !condition(column)) return found.toReversed()
    found.push(column)
  }
  return []
}

function trailingMeasurements(table: Table): NumberColumn[] {
  if (table.rowCount < 4) return []
  const last = trailing(table.columns, (column) => distinctShare(column) > MEASURED && !isEvenlySpaced(column.values))
  const others = table.columns.filter(
    (column): column is NumberColumn => column.kind === 'number' && !last.includes(column) && !isRowNumber(column),
  )
  const most = table.rowCount > LONG.rows ? LONG.set : SET
  return others.length > 0 && others.every((column) => distinctShare(column) <= most) ? last : []
}

function distinctShare(column: NumberColumn): number {
  const values = column.values.subarray(0, LOOKED_AT)
  return new Set(values).size / values.length
}

/** 10, 20, 30 … as settings go. */
function isEvenlySpaced(values: Float64Array): boolean {
  const sorted = values.slice(0, LOOKED_AT).sort()
  const step = sorted[1]! - sorted[0]!
  return sorted.every((value, i) => i === 0 || Math.abs(value - sorted[i - 1]! - step) <= 1e-9 * Math.abs(value))
}
