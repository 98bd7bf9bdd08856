import type {
  Block,
  CalculatorBlock,
  FigureBlock,
  MetricsBlock,
  RunSheetBlock,
  Section,
  TableBlock,
} from '../document.ts'
import type { Picture } from '../figures/render-png.ts'
import { columnFormat, numberFormat } from './number-format.ts'
import { writeRuns } from './run-sheet-rows.ts'
import { sheetReference } from './sheet-names.ts'
import type { Cell, SheetWriter } from './sheet-writer.ts'

/** A longer table gets a sheet of its own, with its header frozen and a filter on it. */
const LONGEST_INLINE_TABLE = 60

/** What a section's sheet needs from the workbook. */
export interface SectionContents {
  readonly picture: (figureId: string) => Picture
  /** Adds a sheet with a name near the wish. */
  readonly open: (wish: string) => { readonly name: string; readonly writer: SheetWriter }
  /** Writes a calculator's sheets and returns the name of the one to open. */
  readonly calculator: (block: CalculatorBlock) => string
}

export function writeSection(section: Section, contents: SectionContents): void {
  const { writer } = contents.open(section.title)
  writer.paragraph(section.title, 'title')
  if (section.text) writer.paragraph(section.text)
  const only = section.blocks.length === 1 ? section.blocks[0] : undefined
  if (only?.kind === 'table' && only.rows.length > LONGEST_INLINE_TABLE) {
    writeLongTable(writer, only)
    return writer.finish()
  }
  for (const group of groupFigures(section.blocks)) {
    writer.skip()
    if (Array.isArray(group)) writeFigures(writer, group, contents)
    else writeBlock(writer, group, contents)
  }
  writer.finish()
}

/** Figures that follow each other are placed together. */
function groupFigures(blocks: readonly Block[]): (Exclude<Block, FigureBlock> | FigureBlock[])[] {
  const groups: (Exclude<Block, FigureBlock> | FigureBlock[])[] = []
  for (const block of blocks) {
    const last = groups.at(-1)
    if (block.kind !== 'figure') groups.push(block)
    else if (Array.isArray(last)) last.push(block)
    else groups.push([block])
  }
  return groups
}

function writeFigures(writer: SheetWriter, figures: readonly FigureBlock[], contents: SectionContents): void {
  writer.pictures(figures.map((figure) => contents.picture(figure.id)))
  for (const { title, caption } of figures) {
    if (caption) writer.paragraph(figures.length > 1 ? `${title}: ${caption}` : caption, 'note')
  }
}

function writeBlock(writer: SheetWriter, block: Exclude<Block, FigureBlock>, contents: SectionContents): void {
  switch (block.kind) {
    case 'text':
      return writer.paragraph(block.text)
    case 'metrics':
      return writeMetrics(writer, [block])
    case 'formula':
      writer.heading(block.title)
      return writer.paragraph(block.text, 'code')
    case 'calculator':
      writer.heading(block.title)
      return writeLink(writer, contents.calculator(block), 'Change the inputs and see the prediction with its interval')
    case 'run_sheet':
      return writeRunSheet(writer, block, contents)
    case 'table':
      return writeTable(writer, block, contents)
  }
}

/** A cell that opens another sheet of the workbook. */
export function writeLink(writer: SheetWriter, sheet: string, text: string): void {
  const quote = (value: string): string => `"${value.replaceAll('"', '""')}"`
  const formula = `HYPERLINK(${quote(`#${sheetReference(sheet)}!A1`)},${quote(text)})`
  writer.cells([{ value: { formula, result: text }, role: 'link', overflow: true }])
}

export function writeMetrics(writer: SheetWriter, blocks: readonly MetricsBlock[]): void {
  const items = blocks.flatMap((block) => block.items)
  writer.cells(
    ['Metric', 'Value', 'Unit', 'Note'].map((value, i) => ({
      value,
      role: 'header',
      align: i === 1 ? 'right' : 'left',
    })),
  )
  for (const { label, value, unit, note } of items) {
    const cells: Cell[] = [
      { value: label, role: 'label' },
      typeof value === 'number' ? { value, format: numberFormat([value])(value) } : { value, align: 'right' },
      { value: unit ?? null, role: 'label' },
      { value: note ?? null, role: 'label' },
    ]
    writer.cells(cells)
  }
}

function writeTable(writer: SheetWriter, table: TableBlock, contents: SectionContents): void {
  writer.heading(table.title)
  if (table.rows.length <= LONGEST_INLINE_TABLE) {
    writeRows(writer, table)
    if (table.note) writer.paragraph(table.note, 'note')
    return
  }
  const own = contents.open(table.title)
  writeLink(writer, own.name, `${table.rows.length} rows, on a sheet of their own`)
  own.writer.paragraph(table.title, 'title')
  writeLongTable(own.writer, table)
  own.writer.finish()
}

/** With its header in view, a filter on it, and the note above it, where it is found. */
function writeLongTable(writer: SheetWriter, table: TableBlock): void {
  if (table.note) writer.paragraph(table.note, 'note')
  const header = writeRows(writer, table)
  writer.freeze(header)
  const [first, last] = [1, table.columns.length]
  writer.sheet.autoFilter = { from: { row: header, column: first }, to: { row: writer.row - 1, column: last } }
}

function writeRunSheet(writer: SheetWriter, block: RunSheetBlock, contents: SectionContents): void {
  writer.heading(block.title)
  writer.paragraph('run_sheet.xlsx holds these runs to be filled in.', 'note')
  if (block.runs.length <= LONGEST_INLINE_TABLE) {
    writeRuns(writer, block, { setting: 'body', result: 'body' })
    return
  }
  const own = contents.open(block.title)
  writeLink(writer, own.name, `${block.runs.length} runs, on a sheet of their own`)
  const { headerRow, last } = writeRuns(own.writer, block, { setting: 'body', result: 'body' })
  own.writer.freeze(headerRow)
  own.writer.sheet.autoFilter = { from: { row: headerRow, column: 1 }, to: { row: own.writer.row - 1, column: last } }
  own.writer.finish()
}

/** Returns the row of the header. */
function writeRows(writer: SheetWriter, table: TableBlock): number {
  const header = writer.cells(
    table.columns.map(({ label, unit, format }) => ({
      value: unit ? `${label} [${unit}]` : label,
      role: 'header',
      align: format === 'text' ? 'left' : 'right',
    })),
  )
  const formats = table.columns.map(({ format }, j) =>
    columnFormat(
      format,
      table.rows.map((row) => row[j]),
    ),
  )
  for (const row of table.rows) {
    writer.cells(row.map((value, j) => (typeof value === 'number' ? { value, format: formats[j]!(value) } : { value })))
  }
  return header
}
