import type { FeatureMatrix } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import { encodeModel, exportLightGbm, exportOnnx, exportXgboost, type Model } from '@zerosec/model'
import type { AnalysisFile } from '../analysis.ts'
import type { ModelInput, TextScore } from './inputs.ts'

/**
 * Inputs as a model file keeps them: with the range of the rows that were learnt from, and each text once. A category of false and true is a
 * boolean again, which reading a table makes of such a column however it is written (TRUE, True): its codes are the same.
 */
export function storedInputs(inputs: readonly ModelInput[], matrix: FeatureMatrix): Model['inputs'] {
  return inputs.flatMap((input, j): Model['inputs'] => {
    if (input.kind === 'category') return [isOfTruth(input.levels) ? { kind: 'boolean', name: input.name } : input]
    if (input.kind === 'text') return isFirstScore(inputs, j) ? [storedText(input)] : []
    const values = matrix.columns[j]!.filter((value) => !Number.isNaN(value))
    return [{ ...input, low: values.reduce((a, b) => Math.min(a, b)), high: values.reduce((a, b) => Math.max(a, b)) }]
  })
}

function isOfTruth(levels: readonly string[]): boolean {
  return levels.length === 2 && levels[0] === 'false' && levels[1] === 'true'
}

function isFirstScore(inputs: readonly ModelInput[], at: number): boolean {
  const before = inputs[at - 1]
  return !(before?.kind === 'text' && before.column === (inputs[at] as TextScore).column)
}

function storedText({ column, classifier }: TextScore): Model['inputs'][number] {
  return { kind: 'text', name: column, classifier }
}

/** The model in every format that can hold it: our own, in which interval and domain travel with it, and those of other programs. */
export function modelFormats(model: Model, name: string): AnalysisFile[] {
  const text = (made: string) => new TextEncoder().encode(made)
  return [
    { path: `models/${name}.zsm`, type: 'zsm', bytes: encodeModel(model) },
    ...exported(`models/${name}.onnx`, 'onnx', () => exportOnnx(model)),
    ...exported(`models/${name}_lightgbm.txt`, 'txt', () => text(exportLightGbm(model))),
    ...exported(`models/${name}_xgboost.json`, 'json', () => text(exportXgboost(model))),
  ]
}

/** Nothing where the format has no place for a part of the model. */
function exported(path: string, type: string, make: () => Uint8Array): AnalysisFile[] {
  try {
    return [{ path, type, bytes: make() }]
  } catch (error) {
    if (error instanceof CodedError && error.code === 'model_export_impossible') return []
    throw error
  }
}
