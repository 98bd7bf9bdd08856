import { CodedError } from '@zerosec/errors'
import { type OpenedModel, openModel } from '@zerosec/model'
import type { AnalysisInput } from '../analysis.ts'
import type { PredictionParameters } from './parameters.ts'

/**
 * The model that the parameters name, ready to predict.
 *
 * @throws CodedError what `openFile` and `openModel` refuse: the file is not there, foreign, newer, damaged; a level that it does not have
 */
export async function openStoredModel({
  parameters,
  openFile,
}: AnalysisInput<PredictionParameters>): Promise<OpenedModel> {
  const { model: reference, interval_level: level } = parameters
  if (!openFile) throw new CodedError('file_reference_invalid', { reference, problem: 'no file can be named here' })
  const { bytes } = await openFile(reference)
  try {
    return openModel(bytes, level === undefined ? {} : { level })
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'parameter_invalid') throw error
    throw new CodedError('parameter_invalid', { ...error.details, parameter: 'interval_level' })
  }
}
