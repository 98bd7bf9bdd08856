import { CodedError } from '@zerosec/errors'
import { type OpenedModel, openModel } from '@zerosec/model'
import type { AnalysisInput } from '../analysis.ts'
import type { ParetoParameters } from './parameters.ts'

/**
 * The models that the parameters name, in their order.
 *
 * @throws CodedError what `openFile` and `openModel` refuse; pareto_model_unusable for classes, and for two models of one response
 */
export async function openModels({ parameters, openFile }: AnalysisInput<ParetoParameters>): Promise<OpenedModel[]> {
  const { interval_level: level } = parameters
  const opened: OpenedModel[] = []
  for (const reference of parameters.models) {
    if (!openFile) throw new CodedError('file_reference_invalid', { reference, problem: 'no file can be named here' })
    const { bytes } = await openFile(reference)
    const model = openAt(bytes, level)
    const { name: target, classes } = model.model.target
    if (classes) unusable(target, 'it tells classes apart, and an objective is a number; use a model of a number')
    if (opened.some((other) => other.model.target.name === target)) {
      unusable(target, 'another of the models predicts the same response; name one of the two')
    }
    opened.push(model)
  }
  return opened
}

function openAt(bytes: Uint8Array, level: number | undefined): OpenedModel {
  try {
    return openModel(bytes, level === undefined ? {} : { level })
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'parameter_invalid') throw error
    throw new CodedError('parameter_invalid', { ...error.details, parameter: 'interval_level' })
  }
}

export function unusable(target: string, problem: string): never {
  throw new CodedError('pareto_model_unusable', { target, problem })
}
