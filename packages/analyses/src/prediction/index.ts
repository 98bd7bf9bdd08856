import type { Analysis } from '../analysis.ts'
import { PredictionParameters } from './parameters.ts'
import { runPrediction } from './run.ts'

export const prediction: Analysis<PredictionParameters> = {
  name: 'prediction',
  title: 'Prediction',
  summary:
    'What a stored model says of new rows or of a grid of settings, how sure it is, and where it should not be believed.',
  parameters: PredictionParameters,
  run: runPrediction,
}
