import type { Analysis } from '../analysis.ts'
import { OptimizationParameters } from './parameters.ts'
import { runOptimization } from './run.ts'

export const optimization: Analysis<OptimizationParameters> = {
  name: 'optimization',
  title: 'Experimental design',
  summary: 'Which experiments to make: the runs that tell most about the factors, as a run sheet to fill in.',
  parameters: OptimizationParameters,
  run: async (input) => ({ report: await runOptimization(input), files: [] }),
}
