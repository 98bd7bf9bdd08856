import type { ModelInputView, ModelSignature, ModelVersion, PredictRequest } from '@zerosec/contract'
import { type FormInput, formInputs, type Settings } from '../model/form-input.ts'
import type { InputFacts } from '../model/model-messages.ts'

/**
 * The inputs of a version as the form asks for them, beginning with a row that the model knows. Calculated ones begin empty: the
 * service calculates them.
 */
export function signatureInputs({
  signature: { inputs },
  example,
}: Pick<ModelVersion, 'signature' | 'example'>): FormInput[] {
  return formInputs([
    { inputs: inputs.map(factsOf), centre: inputs.map((input) => example[input.name] ?? startOf(input)) },
  ])
}

/** The inputs that the service calculates where nobody gives them. */
export function calculatedInputs({ signature: { inputs } }: Pick<ModelVersion, 'signature'>): ReadonlySet<string> {
  return new Set(inputs.flatMap(({ name, derived_from: derived }) => (derived === undefined ? [] : [name])))
}

/** The row that is sent: a calculated input that nobody gave is left out. */
export function rowOf({ inputs }: ModelSignature, settings: Settings): PredictRequest['rows'][number] {
  const given = inputs.flatMap(({ name, derived_from: derived }) => {
    const cell = settings[name] ?? null
    return cell === null && derived !== undefined ? [] : [[name, cell] as const]
  })
  return Object.fromEntries(given)
}

function factsOf(input: ModelInputView): InputFacts {
  const { kind, name, unit } = input
  if (kind === 'boolean' || kind === 'text') return { kind, name }
  const withUnit = unit === undefined ? {} : { unit }
  if (kind === 'number') return { kind, name, ...withUnit, low: input.low ?? 0, high: input.high ?? 1 }
  return { kind, name, ...withUnit, levels: input.levels ?? [] }
}

/** Where the example says nothing: the middle of the range in as many digits as a person would type, the first level. */
function startOf(input: ModelInputView): Settings[string] {
  if (input.derived_from !== undefined) return null
  if (input.kind === 'number') return middleOf(input.low ?? 0, input.high ?? 1)
  if (input.kind === 'boolean') return false
  return input.kind === 'text' ? '' : (input.levels?.[0] ?? '')
}

function middleOf(low: number, high: number): number {
  const middle = Number(((low + high) / 2).toPrecision(3))
  return middle < low || middle > high ? (low + high) / 2 : middle
}
