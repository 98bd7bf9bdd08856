import type { Analysis } from '../analysis.ts'
import { ClassificationParameters } from './parameters.ts'
import { runClassification } from './run.ts'

export const classification: Analysis<ClassificationParameters> = {
  name: 'classification',
  title: 'Classification',
  summary: 'Which class a new row has, how sure that is, and which rows are better measured.',
  parameters: ClassificationParameters,
  run: runClassification,
}
