import { z } from 'zod'
import type { Analysis } from './analysis.ts'
import { ANALYSES } from './catalogue.ts'

/** What the API, the CLI's help and the web form know of an analysis. */
export interface AnalysisDescription {
  readonly name: string
  readonly title: string
  readonly summary: string
  /** JSON Schema (2020-12) of an object; each property carries `title`, `description` and the hints of `ParameterMeta`. */
  readonly parameters: Readonly<Record<string, unknown>>
}

export function describeAnalysis({ name, title, summary, parameters }: Analysis): AnalysisDescription {
  return { name, title, summary, parameters: { ...z.toJSONSchema(parameters, { io: 'input' }) } }
}

export function describeAnalyses(): AnalysisDescription[] {
  return ANALYSES.map(describeAnalysis)
}
