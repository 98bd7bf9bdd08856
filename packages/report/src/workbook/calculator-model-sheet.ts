import { evaluateCalculator, pieceValue, startValues, termValues } from '../calculator.ts'
import type { CalculatorBlock, CalculatorPiece } from '../document.ts'
import { type CalculatorLayout, type CodedInput, columnLetters } from './calculator-layout.ts'
import { type Cell, type Formula, type SheetWriter, TEXT_FORMAT } from './sheet-writer.ts'

/** Of the levels: after the input's name and the level. */
const FIRST_CODE_COLUMN = 3

/**
 * The sheet behind a calculator: inputs as the model codes them, the terms with their estimates, and the covariance of the
 * estimates. Every step is a plain formula of its own (no array formulas), so it works in any Excel since 2016 and in
 * LibreOffice, and can be followed with the mouse.
 */
export function writeCalculatorModel(writer: SheetWriter, block: CalculatorBlock, layout: CalculatorLayout): void {
  writer.paragraph(`${block.title}: the model behind it`, 'title')
  writer.paragraph(
    'Prediction = sum of estimate × value over the terms. Each value is the product of its coded inputs. ' +
      'Change the inputs on the calculator sheet; nothing here needs to be edited.',
    'note',
  )
  writeCodedInputs(writer, block, layout)
  writeTerms(writer, block, layout)
  writeSums(writer, block, layout)
  writeLevels(writer, block, layout)
  if (block.covariance) writeCovariance(writer, block, block.covariance, layout)
  writer.finish()
}

function beginBlock(writer: SheetWriter, heading: string, firstRow: number, header?: readonly string[]): void {
  writer.row = firstRow - (header ? 2 : 1)
  writer.heading(heading)
  if (header) writer.cells(header.map((value, i) => ({ value, role: 'header', align: i === 0 ? 'left' : 'right' })))
}

function writeCodedInputs(writer: SheetWriter, block: CalculatorBlock, layout: CalculatorLayout): void {
  beginBlock(writer, 'Coded inputs', layout.rows.codedInputs, [
    'Input',
    'Value',
    'Center',
    'Scale',
    'Power',
    'Coded value',
  ])
  const start = startValues(block)
  for (const [i, { piece, input }] of layout.codedInputs.entries()) {
    const { name } = block.inputs[input]!
    const row = writer.row
    const constants: Cell[] =
      piece.kind === 'power'
        ? [{ value: piece.center }, { value: piece.scale }, { value: piece.power }]
        : [{ value: null }, { value: null }, { value: null }]
    writer.cells([
      { value: name, role: 'label' },
      { value: { formula: layout.inputCell(input), result: start[name]! }, align: 'right' },
      ...constants,
      {
        value: {
          formula: codedFormula(layout, layout.codedInputs[i]!, row),
          result: pieceValue(piece, block.inputs[input]!, start[name]),
        },
      },
    ])
  }
}

/** EXACT because MATCH takes * and ? for wildcards and small for capital letters. */
function codedFormula(layout: CalculatorLayout, { piece, input }: CodedInput, row: number): string {
  if (piece.kind === 'power') return `((B${row}-C${row})/D${row})^E${row}`
  if (piece.kind === 'function') return `${piece.function === 'log' ? 'LN' : 'EXP'}(B${row})`
  const { first, last } = layout.levelRows(input)
  const codes = columnLetters(FIRST_CODE_COLUMN + levelPieces(layout, input).indexOf(piece))
  return `SUMPRODUCT(EXACT($B$${first}:$B$${last},${layout.inputCell(input)}&"")*$${codes}$${first}:$${codes}$${last})`
}

/** The codings of a categorical input, in the order of their columns. */
function levelPieces(layout: CalculatorLayout, input: number): Extract<CalculatorPiece, { kind: 'level' }>[] {
  return layout.codedInputs
    .filter((coded) => coded.input === input)
    .map((coded) => coded.piece)
    .filter((piece) => piece.kind === 'level')
}

