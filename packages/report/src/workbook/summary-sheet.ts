import type { Json, ReferencedFile, Report } from '../document.ts'
import { writeLink, writeMetrics } from './section-sheet.ts'
import type { Cell, SheetWriter } from './sheet-writer.ts'

export function writeSummary(
  writer: SheetWriter,
  report: Report,
  sheets: readonly { readonly name: string; readonly text: string }[],
): void {
  writer.paragraph(report.title, 'title')
  writer.paragraph(report.headline, 'headline')

  const metrics = report.sections.flatMap((section) => section.blocks.filter((block) => block.kind === 'metrics'))
  if (metrics.length > 0) {
    writer.skip()
    writer.heading('Key figures')
    writeMetrics(writer, metrics)
  }
  if (report.warnings.length > 0) {
    writer.skip()
    writeWarnings(writer, report)
  }
  writer.skip()
  writer.heading('Sheets')
  for (const { name, text } of sheets) writeLink(writer, name, text)
  writer.skip()
  writer.heading('Table')
  writeFacts(writer, [
    ['Name', report.table.name],
    ['Rows', report.table.rows],
    ['Columns', report.table.columns],
    ['SHA-256', report.table.sha256],
  ])
  writeFiles(writer, report.files ?? [])
  writer.skip()
  writer.heading('Parameters')
  writeFacts(writer, [
    ['analysis', report.analysis],
    ...Object.entries(report.parameters),
    ['seed', report.seed],
    ['version', report.version],
  ])
  writer.finish()
}

function writeFiles(writer: SheetWriter, files: readonly ReferencedFile[]): void {
  if (files.length === 0) return
  writer.skip()
  writer.heading('Files that parameters name')
  writeFacts(
    writer,
    files.map(({ reference, bytes, sha256 }) => [reference, `${bytes} bytes, SHA-256 ${sha256}`]),
  )
}

function writeWarnings(writer: SheetWriter, report: Report): void {
  writer.heading('What was changed, and what to be careful about')
  for (const { level, message, columns, rows, count } of report.warnings) {
    const places = [
      columns?.length ? `columns: ${columns.join(', ')}` : '',
      rows?.length ? `rows: ${rows.join(', ')}${count !== undefined && count > rows.length ? ', …' : ''}` : '',
    ].filter(Boolean)
    const mark = { note: '', caution: 'Caution: ', serious: 'Serious: ' }[level]
    writer.paragraph(`${mark}${message}${places.length > 0 ? ` (${places.join('; ')})` : ''}`)
  }
}

function writeFacts(writer: SheetWriter, facts: readonly (readonly [string, Json])[]): void {
  for (const [name, value] of facts)
    writer.cells([
      { value: name, role: 'label' },
      { ...factCell(value), align: 'left', overflow: true },
    ])
}

function factCell(value: Json): Cell {
  if (value === null) return { value: '–' }
  if (Array.isArray(value)) return { value: value.length === 0 ? '–' : value.map((item) => shown(item)).join(', ') }
  if (typeof value === 'object') return { value: JSON.stringify(value) }
  return { value }
}

function shown(item: Json): string {
  return typeof item === 'object' ? JSON.stringify(item) : String(item)
}
