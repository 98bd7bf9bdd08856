import type { Analysis } from '../analysis.ts'
import { NonlinearParameters } from './parameters.ts'
import { runNonlinearAnalysis } from './run.ts'

export const nonlinearAnalysis: Analysis<NonlinearParameters> = {
  name: 'nonlinear_analysis',
  title: 'Modelling',
  summary: 'How well new rows can be predicted, by which model, from which factors, and why.',
  parameters: NonlinearParameters,
  run: runNonlinearAnalysis,
}
