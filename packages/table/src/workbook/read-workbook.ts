import { CodedError } from '@zerosec/errors'
import { counted, Places } from '../columns/places.ts'
import type { RawColumn } from '../columns/raw-column.ts'
import type { Finding } from '../findings.ts'
import type { ReadGrid } from '../grid.ts'
import { countFooterRows, reportFooter } from '../layout/footer.ts'
import { findLayout, type Layout, type SampleRow } from '../layout/layout.ts'
import type { ReadOptions } from '../options.ts'
import { readSheet, type Sheet } from './sheet.ts'
import { openWorkbook, type SheetEntry, type Workbook } from './workbook.ts'

const SAMPLED_ROWS = 200
const FOOTER_ROWS = 12

interface ChosenSheet {
  readonly entry: SheetEntry
  readonly sheet: Sheet
  readonly sample: readonly SampleRow[]
  readonly layout: Layout
}

/**
 * Takes a workbook's sheet apart: the named one, else the first visible one that holds a table of two columns or more.
 *
 * @throws CodedError sheet_unknown, file_empty, file_header_only, file_corrupt, file_encrypted, file_type_unsupported,
 *   file_expands_too_far, file_too_many_cells, option_invalid
 */
export async function readWorkbook(bytes: Uint8Array, options: ReadOptions): Promise<ReadGrid> {
  const workbook = await openWorkbook(bytes)
  const { entry, sheet, sample, layout } = await chooseSheet(workbook, options)
  const firstRow = layout.data < sample.length ? layout.data : sheet.rowNumbers.length
  const footer = findFooter(sheet, firstRow, layout.width)
  const end = sheet.rowNumbers.length - footer.length
  if (end <= firstRow) throw new CodedError('file_header_only')

  const findings: Finding[] = []
  reportChoice(findings, workbook, entry, options)
  reportGaps(findings, sheet.rowNumbers.slice(firstRow, end))
  reportFooter(findings, footer)
  return {
    layout,
    sample,
    columns: Array.from({ length: layout.width }, (_, index) => rawColumn(sheet, index, firstRow, end)),
    rowNumbers: Uint32Array.from(sheet.rowNumbers.slice(firstRow, end)),
    decimalMark: '.',
    source: { format: 'xlsx', sheet: entry.name, sheets: workbook.sheets.map(({ name }) => name) },
    findings,
  }
}

async function chooseSheet(workbook: Workbook, options: ReadOptions): Promise<ChosenSheet> {
  const { sheets } = workbook
  const named = sheets.filter(({ name }) => name === options.sheet)
  if (options.sheet !== undefined && named.length === 0) {
    throw new CodedError('sheet_unknown', { sheet: options.sheet, known: sheets.map(({ name }) => name) })
  }
  let narrow: ChosenSheet | undefined
  for (const entry of options.sheet === undefined ? sheets.filter(({ hidden }) => !hidden) : named) {
    const sheet = await readSheet(workbook, entry.path)
    if (sheet.rowNumbers.length === 0) continue
    const sample = sampleRows(sheet, 0, (options.headerRow ?? 0) + SAMPLED_ROWS)
    const layout = findLayout(sample, '.', options.headerRow)
    const chosen = { entry, sheet, sample, layout }
    if (layout.width > 1 && layout.data < sample.length) return chosen
    // a sheet with one column of rows is better than one with a title only
    if (narrow === undefined || narrow.layout.data >= narrow.sample.length) narrow = chosen
  }
  if (narrow === undefined) throw new CodedError('file_empty')
  return narrow
}

/** Rows as texts, all as wide as the sheet. */
function sampleRows({ rowNumbers, columns }: Sheet, from: number, to: number): SampleRow[] {
  const rows = rowNumbers.slice(from, to).map((line) => ({ line, fields: columns.map(() => '') }))
  for (const [index, { values, textRows, texts }] of columns.entries()) {
    for (const [at, row] of rows.entries()) {
      const value = values[from + at]!
      if (value === value) row.fields[index] = String(value)
    }
    for (const [at, row] of textRows.entries()) {
      if (row >= to) break
      const sampled = rows[row - from]
      if (sampled !== undefined) sampled.fields[index] = texts[at]!
    }
  }
  return rows
}

function findFooter(sheet: Sheet, firstRow: number, width: number): readonly SampleRow[] {
  const from = Math.max(firstRow, sheet.rowNumbers.length - FOOTER_ROWS)
  const last = sampleRows(sheet, from, sheet.rowNumbers.length)
  const count = countFooterRows(last, width)
  return count === 0 ? [] : last.slice(-count)
}

function rawColumn(sheet: Sheet, index: number, from: number, to: number): RawColumn {
  const column = sheet.columns[index]
  const [firstRow, lastRow] = [sheet.rowNumbers[from]!, sheet.rowNumbers[to - 1]!]
  const formulas = (sheet.formulasWithoutValue.get(index + 1) ?? []).filter(
    ({ row }) => row >= firstRow && row <= lastRow,
  )
  const values = column?.values.subarray(from, to) ?? new Float64Array(to - from).fill(NaN)
  const rows: number[] = []
  const codes: number[] = []
  const texts: string[] = []
  const codeOf = new Map<string, number>()
  const code = (text: string) => {
    const known = codeOf.get(text)
    if (known !== undefined) return known
    codeOf.set(text, texts.length)
    return texts.push(text) - 1
  }
  for (const [at, row] of column?.textRows.entries() ?? []) {
    if (row < from || row >= to) continue
    rows.push(row - from)
    codes.push(code(column!.texts[at]!))
  }
  const otherCodes = Int32Array.from(codes)
  const otherRows = Uint32Array.from(rows)
  const count = texts.length
  return {
    values,
    otherRows,
    otherCodes,
    texts: texts.slice(0, count),
    ...(column?.hasTimes ? { unit: 'd' } : {}),
    formulas,
    allTexts() {
      const all = Int32Array.from(values, (value) => (value === value ? code(String(value)) : -1))
      for (const [at, row] of otherRows.entries()) all[row] = otherCodes[at]!
      return { codes: all, texts }
    },
  }
}

function reportChoice(findings: Finding[], { sheets }: Workbook, chosen: SheetEntry, { sheet }: ReadOptions): void {
  const others = sheets.filter((entry) => entry !== chosen)
  if (sheet !== undefined || others.length === 0) return
  const places = new Places()
  places.addUnseen(others.length)
  const names = others.map(({ name, hidden }) => (hidden ? `${name} (hidden)` : name))
  const message = `The sheet "${chosen.name}" was read, the first visible one with a table. There are also: ${names.join(', ')}.`
  findings.push(places.finding('doubt', 'sheet_chosen', message))
}

function reportGaps(findings: Finding[], rowNumbers: readonly number[]): void {
  const places = new Places()
  for (let at = 1; at < rowNumbers.length; at++) {
    for (let row = rowNumbers[at - 1]! + 1; row < rowNumbers[at]!; row++) places.add({ row })
  }
  if (places.count === 0) return
  findings.push(places.finding('repair', 'row_empty_skipped', `${counted(places.count, 'empty row')} were skipped.`))
}
