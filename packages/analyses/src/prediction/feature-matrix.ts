import type { FeatureMatrix } from '@zerosec/engine'
import { type InputCell, levelNames, levelsOf, type Model, type ModelInput } from '@zerosec/model'
import type { MatchedColumn } from './match-columns.ts'

/** Inputs that are one feature each: all but texts. */
export type PlainInput = Exclude<ModelInput, { kind: 'text' }>

/** Null for a model that reads texts. */
export function plainInputs({ inputs }: Model): readonly PlainInput[] | null {
  return inputs.every((input): input is PlainInput => input.kind !== 'text') ? inputs : null
}

/** The given rows of the table as the model's features; a level that is not known has the number of levels, as `openModel` has it. */
export function featureMatrix(
  inputs: readonly PlainInput[],
  matched: readonly MatchedColumn[],
  rows: readonly number[],
): FeatureMatrix {
  const columns = inputs.map((input, j) => {
    const code = codeReader(input)
    const { cell } = matched[j]!
    return Float64Array.from(rows, (row) => code(cell(row)))
  })
  return { rows: rows.length, columns, levels: Int32Array.from(inputs, levelsOf) }
}

/** What a cell is among the features. */
export function codeReader(input: PlainInput): (cell: InputCell) => number {
  if (input.kind === 'number') return (cell) => (typeof cell === 'number' ? cell : Number.NaN)
  const names = levelNames(input)
  const codes = new Map(names.map((name, code) => [name, code]))
  return (cell) => {
    if (cell === null || cell === undefined || (cell === '' && !codes.has(''))) return Number.NaN
    return codes.get(String(cell)) ?? names.length
  }
}
