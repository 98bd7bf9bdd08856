import type { Json, Report } from '@zerosec/report'
import type { AnalysisInput, AnalysisResult } from '../analysis.ts'
import { environmentFile } from '../modelling/environment-file.ts'
import { VERSION } from '../version.ts'
import { classModelFiles } from './delivered-model.ts'
import { explainClasses } from './explain.ts'
import { gatherClasses } from './gather.ts'
import { classHeadline } from './headline.ts'
import type { ClassificationParameters } from './parameters.ts'
import { planClasses } from './plan.ts'
import { prepareClasses } from './prepare.ts'
import { readTexts } from './read-texts.ts'
import { classShapFile, classTrialsFile, decisionFile } from './result-files.ts'
import { runClassStudies } from './run-studies.ts'
import { classSections } from './sections.ts'
import { readingWarnings, textFiles, textSections, textValues } from './text-report.ts'
import { classValues } from './values.ts'
import { classWarnings } from './warnings.ts'
import { openWordList } from './word-list.ts'

/** Share of the run that the studies take. */
const STUDIED = 0.9
/** Share of it that texts take first. */
const READ = 0.6

/**
 * Tunes every model in nested folds, blends and calibrates them, and decides rows with bounded errors.
 *
 * @throws CodedError what `prepareClasses`, `openWordList`, the folds and the hyperparameters refuse
 */
export async function runClassification(input: AnalysisInput<ClassificationParameters>): Promise<AnalysisResult> {
  const { table, parameters, seed, progress } = input
  progress(0, 'Choosing factors and rows')
  const started = performance.now()
  const prepared = prepareClasses(table, parameters)
  const planned = planClasses(table, prepared, parameters, seed)
  const list = await openWordList(input, prepared)
  const { preparation, plan } = await readTexts(prepared, planned, list, (share, message) =>
    progress(READ * share, message),
  )
  const read = preparation.readings.length > 0 ? READ : 0
  const results = await runClassStudies(input, preparation.classes.name, plan, (share, message) =>
    progress(read + (STUDIED - read) * share, message),
  )
  const seconds = (performance.now() - started) / 1000
  const outcome = gatherClasses(preparation, plan, results, parameters, seed, seconds)
  progress(STUDIED, 'Explaining the models')
  const explanation = parameters.enable_shap ? explainClasses(outcome) : null
  const report: Report = {
    format: 'zerosec.report/1',
    analysis: 'classification',
    version: VERSION,
    title: `Classes of ${preparation.classes.name}`,
    headline: classHeadline(outcome),
    table: { name: table.name, rows: table.rowCount, columns: table.columns.length, sha256: table.sha256 },
    parameters: { ...(parameters as unknown as Record<string, Json>), random_seed: seed },
    seed,
    warnings: [...classWarnings(outcome, plan, parameters), ...readingWarnings(preparation)],
    values: { ...classValues(outcome, parameters), ...textValues(outcome) },
    sections: [...classSections(outcome, explanation, parameters), ...textSections(outcome)],
  }
  const files = [
    ...classModelFiles(outcome, table, seed, parameters),
    decisionFile(outcome),
    classTrialsFile(outcome),
    ...(explanation ? [classShapFile(explanation)] : []),
    ...textFiles(outcome),
    environmentFile('classification', input),
  ]
  return { report, files }
}
