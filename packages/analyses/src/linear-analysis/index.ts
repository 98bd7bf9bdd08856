import type { Analysis } from '../analysis.ts'
import { LinearParameters } from './parameters.ts'
import { runLinearAnalysis } from './run.ts'

export const linearAnalysis: Analysis<LinearParameters> = {
  name: 'linear_analysis',
  title: 'Linear analysis',
  summary: 'Which factors matter, by how much, and how well a linear model predicts new data.',
  parameters: LinearParameters,
  run: async (input) => runLinearAnalysis(input),
}
