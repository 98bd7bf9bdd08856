import { readTable } from '@zerosec/table'
import type { AnalysisResult, NamedFile } from '../src/analysis.ts'
import { withDerivedColumns } from '../src/derived-columns.ts'
import { nonlinearAnalysis } from '../src/nonlinear-analysis/index.ts'
import { NonlinearParameters } from '../src/nonlinear-analysis/parameters.ts'
import { analyseToFiles, csvOf } from './analyse.ts'

/** Rows whose strength follows two numbers and a category. */
export function sampleRows(from: number, count: number) {
  const rows = Array.from({ length: count }, (_, i) => from + i)
  const temp = rows.map((i) => 80 + ((i * 17) % 41))
  const feed = rows.map((i) => 10 + ((i * 29) % 31))
  const alloy = rows.map((i) => 'ABC'[i % 3]!)
  const strength = rows.map(
    (_, k) => 0.5 * temp[k]! + 600 / feed[k]! + 5 * 'ABC'.indexOf(alloy[k]!) + ((rows[k]! * 7) % 5) / 2,
  )
  return { 'temp[degC]': temp, feed, alloy, 'strength[MPa]': strength }
}

/** A model file of the sample rows; nothing is drawn. */
export async function sampleModelFile(given: Readonly<Record<string, unknown>> = {}): Promise<NamedFile> {
  const parameters = NonlinearParameters.parse({
    target_columns: ['strength[MPa]'],
    models_to_use: ['lightgbm'],
    n_trials: 1,
    outer_splits: 2,
    enable_shap: false,
    enable_pareto: false,
    ...given,
  })
  const read = await readTable('training.csv', new TextEncoder().encode(csvOf(sampleRows(0, 80))))
  const { table } = withDerivedColumns(read, parameters.derived_columns)
  const { files } = await nonlinearAnalysis.run({ table, parameters, seed: 42, progress: () => {} })
  return { name: 'model.zsm', bytes: files.find(({ type }) => type === 'zsm')!.bytes }
}

/** A prediction with the given model, read and checked as for a user, but not drawn. */
export function predict(
  csv: string,
  model: NamedFile,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<AnalysisResult> {
  return analyseToFiles(csv, { model: 'model.zsm', ...parameters }, 'prediction', undefined, async () => model)
}
