import type { Json, Report } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import type { AnalysisInput } from '../analysis.ts'
import { VERSION } from '../version.ts'
import { headline } from './headline.ts'
import type { OptimizationParameters } from './parameters.ts'
import { planExperiment } from './plan-experiment.ts'
import { readRequest } from './read-request.ts'
import type { DesignRequest } from './request.ts'
import { returnedSheet, withReturnedSheet } from './returned-sheet.ts'
import { runSheetBlock } from './run-sheet-block.ts'
import { reportSections } from './sections.ts'
import { reportValues } from './values.ts'
import { designWarnings } from './warnings.ts'

/**
 * Read what is asked for; find the best runs; round them to what can be set; put them into a random order; say how good they are
 * and how much better any others could be.
 *
 * @throws CodedError what `readRequest` and the search refuse
 */
export async function runOptimization(input: AnalysisInput<OptimizationParameters>): Promise<Report> {
  const { table, parameters, seed, progress } = input
  progress(0, 'Reading the factors')
  const request = await requestOf(input)
  const { design, quality } = await planExperiment(request, seed, progress)
  progress(0.95, 'Writing the report')
  const sheet = runSheetBlock(design)
  return {
    format: 'zerosec.report/1',
    analysis: 'optimization',
    version: VERSION,
    title: `Experimental design: ${sheet.runs.length} runs`,
    headline: headline(design, quality),
    table: tableOf(table),
    parameters: { ...(parameters as Record<string, Json>), random_seed: seed },
    seed,
    warnings: designWarnings(design, quality),
    values: reportValues(design, quality, sheet),
    sections: reportSections(design, quality, sheet),
  }
}

async function requestOf({
  table,
  parameters,
  readSheet,
}: AnalysisInput<OptimizationParameters>): Promise<DesignRequest> {
  const sheet = parameters.mode === 'new' ? undefined : await returnedSheet(table, readSheet)
  if (!sheet) return readRequest(table, parameters)
  const completed = withReturnedSheet(parameters, sheet)
  const request = readRequest(table, completed.parameters)
  return { ...request, warnings: [...completed.warnings, ...request.warnings] }
}

function tableOf({ name, rowCount, columns, sha256 }: Table): Report['table'] {
  return { name, rows: rowCount, columns: columns.length, sha256 }
}
