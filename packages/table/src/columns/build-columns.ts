import { unitText } from '../cells/units.ts'
import type { Finding } from '../findings.ts'
import { rowText } from '../layout/footer.ts'
import type { Layout, SampleRow } from '../layout/layout.ts'
import { nameColumns } from '../layout/names.ts'
import type { Column } from '../table.ts'
import { Places, quoted } from './places.ts'
import type { RawColumn, Typing } from './raw-column.ts'
import { typeColumn } from './type-column.ts'

/** Names and types the columns of a table; columns without a name and without any value are dropped. */
export function buildColumns(
  raw: readonly RawColumn[],
  layout: Layout,
  sample: readonly SampleRow[],
  typing: Typing,
): Column[] {
  const { findings } = typing
  const line = (index: number) => sample[index]!.line
  reportTitles(findings, layout, sample)
  const kept = raw.flatMap((column, index) => (layout.names[index]!.trim() === '' && isEmpty(column) ? [] : [index]))
  reportDropped(findings, raw.length, kept, layout.header < 0 ? 0 : line(layout.header))
  const unitFields = layout.units === undefined ? [] : sample[layout.units]!.fields
  if (layout.units !== undefined) {
    const places = new Places()
    places.add({ row: line(layout.units), before: rowText(unitFields) })
    findings.push(
      places.finding('repair', 'units_row_used', `Row ${line(layout.units)} holds the units of the columns.`),
    )
  }
  const names = kept.map((index) => layout.names[index]!)
  const units = kept.map((index) => unitText(unitFields[index] ?? '') ?? raw[index]!.unit)
  const headings =
    layout.header < 0
      ? namelessHeadings(findings, kept, line(layout.data))
      : nameColumns(names, units, line(layout.header), findings)
  return kept.map((index, position) => typeColumn(raw[index]!, headings[position]!, typing))
}

function isEmpty({ values, otherRows, texts }: RawColumn): boolean {
  if (otherRows.length > 0 && texts.some((text) => text.trim() !== '')) return false
  return values.every((value) => value !== value)
}

function namelessHeadings(findings: Finding[], kept: readonly number[], firstRow: number): { name: string }[] {
  const places = new Places()
  places.add({ row: firstRow })
  const message =
    'The first row reads like data, so the columns were named column_1, column_2, …. Add a header row if this is wrong.'
  findings.push(places.finding('doubt', 'header_missing', message))
  return kept.map((index) => ({ name: `column_${index + 1}` }))
}

function reportTitles(findings: Finding[], { titles }: Layout, sample: readonly SampleRow[]): void {
  if (titles.length === 0) return
  const places = new Places()
  for (const index of titles) {
    const { line, fields } = sample[index]!
    places.add({ row: line, before: rowText(fields) })
  }
  const message = `Rows above the header were left out: ${quoted(places.first.map((place) => place.before!))}.`
  findings.push(places.finding('repair', 'title_rows_skipped', message))
}

function reportDropped(findings: Finding[], count: number, kept: readonly number[], headerRow: number): void {
  if (kept.length === count) return
  const places = new Places()
  for (let index = 0; index < count; index++) {
    if (!kept.includes(index)) places.add({ row: headerRow, column: `column_${index + 1}` })
  }
  const message = `${places.count} column(s) without a name and without any value were left out.`
  findings.push(places.finding('repair', 'column_empty_dropped', message))
}
