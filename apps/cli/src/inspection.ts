import type { ColumnProfile, Finding, TableProfile } from '@zerosec/table'
import { numberText } from './number-text.ts'
import { type TextColumn, textTable } from './text-table.ts'
import { textWidth, visibleText } from './text-width.ts'

const COLUMNS: readonly TextColumn[] = [
  { label: 'column', maxWidth: 40 },
  { label: 'kind' },
  { label: 'role' },
  { label: 'unit', maxWidth: 16 },
  { label: 'missing', align: 'right' },
  { label: 'distinct', align: 'right' },
  { label: 'range or levels', maxWidth: 60 },
]

/** What a file holds, for reading: how it was read, its columns, then every repair and doubt. */
export function inspectionText(profile: TableProfile): string {
  const columns = textTable(COLUMNS, profile.columns.map(columnCells))
  return [sourceLine(profile), columns, findingsText(profile.findings)].join('\n\n')
}

function sourceLine({ name, rows, columns, source }: TableProfile): string {
  const how = [
    source.format.toUpperCase(),
    source.encoding,
    source.delimiter === undefined ? undefined : `separated by ${delimiterName(source.delimiter)}`,
    source.decimal_mark === ',' ? 'decimal comma' : undefined,
    source.sheet === undefined ? undefined : `sheet "${visibleText(source.sheet)}"`,
    `header in row ${source.header_row}`,
    source.units_row === undefined ? undefined : `units in row ${source.units_row}`,
  ]
  return `${visibleText(name)}: ${rows} rows × ${columns.length} columns (${how.filter((part) => part !== undefined).join(', ')})`
}

function delimiterName(delimiter: string): string {
  return { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' }[delimiter] ?? `"${delimiter}"`
}

function columnCells(column: ColumnProfile): string[] {
  const { name, kind, role, unit = '', missing, distinct } = column
  return [
    name,
    kind,
    role === 'factor' ? '' : role,
    unit,
    missing === 0 ? '' : String(missing),
    String(distinct),
    rangeText(column),
  ]
}

function rangeText({ kind, min, max, levels, distinct }: ColumnProfile): string {
  if (min !== undefined && max !== undefined) return `${valueText(min)} to ${valueText(max)}`
  if (kind === 'text' || levels === undefined) return ''
  const shown = levels.slice(0, 6).map(({ value, count }) => `${value} (${count})`)
  return shown.join(', ') + (distinct > shown.length ? ', …' : '')
}

function valueText(value: number | string): string {
  return typeof value === 'number' ? numberText(value) : value
}

/** Repairs and doubts, each with its places. */
export function findingsText(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'No repairs, no doubts.'
  const kinds = [
    ['Repairs', findings.filter((finding) => finding.kind === 'repair')],
    ['Doubts', findings.filter((finding) => finding.kind === 'doubt')],
  ] as const
  return kinds
    .filter(([, list]) => list.length > 0)
    .map(([title, list]) => `${title}:\n${list.map(findingText).join('\n')}`)
    .join('\n\n')
}

function findingText({ code, message, places, count, column }: Finding): string {
  const more = count > places.length && places.length > 0 ? [`… ${count - places.length} more`] : []
  const items = [...places.map((place) => placeText(place, column)), ...more]
  return [`  - ${visibleText(message)} (${code})`, ...wrapItems(items)].join('\n')
}

/** The column is named where it is not the finding's own. */
function placeText({ row, column, before, after }: Finding['places'][number], known: string | undefined): string {
  const where = column === undefined || column === known ? `row ${row}` : `row ${row}, ${visibleText(column)}`
  if (before === undefined) return where
  return `${where}: "${visibleText(before)}"${after === undefined ? '' : ` → ${visibleText(after)}`}`
}

const LINE_WIDTH = 100
const INDENT = '    '

/** As many items on a line as it holds. */
function wrapItems(items: readonly string[]): string[] {
  const lines: string[] = []
  for (const item of items) {
    const longer = `${lines.at(-1)}; ${item}`
    if (lines.length > 0 && textWidth(longer) <= LINE_WIDTH) lines[lines.length - 1] = longer
    else lines.push(`${INDENT}${item}`)
  }
  return lines
}
