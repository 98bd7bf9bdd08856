import type { DataValidation } from 'exceljs'
import type { RunSheetBlock, RunSheetFactor, RunSheetRun } from '../document.ts'
import { runSheetHeading } from '../run-sheet.ts'
import { limitedText } from './cell-text.ts'
import { fixedFormat, writeRuns } from './run-sheet-rows.ts'
import { type Cell, SheetWriter } from './sheet-writer.ts'
import { emptyWorkbook, workbookBytes } from './workbook-file.ts'

/** Any number, as Excel has them. */
const LARGEST = 1e300
/** High enough to write into by hand. */
const ROW_POINTS = 20

/**
 * The experiment as a workbook of its own (Excel 2016 or newer, LibreOffice). Sheet "Runs": a plain table that begins in the
 * first row, so that any reader of tables takes it back, with empty cells for the results. Sheet "Factors": what is varied, how
 * the runs were chosen, and how to go on.
 *
 * The same block gives the same bytes. Texts of the user stay texts, whatever they begin with.
 */
export async function renderRunSheet(block: RunSheetBlock, version: string): Promise<Uint8Array> {
  const workbook = await emptyWorkbook(block.title, version)
  writeRunsSheet(new SheetWriter(workbook, 'Runs'), block)
  writeFactorsSheet(new SheetWriter(workbook, 'Factors'), block)
  return await workbookBytes(workbook)
}

function writeRunsSheet(writer: SheetWriter, block: RunSheetBlock): void {
  const { headerRow, firstResult, last } = writeRuns(writer, block, { setting: 'given', result: 'input' })
  writer.finish()
  const { sheet } = writer
  for (const [r, response] of block.responses.entries()) {
    const rule = resultRule(response)
    for (const i of block.runs.keys()) {
      sheet.getCell(headerRow + 1 + i, firstResult + r).dataValidation = rule
    }
    const column = sheet.getColumn(firstResult + r)
    column.width = Math.max(column.width ?? 0, 14)
  }
  sheet.getRow(headerRow).height = 1.5 * ROW_POINTS
  for (const i of block.runs.keys()) sheet.getRow(headerRow + 1 + i).height = ROW_POINTS
  sheet.views = [{ state: 'frozen', xSplit: 1, ySplit: headerRow, showGridLines: false }]
  sheet.autoFilter = { from: { row: headerRow, column: 1 }, to: { row: writer.row - 1, column: last } }
  sheet.pageSetup = {
    ...sheet.pageSetup,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    printTitlesRow: `${headerRow}:${headerRow}`,
  }
}

/** Insists on a number: what is typed as text would be lost when the results are read. */
function resultRule(response: RunSheetBlock['responses'][number]): DataValidation {
  return {
    type: 'decimal',
    operator: 'between',
    formulae: [-LARGEST, LARGEST],
    allowBlank: true,
    showInputMessage: true,
    promptTitle: limitedText(response.name, 32),
    prompt: limitedText(`Type what was measured${response.unit ? `, in ${response.unit}` : ''}.`, 255),
    showErrorMessage: true,
    errorStyle: 'stop',
    errorTitle: 'Not a number',
    error: 'Type a number, or leave the cell empty if nothing was measured.',
  }
}

function writeFactorsSheet(writer: SheetWriter, block: RunSheetBlock): void {
  writer.paragraph(block.title, 'title')
  writer.skip()
  writer.heading('How to use this file')
  for (const [i, line] of instructions(block).entries()) writer.paragraph(`${i + 1}. ${line}`)
  writer.skip()
  writer.heading('Factors')
  const header = ['Factor', 'Kind', 'Low', 'High', 'Levels']
  writer.cells(
    header.map((value) => ({
      value,
      role: 'header',
      align: value === 'Low' || value === 'High' ? 'right' : 'left',
    })),
  )
  for (const factor of block.factors) writer.cells(factorCells(factor))
  if (block.constraints.length > 0) {
    writer.skip()
    writer.heading('Every run keeps to')
    for (const text of block.constraints) writer.cells([{ value: text, overflow: true }])
  }
  writer.skip()
  writer.heading('How the runs were chosen')
  for (const { label, value } of block.facts) {
    writer.cells([
      { value: label, role: 'label' },
      { value, align: 'left', overflow: true },
    ])
  }
  writer.finish()
}

function instructions({ runs, responses }: RunSheetBlock): string[] {
  const columns = responses.map((response) => runSheetHeading(response)).join(', ')
  const numbered = (role: RunSheetRun['role']) => runs.filter((run) => run.role === role).map((run) => run.number)
  const existing = numbered('existing')
  const extras = [
    ['Centre points, which show curvature and scatter', numbered('center')],
    ['Repeats, which show how much a result scatters', numbered('replicate')],
  ] as const
  return [
    ...(existing.length > 0 ? [`Made already: No. ${ranges(existing)}.`] : []),
    'Make the runs in the order of the sheet "Runs". The order was drawn at random, so that what drifts over time is not mistaken for an effect.',
    `Type the results into the yellow cells (${columns}). Leave a cell empty if nothing could be measured.`,
    'If a setting came out differently from what is printed, type what was really set.',
    ...extras.flatMap(([text, numbers]) => (numbers.length > 0 ? [`${text}: No. ${ranges(numbers)}.`] : [])),
    'Give this file to the linear analysis as it is; or to the optimization again, to add runs to these.',
  ]
}

/** "1–4, 7" */
function ranges(numbers: readonly number[]): string {
  const parts: [number, number][] = []
  for (const number of numbers) {
    const last = parts.at(-1)
    if (last && last[1] === number - 1) last[1] = number
    else parts.push([number, number])
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ')
}

function factorCells(factor: RunSheetFactor): Cell[] {
  const name: Cell = { value: runSheetHeading(factor) }
  if (factor.kind !== 'number') {
    const kind = factor.kind === 'block' ? 'block' : 'category'
    return [
      name,
      { value: kind },
      { value: null },
      { value: null },
      { value: factor.levels.join(', '), overflow: true },
    ]
  }
  const format = fixedFormat(factor.digits)
  const levels = factor.levels?.map((level) => level.toFixed(factor.digits)).join(', ')
  return [
    name,
    { value: 'number' },
    { value: factor.low, format },
    { value: factor.high, format },
    { value: levels ?? null, overflow: true },
  ]
}
