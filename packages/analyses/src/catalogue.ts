import { CodedError } from '@zerosec/errors'
import type { Analysis } from './analysis.ts'
import { classification } from './classification/index.ts'
import { linearAnalysis } from './linear-analysis/index.ts'
import { nextExperiments } from './next-experiments/index.ts'
import { nonlinearAnalysis } from './nonlinear-analysis/index.ts'
import { optimization } from './optimization/index.ts'
import { pareto } from './pareto/index.ts'
import { prediction } from './prediction/index.ts'

/** Every analysis, in the order in which they are offered. */
export const ANALYSES: readonly Analysis[] = [
  linearAnalysis,
  nonlinearAnalysis,
  classification,
  optimization,
  prediction,
  pareto,
  nextExperiments,
]

/** @throws CodedError `analysis_unknown` */
export function findAnalysis(name: string): Analysis {
  const analysis = ANALYSES.find((each) => each.name === name)
  if (!analysis) throw new CodedError('analysis_unknown', { analysis: name, known: ANALYSES.map((each) => each.name) })
  return analysis
}
