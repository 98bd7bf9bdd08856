import type { ColumnUse, Control, Field, FileUse, NumberControl } from './field.ts'

/** The part of JSON Schema 2020-12 that parameter schemas use, with our hints `column`, `file`, `lines` and `advanced`. */
interface Schema {
  readonly type?: string
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly column?: ColumnUse
  readonly file?: FileUse
  readonly lines?: boolean
  readonly advanced?: boolean
}

/** The fields of an analysis in the order of its schema. */
export function readSchema(schema: Readonly<Record<string, unknown>>): Field[] {
  const { properties = {}, required = [] } = schema as Schema
  return Object.entries(properties).map(([name, property]) => ({
    name,
    title: property.title ?? name.replaceAll('_', ' '),
    description: property.description ?? '',
    required: required.includes(name) && property.default === undefined,
    advanced: property.advanced === true,
    standard: property.default,
    control: hintedControl(property) ?? controlOf(property, property.column),
  }))
}

function hintedControl({ type, file, lines }: Schema): Control | undefined {
  if (file && type === 'string') return { kind: 'file', use: file }
  if (file && type === 'array') return { kind: 'files', use: file }
  return lines && type === 'array' ? { kind: 'lines' } : undefined
}

function controlOf(schema: Schema, column: ColumnUse | undefined): Control {
  const options = schema.anyOf ?? schema.oneOf
  if (options) return unionControl(options, column)
  const choices = constants(schema)
  if (choices) return { kind: 'choice', options: choices, free: false }
  switch (schema.type) {
    case 'string':
      return column ? { kind: 'column', use: column } : { kind: 'text' }
    case 'boolean':
      return { kind: 'switch' }
    case 'number':
    case 'integer':
      return numberControl(schema)
    case 'array':
      return listControl(schema.items ?? {}, column)
    default:
      return { kind: 'json' }
  }
}

function numberControl(schema: Schema): NumberControl {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema
  // Zod bounds every integer by what a double can hold exactly: no bound that a user would meet.
  const bound = (value: number | undefined) =>
    value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined
  return {
    kind: 'number',
    integer: schema.type === 'integer',
    low: bound(exclusiveMinimum ?? minimum),
    high: bound(exclusiveMaximum ?? maximum),
    lowOpen: exclusiveMinimum !== undefined,
    highOpen: exclusiveMaximum !== undefined,
  }
}

function listControl(items: Schema, column: ColumnUse | undefined): Control {
  if (items.type !== 'string') return { kind: 'json' }
  if (column) return { kind: 'columns', use: column }
  const options = constants(items)
  return options ? { kind: 'choices', options } : { kind: 'texts' }
}

/** Something or null is that something; constants beside a free text are a choice that takes other texts. */
function unionControl(members: readonly Schema[], column: ColumnUse | undefined): Control {
  const real = members.filter(({ type }) => type !== 'null')
  const [only] = real
  if (only && real.length === 1) return controlOf(only, column)
  const choices = real.flatMap((member) => constants(member) ?? [])
  const others = real.filter((member) => !constants(member))
  if (choices.length > 0 && others.every(({ type }) => type === 'string')) {
    return { kind: 'choice', options: choices, free: others.length > 0 }
  }
  return { kind: 'json' }
}

function constants(schema: Schema): string[] | undefined {
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const])
  return values?.every((value) => typeof value === 'string') ? [...values] : undefined
}
