import { CodedError } from '@zerosec/errors'
import { readFileUpTo } from '@zerosec/table/file'
import type { Call } from './command.ts'
import { parametersFromSettings, type ValueSchema } from './parameters.ts'

const MAX_PARAMETERS_BYTES = 1 << 20

export interface ParametersSchema {
  readonly properties?: Readonly<Record<string, ValueSchema>>
}

/** The parameters of `--parameters`, and over them those of `--set`. */
export async function parametersOfCall(call: Call, schema: ParametersSchema): Promise<Record<string, unknown>> {
  const fromFile = await readParametersFile(call.text('parameters'))
  return { ...fromFile, ...parametersFromSettings(call.texts('set'), schema.properties ?? {}) }
}

async function readParametersFile(path: string | undefined): Promise<object> {
  if (path === undefined) return {}
  const bytes = await readFileUpTo(path, MAX_PARAMETERS_BYTES)
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch (error) {
    throw new CodedError('option_invalid', { option: '--parameters', problem: `${path} is not JSON` }, { cause: error })
  }
  throw new CodedError('option_invalid', { option: '--parameters', problem: `${path} holds no JSON object` })
}

/** Of `--seed`, if it is given. */
export function seedOfCall(call: Call): { seed?: number } {
  const text = call.text('seed')
  if (text === undefined) return {}
  const seed = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return { seed }
  throw new CodedError('option_invalid', { option: '--seed', problem: `"${text}" is not a whole number from 0` })
}
