import type { Report } from '@zerosec/report'
import { readTable } from '@zerosec/table'
import type { AnalysisInput, AnalysisResult, Checkpoints, SharedParts } from '../src/analysis.ts'
import { findAnalysis } from '../src/catalogue.ts'
import { parseParameters } from '../src/parse-parameters.ts'

/** The report of an analysis on a CSV text, read and checked as for a user, but not drawn. */
export async function analyse(
  csv: string | Uint8Array,
  parameters: Readonly<Record<string, unknown>>,
  name = 'linear_analysis',
): Promise<Report> {
  return (await analyseToFiles(csv, parameters, name)).report
}

/** The same with the files of the analysis. */
export async function analyseToFiles(
  csv: string | Uint8Array,
  parameters: Readonly<Record<string, unknown>>,
  name: string,
  checkpoints?: Checkpoints,
  openFile?: AnalysisInput<unknown>['openFile'],
  sharing?: SharedParts,
): Promise<AnalysisResult> {
  const bytes = typeof csv === 'string' ? new TextEncoder().encode(csv) : csv
  const analysis = findAnalysis(name)
  const parsed = parseParameters(analysis, parameters)
  const { random_seed: seed } = parsed as { random_seed: number }
  const table = await readTable('data.csv', bytes)
  return analysis.run({
    table,
    parameters: parsed,
    seed,
    progress: () => {},
    ...(checkpoints && { checkpoints }),
    ...(openFile && { openFile }),
    ...(sharing && { sharing }),
  })
}

/** A CSV of columns; numbers in full precision, null as an empty cell. */
export function csvOf(columns: Readonly<Record<string, readonly (number | string | null)[]>>): string {
  const names = Object.keys(columns)
  const rows = columns[names[0]!]!.map((_, i) => names.map((name) => columns[name]![i] ?? '').join(','))
  return [names.join(','), ...rows].join('\n')
}

/** Numbers that look random and are the same everywhere: the fractional parts of i·√k, shifted to −0.5 … 0.5. */
export function scattered(count: number, k: number): number[] {
  return Array.from({ length: count }, (_, i) => ((i + 1) * Math.sqrt(k)) % 1).map((value) => value - 0.5)
}

interface LinearValues {
  readonly [name: string]: unknown
  readonly coefficients: readonly {
    term: string
    estimate: number | null
    p: number | null
    standardized: number | null
  }[]
  readonly anova: readonly { term: string; df: number; sum_of_squares: number }[]
  readonly effects: readonly { input: string; effect: number }[]
}

export function linearValues(report: Report): LinearValues {
  return report.values as unknown as LinearValues
}

/** Estimates by term. */
export function estimates(report: Report): Record<string, number | null> {
  return Object.fromEntries(linearValues(report).coefficients.map(({ term, estimate }) => [term, estimate]))
}
