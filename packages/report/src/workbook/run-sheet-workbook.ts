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
 * first row, so that any reader of tables takes it back, with empty cells for the results. Sheets "Factors" and "Constraints":
 * what is varied and kept to, as tables too. Sheet "How to use": how to go on, and how the runs were chosen.
 *
 * The same block gives the same bytes. Texts of the user stay texts, whatever they begin with.
 */
export async function renderRunSheet(block: RunSheetBlock, version: string): Promise<Uint8Array> {
  const workbook = await emptyWorkbook(block.title, version)
  writeRunsSheet(new SheetWriter(workbook, 'Runs'), block)
  writeFactorsSheet(new SheetWriter(workbook, 'Factors'), block)
  if (block.constraints.length > 0) writeConstraintsSheet(new SheetWriter(workbook, 'Constraints'), block)
  writeUseSheet(new SheetWriter(workbook, 'How to use'), block)
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

/** A plain list as the optimization reads it, so that the file tells what it varies when it comes back. */
function writeFactorsSheet(writer: SheetWriter, { factors }: RunSheetBlock): void {
  const levels = Math.max(0, ...factors.map((factor) => factor.levels?.length ?? 0))
  const isMixture = factors.some((factor) => factor.kind === 'number' && factor.mixture)
  const header = [
    'Factor',
    'Unit',
    'Type',
    'Low',
    'High',
    ...(isMixture ? ['Group', 'Total', 'Step'] : []),
    ...Array.from({ length: levels }, (_, i) => `Level ${i + 1}`),
  ]
  const isNumeric = (value: string) => /^(Low|High|Total|Step)$/.test(value)
  writer.cells(header.map((value) => ({ value, role: 'header', align: isNumeric(value) ? 'right' : 'left' })))
  for (const factor of factors) writer.cells(factorCells(factor, isMixture))
  writer.finish()
}

function writeConstraintsSheet(writer: SheetWriter, { constraints }: RunSheetBlock): void {
  writer.cells([{ value: 'Every run keeps to', role: 'header', align: 'left' }])
  for (const text of constraints) writer.cells([{ value: text, overflow: true }])
  writer.finish()
}

function writeUseSheet(writer: SheetWriter, block: RunSheetBlock): void {
  writer.paragraph(block.title, 'title')
  writer.skip()
  writer.heading('How to use this file')
  for (const [i, line] of instructions(block).entries()) writer.paragraph(`${i + 1}. ${line}`)
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

function factorCells(factor: RunSheetFactor, isMixture: boolean): Cell[] {
  const named: Cell[] = [{ value: factor.name }, { value: factor.unit ?? null }]
  if (factor.kind !== 'number') {
    const type = factor.kind === 'block' ? 'block' : 'categorical'
    return [...named, { value: type }, ...emptyCells(isMixture ? 5 : 2), ...factor.levels.map((value) => ({ value }))]
  }
  const format = fixedFormat(factor.digits)
  const { low, high, levels = [], mixture } = factor
  const type = mixture ? 'mixture' : levels.length > 0 ? 'discrete' : 'continuous'
  const group = mixture && [{ value: mixture.group }, { value: mixture.total }, { value: mixture.step ?? null }]
  return [
    ...named,
    { value: type },
    { value: low, format },
    { value: high, format },
    ...(isMixture ? (group ?? emptyCells(3)) : []),
    ...levels.map((value) => ({ value, format })),
  ]
}

function emptyCells(count: number): Cell[] {
  return Array.from({ length: count }, () => ({ value: null }))
}
