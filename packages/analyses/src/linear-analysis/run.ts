import type { Json, Report } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import type { AnalysisInput, AnalysisResult } from '../analysis.ts'
import { VERSION } from '../version.ts'
import { modelFiles } from './delivered-model.ts'
import { inputEffects } from './effects.ts'
import { type Fit, fitModel } from './fit.ts'
import { headline } from './headline.ts'
import { leastSquaresStatistics } from './least-squares-statistics.ts'
import { buildModel, type Model } from './model.ts'
import type { LinearParameters } from './parameters.ts'
import { partitionRows } from './partition.ts'
import { penalisedStatistics } from './penalised-statistics.ts'
import { prepare } from './prepare.ts'
import { measure } from './scores.ts'
import { reportSections } from './sections.ts'
import type { Statistics } from './statistics.ts'
import { reportValues } from './values.ts'
import { modelWarnings, readingWarnings } from './warnings.ts'

/**
 * Choose columns, terms and rows; fit on all of them; measure on rows that the model never saw; say what matters and what is
 * doubtful.
 *
 * @throws CodedError what `prepare` and `buildModel` refuse
 */
export function runLinearAnalysis({
  table,
  parameters,
  seed,
  progress,
}: AnalysisInput<LinearParameters>): AnalysisResult {
  progress(0, 'Choosing columns and rows')
  const preparation = prepare(table, parameters)
  const { data, response } = preparation
  const model = buildModel(preparation.terms, data, parameters)

  progress(0.1, `Fitting ${model.columns.length} coefficients on ${model.rows} rows`)
  const partition = partitionRows(model.rows, parameters.cv_splits, parameters.train_test_split, seed)
  const fit = fitModel(model, data.response, partition, parameters)
  const statistics = statisticsOf(model, data.response, fit, parameters)

  progress(0.4, `Predicting each of ${partition.folds} folds from the others`)
  const scores = measure(model, data.response, fit, partition, parameters)

  progress(0.9, 'Writing the report')
  const evidence = { preparation, model, fit, statistics, crossValidation: scores.crossValidation }
  const effects = inputEffects(model, data, fit, statistics.quantile)
  const units = new Map(preparation.inputs.flatMap(({ name, unit }) => (unit === undefined ? [] : [[name, unit]])))
  const report: Report = {
    format: 'zerosec.report/1',
    analysis: 'linear_analysis',
    version: VERSION,
    title: `Linear analysis of ${response.name}`,
    headline: headline(response, effects, scores, units, statistics.fP),
    table: tableOf(table),
    parameters: { ...(parameters as Record<string, Json>), random_seed: seed },
    seed,
    warnings: [
      ...modelWarnings(evidence),
      ...preparation.warnings,
      ...partition.warnings,
      ...readingWarnings(table, preparation.inputs),
    ],
    values: reportValues(evidence, scores, effects),
    sections: reportSections({ evidence, scores, effects, parameters }),
  }
  return { report, files: modelFiles(evidence, table, seed, parameters.confidence_level) }
}

function statisticsOf(model: Model, response: Float64Array, fit: Fit, parameters: LinearParameters): Statistics {
  if (fit.leastSquares) return leastSquaresStatistics(model, response, fit.leastSquares, parameters.confidence_level)
  return penalisedStatistics(model, response, fit)
}

function tableOf({ name, rowCount, columns, sha256 }: Table): Report['table'] {
  return { name, rows: rowCount, columns: columns.length, sha256 }
}
