import type { Analysis } from '../analysis.ts'
import { ParetoParameters } from './parameters.ts'
import { runPareto } from './run.ts'

export const pareto: Analysis<ParetoParameters> = {
  name: 'pareto',
  title: 'Trade-off',
  summary:
    'Which rows or settings can not be bettered in one objective without losing in another, and which of them to choose.',
  parameters: ParetoParameters,
  run: runPareto,
}
