import type { DataValidation } from 'exceljs'
import { evaluateCalculator, startValues } from '../calculator.ts'
import type { CalculatorBlock, CalculatorInput } from '../document.ts'
import { CALCULATOR_ROWS, type CalculatorLayout } from './calculator-layout.ts'
import { limitedText } from './cell-text.ts'
import { numberFormat } from './number-format.ts'
import { type Cell, type SheetWriter, TEXT_FORMAT } from './sheet-writer.ts'

const ENTER_NUMBER = 'enter a number'
const ENTER_POSITIVE = 'enter a positive number'
const CHOOSE_LEVEL = 'choose a level'
const OUTSIDE = 'outside the data'
/** Value, lowest, highest. */
const NUMBER_COLUMNS = new Set([1, 3, 4])
/** More inputs than fit on a screen below the results: the results stay in view. */
const INPUTS_ON_A_SCREEN = 14

/** The sheet a user works with: yellow cells for the inputs, the prediction and its intervals above them. */
export function writeCalculator(writer: SheetWriter, block: CalculatorBlock, layout: CalculatorLayout): void {
  writer.paragraph(block.title, 'title')
  writer.paragraph('Change the yellow cells: the prediction and its intervals follow.', 'note')
  writeResults(writer, block, layout)
  writeInputs(writer, block, layout)
  if (block.inputs.length > INPUTS_ON_A_SCREEN) writer.freeze(CALCULATOR_ROWS.inputHeader)
  writer.finish()
}

function writeResults(writer: SheetWriter, block: CalculatorBlock, layout: CalculatorLayout): void {
  writer.row = CALCULATOR_ROWS.result - 1
  writer.heading('Prediction')
  const { result: at } = CALCULATOR_ROWS
  const checks = checkRange(block)
  const sums = (offset: number): string => layout.modelRange('B', layout.rows.sums + offset)
  const [total, variance, sigma, , quantile] = [0, 1, 2, 3, 4].map(sums)
  const start = evaluateCalculator(block, startValues(block))
  const format = numberFormat([start.prediction, start.predictionLow, start.predictionHigh])(start.prediction || 1)
  const invalid = `ROWS(${checks})-COUNTIF(${checks},"")-COUNTIF(${checks},"${OUTSIDE}")`
  const flag = `IF(COUNTIF(${checks},"${OUTSIDE}")>0,"Outside the data: the prediction extrapolates","")`
  const noise = block.covariance ? `SQRT(${sigma}^2+${variance})` : `${sigma}`
  const percent = `${Math.round(block.confidence * 1000) / 10} %`

  const limit = (formula: string): string => `IF(ISNUMBER(B${at}),${formula},NA())`
  const number = (formula: string, result: number | null): Cell =>
    result === null ? { value: '–', align: 'right' } : { value: { formula, result }, format }
  const { name, unit } = block.response
  const prediction = { ...number(`IF(${invalid}>0,NA(),${total})`, start.prediction), role: 'result' } as const
  const label = (value: string): Cell => ({ value, role: 'label' })
  writer.cells([
    { value: unit ? `${name} [${unit}]` : name },
    prediction,
    {
      value: { formula: flag, result: start.outside.length > 0 ? 'Outside the data: the prediction extrapolates' : '' },
      role: 'flag',
    },
  ])
  const rows: readonly (readonly [string, string, string, number | null])[] = [
    [
      `${percent} prediction interval, low`,
      'one new measurement',
      limit(`B${at}-${quantile}*${noise}`),
      start.predictionLow,
    ],
    [`${percent} prediction interval, high`, '', limit(`B${at}+${quantile}*${noise}`), start.predictionHigh],
    [
      `${percent} confidence interval, low`,
      'the mean of many',
      limit(`B${at}-${quantile}*B${at + 5}`),
      start.confidenceLow,
    ],
    [`${percent} confidence interval, high`, '', limit(`B${at}+${quantile}*B${at + 5}`), start.confidenceHigh],
    ['Standard error of the mean', '', `IF(${invalid}>0,NA(),SQRT(${variance}))`, start.standardError],
  ]
  for (const [title, note, formula, result] of rows) {
    const without = result === null ? 'the method gives no standard errors' : note
    writer.cells([label(title), number(formula, result), label(without)])
  }
}

