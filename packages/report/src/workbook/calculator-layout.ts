import type { CalculatorBlock, CalculatorPiece } from '../document.ts'
import { sheetReference } from './sheet-names.ts'

/** The factor of one or more terms, computed once. */
export interface CodedInput {
  readonly piece: CalculatorPiece
  /** Index into the block's inputs. */
  readonly input: number
}

/** Where everything stands on a calculator's two sheets: rows are 1-based, ranges are absolute and name their sheet. */
export interface CalculatorLayout {
  readonly codedInputs: readonly CodedInput[]
  /** For each term the indices of its coded inputs. */
  readonly termFactors: readonly (readonly number[])[]
  readonly rows: {
    readonly codedInputs: number
    readonly terms: number
    readonly sums: number
    readonly levels: number
    readonly covariance: number
  }
  /** The yellow cell of an input. */
  inputCell(input: number): string
  /** The cells from `first` to `last` row of a column of the model sheet. */
  modelRange(column: string, first: number, last?: number): string
  /** The levels of a categorical input, below each other on the model sheet. */
  levelRows(input: number): { readonly first: number; readonly last: number }
}

/** Rows of the calculator sheet. */
export const CALCULATOR_ROWS = { result: 5, inputHeader: 13, firstInput: 14 } as const

/** Rows from the end of one block of the model sheet to the first row of the next: blank, heading, header. */
const BLOCK_GAP = 3
/** Prediction, variance, residual standard deviation, confidence level, quantile. */
const SUM_ROWS = 5

export function calculatorLayout(
  block: CalculatorBlock,
  sheets: { calculator: string; model: string },
): CalculatorLayout {
  const codedInputs: CodedInput[] = []
  const indexByKey = new Map<string, number>()
  const codedInput = (piece: CalculatorPiece): number => {
    const key = JSON.stringify(piece)
    let index = indexByKey.get(key)
    if (index === undefined) {
      index = codedInputs.push({ piece, input: block.inputs.findIndex((input) => input.name === piece.input) }) - 1
      indexByKey.set(key, index)
    }
    return index
  }
  const termFactors = block.terms.map((term) => term.pieces.map(codedInput))

  const levelStarts: number[] = []
  let levelCount = 0
  for (const input of block.inputs) {
    levelStarts.push(levelCount)
    levelCount += input.kind === 'category' ? input.levels.length : 0
  }

  const codedRow = 6
  const terms = codedRow + codedInputs.length + BLOCK_GAP
  const sums = terms + block.terms.length + BLOCK_GAP - 1
  const levels = sums + SUM_ROWS + BLOCK_GAP
  const covariance = levels + levelCount + BLOCK_GAP
  return {
    codedInputs,
    termFactors,
    rows: { codedInputs: codedRow, terms, sums, levels, covariance },
    inputCell: (input) => `${sheetReference(sheets.calculator)}!$B$${CALCULATOR_ROWS.firstInput + input}`,
    modelRange: (column, first, last) =>
      `${sheetReference(sheets.model)}!$${column}$${first}${last === undefined ? '' : `:$${column}$${last}`}`,
    levelRows: (input) => {
      const { levels: list } = block.inputs[input] as { levels: readonly string[] }
      const first = levels + levelStarts[input]!
      return { first, last: first + list.length - 1 }
    },
  }
}

/** 1 → A, 27 → AA. */
export function columnLetters(column: number): string {
  let letters = ''
  for (let n = column; n > 0; n = Math.floor((n - 1) / 26)) letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters
  return letters
}
