import type { Column } from '../table.ts'
import { dateColumn } from './date-column.ts'
import { type ColumnTexts, columnKind, understandTexts } from './meaning.ts'
import { numberColumn } from './number-column.ts'
import { counted, Places, quoted } from './places.ts'
import type { Heading, RawColumn, Typing } from './raw-column.ts'
import { isIdentifier, meanLength, textColumn } from './text-column.ts'

/** Gives a column its kind and values, and reports everything that was changed or is in doubt about it. */
export function typeColumn(raw: RawColumn, heading: Heading, typing: Typing): Column {
  const texts = understandTexts(raw, heading, typing)
  const kind = columnKind(raw, texts)
  reportFormulas(raw, heading.name, typing)
  reportMissing(raw, texts, kind, heading.name, typing)
  let column: Column
  if (kind === 'number') column = numberColumn(raw, texts, heading, typing)
  else if (kind === 'date') column = dateColumn(raw, texts, heading, typing)
  else {
    column = textColumn(raw, heading, typing)
    reportMixed(texts, heading.name, typing)
  }
  reportDoubtfulUse(column, typing)
  return column
}

function reportFormulas({ formulas }: RawColumn, column: string, { findings }: Typing): void {
  if (formulas === undefined || formulas.length === 0) return
  const places = new Places()
  for (const { row, formula } of formulas) places.add({ row, column, before: formula })
  const message = `${counted(places.count, 'formula')} of "${column}" (${quoted([formulas[0]!.formula])}) have no stored result and count as missing. Save the workbook once in Excel.`
  findings.push(places.finding('doubt', 'cell_formula_without_value', message, column))
}

/** Every empty cell and marker that counts as missing, with how often each stands there. */
function reportMissing(
  raw: RawColumn,
  { meanings, cells }: ColumnTexts,
  kind: 'number' | 'date' | 'texts',
  column: string,
  { rowNumbers, findings }: Typing,
): void {
  const isMissing = meanings.map((meaning) => meaning.kind === 'missing' && (meaning.everywhere || kind !== 'texts'))
  const counts = new Map<string, number>()
  const places = new Places()
  let next = 0
  for (let at = 0; at < raw.values.length && (cells.blank > 0 || next < raw.otherRows.length); at++) {
    if (raw.values[at] === raw.values[at]) continue
    let text = ''
    if (raw.otherRows[next] === at) {
      const code = raw.otherCodes[next++]!
      if (!isMissing[code]) continue
      text = raw.texts[code]!.trim()
    }
    counts.set(text, (counts.get(text) ?? 0) + 1)
    places.add({ row: rowNumbers[at]!, column, ...(text === '' ? {} : { before: text }) })
  }
  if (places.count === 0) return
  const list = [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([text, count]) => `${text === '' ? 'empty' : text} (${count})`)
  const message = `${counted(places.count, 'cell')} of "${column}" ${places.count === 1 ? 'is' : 'are'} missing: ${list.join(', ')}.`
  findings.push(places.finding('repair', 'cell_missing_marker', message, column))
}

/** Numbers among texts: a column that its user may have meant as numbers. */
function reportMixed({ cells }: ColumnTexts, column: string, { findings }: Typing): void {
  const numbers = cells.plain + cells.number
  const others = cells.text + cells.date
  if (numbers === 0 || others === 0) return
  const places = new Places()
  places.addUnseen(others)
  const message = `"${column}" holds ${counted(numbers, 'number')} and ${counted(others, 'text')}; it was read as texts.`
  findings.push(places.finding('doubt', 'column_mixed', message, column))
}

function reportDoubtfulUse(column: Column, { findings }: Typing): void {
  const places = new Places()
  const add = (code: 'column_constant' | 'column_identifier', count: number, message: string) => {
    places.addUnseen(count)
    findings.push(places.finding('doubt', code, message, column.name))
  }
  const { name, missingCount } = column
  const rowCount = column.kind === 'category' ? column.codes.length : column.values.length
  if (missingCount === rowCount) add('column_constant', rowCount, `"${name}" holds no value at all.`)
  else if (isConstant(column)) {
    add('column_constant', rowCount - missingCount, `"${name}" holds one value only, so it explains nothing.`)
  } else if (column.kind === 'text') {
    const filled = column.values.filter((value) => value !== null)
    const distinct = new Set(filled).size
    if (isIdentifier(distinct, filled.length, meanLength(filled))) {
      add(
        'column_identifier',
        distinct,
        `"${name}" looks like an identifier: ${distinct} different texts in ${filled.length} cells.`,
      )
    }
  }
}

function isConstant(column: Column): boolean {
  if (column.kind === 'category') return column.levels.length === 1
  if (column.kind === 'text') return false
  const missing = column.kind === 'boolean' ? -1 : NaN
  let first: number | undefined
  for (const value of column.values) {
    if (value !== value || value === missing) continue
    if (first === undefined) first = value
    else if (value !== first) return false
  }
  return true
}
