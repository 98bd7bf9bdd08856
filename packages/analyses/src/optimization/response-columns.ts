import { CodedError } from '@zerosec/errors'
import type { Column, NumberColumn, Table } from '@zerosec/table'

/** The measured columns and how they were told from factors. */
export interface Responses {
  readonly columns: readonly NumberColumn[]
  readonly found: 'named' | 'by name' | 'by gaps' | 'by shape' | 'none'
}

const RESPONSE_NAME =
  /^(y|responses?|results?|outputs?|targets?|property|properties|yield|strength|purity|score|結果|応答値?|目的変数|特性値?|物性値?|測定値|評価値?)[\s._-]*\d*$/i
const RESPONSE_ENDING =
  /(収率|強度|純度|歩留まり|歩留り|歩留|不良率|摩耗量?|変換率|転化率|選択率|硬度|yield|strength|purity)$/i
/** In a larger table, measured and set columns can't be told apart by their shape: it may be a list of candidates. */
const MOST_ROWS_BY_SHAPE = 300

/**
 * The measured columns: those that are named, else those with a name such as Result, y1, 収率, else those at the right end
 * that have gaps, else the last ones if every row has another value in them while all others repeat theirs.
 *
 * @throws CodedError column_unknown, response_not_numeric
 */
export function responseColumns(table: Table, named: readonly string[]): Responses {
  if (named.length > 0) return { columns: named.map((name) => namedResponse(table, name)), found: 'named' }
  const numbers = table.columns.filter((column): column is NumberColumn => column.kind === 'number')
  const byName = numbers.filter(({ name }) => isResponseName(name))
  if (byName.length > 0) return { columns: byName, found: 'by name' }
  const byGaps = trailing(table.columns, ({ missingCount }) => missingCount > 0)
  if (byGaps.length > 0) return { columns: byGaps, found: 'by gaps' }
  const byShape = trailingMeasurements(table)
  return { columns: byShape, found: byShape.length > 0 ? 'by shape' : 'none' }
}

export function isMeasured({ columns }: Responses, row: number): boolean {
  return columns.some(({ values }) => !Number.isNaN(values[row]!))
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
  return RESPONSE_NAME.test(plain) || RESPONSE_ENDING.test(plain)
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
  if (table.rowCount < 4 || table.rowCount > MOST_ROWS_BY_SHAPE) return []
  const share = (column: NumberColumn) => new Set(column.values).size / table.rowCount
  const last = trailing(table.columns, (column) => share(column) > 0.75 && !isEvenlySpaced(column.values))
  const others = table.columns.filter(
    (column): column is NumberColumn => column.kind === 'number' && !last.includes(column),
  )
  return others.length > 0 && others.every((column) => share(column) <= 0.5) ? last : []
}

/** 10, 20, 30 … down the rows, as settings go. */
function isEvenlySpaced(values: Float64Array): boolean {
  const sorted = values.toSorted()
  const step = sorted[1]! - sorted[0]!
  return sorted.every((value, i) => i === 0 || Math.abs(value - sorted[i - 1]! - step) <= 1e-9 * Math.abs(value))
}
