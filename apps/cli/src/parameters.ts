import { CodedError } from '@zerosec/errors'

/** The part of JSON Schema that tells how to read a value given as text. */
export interface ValueSchema {
  readonly type?: string | readonly string[]
  readonly items?: ValueSchema | boolean
  readonly anyOf?: readonly ValueSchema[]
  readonly oneOf?: readonly ValueSchema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
}

/**
 * Parameters from `name=value` texts, each read as its schema asks for. A name that the schema does not know keeps its text: the
 * analysis refuses it by name.
 *
 * @throws CodedError option_invalid without a `=` or for a name given twice, parameter_invalid for a text that does not fit its type
 */
export function parametersFromSettings(
  settings: readonly string[],
  schemas: Readonly<Record<string, ValueSchema>>,
): Record<string, unknown> {
  const parameters: Record<string, unknown> = {}
  for (const setting of settings) {
    const equals = setting.indexOf('=')
    if (equals < 1)
      throw new CodedError('option_invalid', { option: '--set', problem: `"${setting}" is not NAME=VALUE` })
    const name = setting.slice(0, equals)
    if (Object.hasOwn(parameters, name)) {
      throw new CodedError('option_invalid', {
        option: '--set',
        problem: `${name} is given twice; separate the items of a list by commas`,
      })
    }
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined
    parameters[name] = schema ? readParameter(name, setting.slice(equals + 1), schema) : setting.slice(equals + 1)
  }
  return parameters
}

function readParameter(name: string, text: string, schema: ValueSchema): unknown {
  const reading = readValue(text, schema)
  if ('problem' in reading) throw new CodedError('parameter_invalid', { parameter: name, problem: reading.problem })
  return reading.value
}

type Reading = { readonly value: unknown } | { readonly problem: string }

/** Text as the value that a schema asks for; where several kinds are allowed, the first that the text fits. */
export function readValue(text: string, schema: ValueSchema): Reading {
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives) return firstFitting(text, alternatives)
  if (Array.isArray(schema.type))
    return firstFitting(
      text,
      schema.type.map((type: string) => ({ ...schema, type })),
    )
  if (schema.const !== undefined) return oneOf(text, [schema.const])
  if (schema.enum) return oneOf(text, schema.enum)
  switch (schema.type) {
    case 'number':
    case 'integer':
      return readNumber(text, schema.type)
    case 'boolean':
      return readBoolean(text)
    case 'null':
      return text === 'null' ? { value: null } : { problem: `"${text}" is not null` }
    case 'array':
      return readList(text, typeof schema.items === 'object' ? schema.items : {})
    case 'object':
      return readJson(text)
    default:
      return { value: text }
  }
}

/** A text fits anything that takes text, so such an alternative comes last. */
function firstFitting(text: string, schemas: readonly ValueSchema[]): Reading {
  const readings = schemas
    .toSorted((a, b) => Number(takesAnyText(a)) - Number(takesAnyText(b)))
    .map((schema) => readValue(text, schema))
  return readings.find((reading) => 'value' in reading) ?? readings[0] ?? { value: text }
}

function takesAnyText({ type, enum: values, const: constant }: ValueSchema): boolean {
  return (type === 'string' || type === undefined) && values === undefined && constant === undefined
}

function oneOf(text: string, values: readonly unknown[]): Reading {
  const index = values.findIndex((value) => String(value) === text)
  return index >= 0 ? { value: values[index] } : { problem: `"${text}" is none of ${values.map(String).join(', ')}` }
}

function readNumber(text: string, type: 'number' | 'integer'): Reading {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) return { problem: `"${text}" is not a number` }
  if (type === 'integer' && !Number.isInteger(value)) return { problem: `"${text}" is not a whole number` }
  return { value }
}

function readBoolean(text: string): Reading {
  if (/^(true|yes|on|1)$/i.test(text)) return { value: true }
  if (/^(false|no|off|0)$/i.test(text)) return { value: false }
  return { problem: `"${text}" is neither true nor false` }
}

function readList(text: string, items: ValueSchema): Reading {
  if (text.trimStart().startsWith('[')) {
    const reading = readJson(text)
    if ('value' in reading) return reading // else names in brackets, such as [A],[B]
  }
  if (text.trim() === '') return { value: [] }
  const readings = text.split(',').map((item) => readValue(item.trim(), items))
  return (
    readings.find((reading) => 'problem' in reading) ?? {
      value: readings.map((reading) => ('value' in reading ? reading.value : null)),
    }
  )
}

function readJson(text: string): Reading {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { problem: `"${text}" is not JSON` }
  }
}