function writeTerms(writer: SheetWriter, block: CalculatorBlock, layout: CalculatorLayout): void {
  const header = ['Term', 'Estimate', 'Value', 'Estimate × value', 'Covariance × values']
  beginBlock(writer, 'Terms', layout.rows.terms, block.covariance ? header : header.slice(0, 4))
  const values = termValues(block, startValues(block))
  const p = block.terms.length
  const first = layout.rows.terms
  const valueRange = `$C$${first}:$C$${first + p - 1}`
  for (const [i, term] of block.terms.entries()) {
    const row = writer.row
    const factors = layout.termFactors[i]!.map((coded) => `$F$${layout.rows.codedInputs + coded}`)
    const cells: Cell[] = [
      { value: term.name, role: 'label' },
      { value: term.estimate },
      { value: { formula: factors.join('*') || '1', result: values[i]! } },
      { value: { formula: `B${row}*C${row}`, result: term.estimate * values[i]! } },
    ]
    if (block.covariance) {
      const column = columnLetters(2 + i) // the matrix is symmetric: its column i is its row i
      const covariances = `$${column}$${layout.rows.covariance}:$${column}$${layout.rows.covariance + p - 1}`
      let result = 0
      for (let j = 0; j < p; j++) result += block.covariance[i * p + j]! * values[j]!
      cells.push({ value: { formula: `SUMPRODUCT(${covariances},${valueRange})`, result } })
    }
    writer.cells(cells)
  }
}

function writeSums(writer: SheetWriter, block: CalculatorBlock, layout: CalculatorLayout): void {
  beginBlock(writer, 'Sums', layout.rows.sums)
  const { prediction, standardError } = evaluateCalculator(block, startValues(block))
  const first = layout.rows.terms
  const last = first + block.terms.length - 1
  const variance: Formula | null =
    standardError === null
      ? null
      : { formula: `MAX(0,SUMPRODUCT($C$${first}:$C$${last},$E$${first}:$E$${last}))`, result: standardError ** 2 }
  const sums: readonly (readonly [string, Cell['value']])[] = [
    ['Prediction', { formula: `SUM($D$${first}:$D$${last})`, result: prediction }],
    ['Variance of the mean', variance],
    [block.covariance ? 'Residual standard deviation' : 'Cross-validated error', block.sigma],
    ['Confidence level', block.confidence],
    ['t quantile', block.quantile],
  ]
  for (const [name, value] of sums) writer.cells([{ value: name, role: 'label' }, { value }])
}

function writeLevels(writer: SheetWriter, block: CalculatorBlock, layout: CalculatorLayout): void {
  const columns = Math.max(1, ...block.inputs.map((_, input) => levelPieces(layout, input).length))
  const codes = Array.from({ length: columns }, (_, k) => (columns === 1 ? 'Code' : `Code ${k + 1}`))
  if (!block.inputs.some((input) => input.kind === 'category')) return
  beginBlock(writer, 'Levels and their codes', layout.rows.levels, ['Input', 'Level', ...codes])
  for (const [i, input] of block.inputs.entries()) {
    if (input.kind !== 'category') continue
    const pieces = levelPieces(layout, i)
    for (const [k, level] of input.levels.entries()) {
      writer.cells([
        { value: input.name, role: 'label' },
        { value: level, format: TEXT_FORMAT, align: 'right' },
        ...pieces.map((piece) => ({ value: piece.codes[k]! })),
      ])
    }
  }
}

function writeCovariance(
  writer: SheetWriter,
  block: CalculatorBlock,
  covariance: readonly number[],
  layout: CalculatorLayout,
): void {
  const names = block.terms.map((term) => term.name)
  beginBlock(writer, 'Covariance of the estimates', layout.rows.covariance, ['Term', ...names])
  const p = names.length
  for (const [i, name] of names.entries()) {
    const row = covariance.slice(i * p, (i + 1) * p)
    writer.cells([{ value: name, role: 'label' }, ...row.map((value) => ({ value, format: '0.0000E+00' }))])
  }
}
