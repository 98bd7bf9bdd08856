import type { Report } from '@zerosec/report'
import { renderReport } from '@zerosec/report/render'
import { readTable } from '@zerosec/table'
import type { Checkpoints, NamedFile, SharedParts } from './analysis.ts'
import { findAnalysis } from './catalogue.ts'
import { withDerivedColumns } from './derived-columns.ts'
import { NamedFiles } from './named-files.ts'
import { parseParameters } from './parse-parameters.ts'
import { SharedParameters } from './shared-parameters.ts'

export interface RunRequest {
  readonly analysis: string
  readonly file: { readonly name: string; readonly bytes: Uint8Array }
  readonly parameters: Readonly<Record<string, unknown>>
  /** Instead of the parameter `random_seed`. */
  readonly seed?: number
  /** Left out where nothing is kept. */
  readonly checkpoints?: Checkpoints
  /** See `AnalysisInput`; a helper ends with NoPartLeft. */
  readonly sharing?: SharedParts
  /** Left out: parameters may name no files. See `AnalysisInput`. */
  readonly openFile?: (reference: string) => Promise<NamedFile>
}

export interface Artifact {
  /** Below the output folder: report.json, report.xlsx, figures/actual_vs_predicted.png … */
  readonly path: string
  readonly type: string
  readonly bytes: Uint8Array
}

export interface RunResult {
  readonly report: Report
  readonly artifacts: readonly Artifact[]
}

/** Shares of the whole that reading and analysing take on a table of ordinary size; drawing takes the rest. */
const READ = 0.1
const ANALYSED = 0.4

/**
 * From a file's bytes to the report and every file of it: what a job, the command line and the tests run.
 *
 * @param progress  fraction in 0..1, never falling, and what is being done
 * @throws CodedError analysis_unknown, parameter_*, and what reading and the analysis refuse
 */
export async function runFile(
  { analysis: name, file, parameters: given, seed, checkpoints, sharing, openFile }: RunRequest,
  progress: (fraction: number, message: string) => void,
): Promise<RunResult> {
  const analysis = findAnalysis(name)
  const parameters = parseParameters(analysis, seed === undefined ? given : { ...given, random_seed: seed })
  const shared = SharedParameters.parse(parameters)

  progress(0, 'Reading the file')
  const reading = {
    ...(shared.encoding === undefined ? {} : { encoding: shared.encoding }),
    missingMarkers: shared.missing_markers,
  }
  const read = await readTable(file.name, file.bytes, {
    ...reading,
    ...(shared.sheet === undefined ? {} : { sheet: shared.sheet }),
  })
  const { table, warnings } = withDerivedColumns(read, shared.derived_columns)
  const named = new NamedFiles(openFile)
  const { report: told, files } = await analysis.run({
    table,
    parameters,
    seed: shared.random_seed,
    ...(table.source.sheets ? { readSheet: (sheet) => readTable(file.name, file.bytes, { ...reading, sheet }) } : {}),
    ...(checkpoints ? { checkpoints } : {}),
    ...(sharing ? { sharing } : {}),
    openFile: (reference) => named.open(reference),
    progress: (fraction, message) => progress(READ + fraction * (ANALYSED - READ), message),
  })
  const report = {
    ...told,
    ...(named.read.length === 0 ? {} : { files: named.read }),
    warnings: [...told.warnings, ...warnings],
  }
  const rendered = await renderReport(report, (fraction, message) =>
    progress(ANALYSED + fraction * (1 - ANALYSED), message),
  )
  return { report, artifacts: [...rendered, ...files] }
}
