import type { Analysis } from '../analysis.ts'
import { NextExperimentsParameters } from './parameters.ts'
import { runNextExperiments } from './run.ts'

export const nextExperiments: Analysis<NextExperimentsParameters> = {
  name: 'next_experiments',
  title: 'Next experiments',
  summary: 'Which runs to make next: proposed from the results so far, each with what is expected of it and why.',
  parameters: NextExperimentsParameters,
  run: runNextExperiments,
}