function writeInputs(writer: SheetWriter, block: CalculatorBlock, layout: CalculatorLayout): void {
  writer.row = CALCULATOR_ROWS.inputHeader - 1
  writer.heading('Inputs')
  const header = ['Input', 'Value', 'Unit', 'Lowest in the data', 'Highest in the data', 'Check']
  writer.cells(header.map((value, i) => ({ value, role: 'header', align: NUMBER_COLUMNS.has(i) ? 'right' : 'left' })))
  const { outside } = evaluateCalculator(block, startValues(block))
  for (const [i, input] of block.inputs.entries()) {
    const row = writer.row
    const range: Cell[] = input.kind === 'number' ? rangeCells(input) : [{ value: null }, { value: null }]
    const check = { formula: checkFormula(input, i, row, layout), result: outside.includes(input.name) ? OUTSIDE : '' }
    writer.cells([
      { value: input.name },
      input.kind === 'number'
        ? { value: input.start, role: 'input' }
        : { value: input.start, role: 'input', format: TEXT_FORMAT, align: 'right' },
      { value: input.kind === 'number' ? (input.unit ?? null) : null, role: 'label' },
      ...range,
      { value: check, role: 'flag' },
    ])
    writer.sheet.getCell(row, 2).dataValidation =
      input.kind === 'number' ? numberRule(input, row) : levelRule(input, i, layout)
  }
}

function rangeCells({ low, high }: { low: number; high: number }): Cell[] {
  const format = numberFormat([low, high])
  return [low, high].map((value) => ({ value, role: 'label', format: format(value) }))
}

function checkFormula(input: CalculatorInput, index: number, row: number, layout: CalculatorLayout): string {
  if (input.kind === 'number') {
    const range = `IF(OR(B${row}<D${row},B${row}>E${row}),"${OUTSIDE}","")`
    const logarithm = layout.codedInputs.some(
      ({ piece, input }) => input === index && piece.kind === 'function' && piece.function === 'log',
    )
    const inside = logarithm ? `IF(B${row}<=0,"${ENTER_POSITIVE}",${range})` : range
    return `IF(ISNUMBER(B${row}),${inside},"${ENTER_NUMBER}")`
  }
  const { first, last } = layout.levelRows(index)
  return `IF(SUMPRODUCT(--EXACT(${layout.modelRange('B', first, last)},B${row}&""))=1,"","${CHOOSE_LEVEL}")`
}

function checkRange(block: CalculatorBlock): string {
  const { firstInput } = CALCULATOR_ROWS
  return `$F$${firstInput}:$F$${firstInput + Math.max(0, block.inputs.length - 1)}`
}

/** A warning, not a ban: an engineer may want to extrapolate, knowingly. */
function numberRule(input: Extract<CalculatorInput, { kind: 'number' }>, row: number): DataValidation {
  const [low, high] = [input.low, input.high].map((value) => Number(value.toPrecision(6)))
  const range = `${low} to ${high}${input.unit ? ` ${input.unit}` : ''}`
  return {
    type: 'decimal',
    operator: 'between',
    formulae: [`$D$${row}` as never, `$E$${row}` as never],
    allowBlank: false,
    showInputMessage: true,
    promptTitle: limitedText(input.name, 32),
    prompt: limitedText(`${range} in the data`, 255),
    showErrorMessage: true,
    errorStyle: 'warning',
    errorTitle: 'Outside the data',
    error: limitedText(`The data hold ${range}. Outside, the prediction extrapolates.`, 225),
  }
}

function levelRule(input: CalculatorInput, index: number, layout: CalculatorLayout): DataValidation {
  const { first, last } = layout.levelRows(index)
  return {
    type: 'list',
    formulae: [layout.modelRange('B', first, last)],
    allowBlank: false,
    showInputMessage: true,
    promptTitle: limitedText(input.name, 32),
    prompt: 'Choose one of the levels in the data.',
    showErrorMessage: true,
    errorStyle: 'stop',
    errorTitle: 'Not in the data',
    error: 'Choose one of the levels of the list.',
  }
}
