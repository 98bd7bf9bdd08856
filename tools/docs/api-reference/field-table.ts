import { nameOf, type Parameter, type Schema } from './open-api-document.ts'

/** Whether a client sends or receives it: of the one it has to know what it must send, of the other what may be missing. */
export type Direction = 'sent' | 'received'

/** A table of a schema's fields, those of inner objects by their ways: `bounds.low`, `jobs[].status`. */
export function fieldTable(schema: Schema, direction: Direction): string {
  const forms = alternativesOf(schema).filter(({ properties }) => properties !== undefined)
  if (forms.length > 1) return forms.map((form) => fieldTable(form, direction)).join('\nor\n\n')
  const rows = [...new Set(fieldRows(schema, '', direction))]
  return rows.length === 0
    ? `${sentence(`${typeText(schema)}${limits(schema)}`)}\n`
    : `| field | type | |\n|---|---|---|\n${rows.join('\n')}\n`
}

export function parameterTable(parameters: readonly Parameter[]): string {
  const rows = parameters.map(({ name, in: place, required, description, schema }) => {
    const notes = [
      required && place !== 'path' ? '**required**' : '',
      description ?? '',
      limits(schema),
      defaultText(schema),
    ]
    return row([`\`${name}\``, place, typeText(schema), notesText(notes)])
  })
  return `| parameter | in | type | |\n|---|---|---|---|\n${rows.join('\n')}\n`
}

function fieldRows(schema: Schema, way: string, direction: Direction): string[] {
  const { properties, required = [] } = schema
  if (properties === undefined) return alternativesOf(schema).flatMap((inner) => fieldRows(inner, way, direction))
  return Object.entries(properties).flatMap(([name, field]) => {
    const isRequired = required.includes(name)
    const mark = direction === 'sent' ? (isRequired ? '**required**' : '') : isRequired ? '' : 'may be missing'
    const notes = [mark, field.description ?? '', limits(field), defaultText(field)]
    const own = row([`\`${way}${name}\``, typeText(field), notesText(notes)])
    return [own, ...innerRows(field, `${way}${name}`, direction)]
  })
}

function innerRows(field: Schema, way: string, direction: Direction): string[] {
  if (field.properties !== undefined) return fieldRows(field, `${way}.`, direction)
  if (field.items?.properties !== undefined) return fieldRows(field.items, `${way}[].`, direction)
  const values = field.additionalProperties
  if (typeof values === 'object' && values.properties !== undefined) return fieldRows(values, `${way}.*.`, direction)
  return alternativesOf(field).flatMap((inner) => innerRows(inner, way, direction))
}

function alternativesOf({ anyOf, oneOf }: Schema): readonly Schema[] {
  return anyOf ?? oneOf ?? []
}

/** `text`, `whole number[]`, `SubmittedJob` with a link to it, `"a"` or `"b"`. */
export function typeText(schema: Schema): string {
  if (schema.$ref !== undefined) return `[${nameOf(schema.$ref)}](#${nameOf(schema.$ref).toLowerCase()})`
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ')
  const alternatives = alternativesOf(schema)
  if (alternatives.length > 0) return [...new Set(alternatives.map(typeText))].join(' or ')
  if (schema.items) {
    const item = typeText(schema.items)
    return / or |, /.test(item) ? `list of ${item}` : `${item}[]`
  }
  if (Array.isArray(schema.type)) return schema.type.map((type) => plainType({ ...schema, type })).join(' or ')
  return plainType(schema)
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'UUID',
  'date-time': 'timestamp',
  date: 'date',
  binary: 'bytes',
  uri: 'URL',
  email: 'e-mail address',
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  null: 'null',
  array: 'list',
}

function plainType({ type, format, properties, additionalProperties }: Schema): string {
  if (type === 'string' && format !== undefined) return FORMATS[format] ?? 'text'
  if (type === 'object' && properties === undefined && typeof additionalProperties === 'object') {
    const values = typeText(additionalProperties)
    return values === 'anything' ? 'object' : `object of ${values}`
  }
  if (type === 'object') return 'object'
  return TYPES[String(type)] ?? 'anything'
}

function limits(schema: Schema): string {
  const { minLength, maxLength, minItems, maxItems, exclusiveMinimum, exclusiveMaximum } = schema
  const low = schema.minimum ?? (exclusiveMinimum === undefined ? undefined : `above ${exclusiveMinimum}`)
  const high = schema.maximum ?? (exclusiveMaximum === undefined ? undefined : `below ${exclusiveMaximum}`)
  if (schema.format === 'uuid' || schema.format === 'date-time') return ''
  const parts = [
    rangeText(low, isHuge(high) ? undefined : high, ''),
    rangeText(minLength, maxLength, ' characters'),
    rangeText(minItems, maxItems, ' of them'),
  ]
  return parts.filter(Boolean).join(', ')
}

/** What JSON itself bounds is no limit of ours. */
function isHuge(value: number | string | undefined): boolean {
  return typeof value === 'number' && value >= Number.MAX_SAFE_INTEGER
}

function rangeText(low: number | string | undefined, high: number | string | undefined, unit: string): string {
  if (low !== undefined && high !== undefined) return `${number(low)} to ${number(high)}${unit}`
  if (low !== undefined && !(typeof low === 'number' && low <= -Number.MAX_SAFE_INTEGER))
    return typeof low === 'string' ? `${low}${unit}` : `at least ${number(low)}${unit}`
  if (high !== undefined) return typeof high === 'string' ? `${high}${unit}` : `at most ${number(high)}${unit}`
  return ''
}

function number(value: number | string): string {
  return typeof value === 'number' ? value.toLocaleString('en-US', { maximumFractionDigits: 10 }) : value
}

function defaultText(schema: Schema): string {
  return schema.default === undefined ? '' : `default \`${JSON.stringify(schema.default)}\``
}

function notesText(notes: readonly string[]): string {
  return notes.filter(Boolean).join('; ')
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => prose(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
}

/** Outside of code `<key>` would be HTML. */
export function prose(text: string): string {
  return text
    .split('`')
    .map((part, i) => (i % 2 === 0 ? part.replaceAll('<', '\\<') : part))
    .join('`')
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
