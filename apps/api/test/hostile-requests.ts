import fc from 'fast-check'

/** As much of JSON Schema as the OpenAPI document uses. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly schema: Schema
}

export type Schemas = Readonly<Record<string, Schema>>

/** What has broken other services in fields, names and paths. */
const HOSTILE_TEXTS = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%2e%2e/%2e%2e',
  'a/../../b',
  'a\\..\\b',
  '/etc/passwd',
  'a\u0000b',
  '%00',
  'a\r\nset-cookie: a=b',
  '#fragment',
  '?query=1',
  "'; drop table jobs; --",
  '$ref',
  '${7*7}',
  '<script>alert(1)</script>',
  '強度😀',
  '\ud800',
  '\u202e',
  'NaN',
  '-1',
  '1e999',
  'x'.repeat(2048),
]
const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  2 ** 53,
  -(2 ** 31) - 1,
  1e308,
  [],
  {},
  [[[[]]]],
  { toString: 1, valueOf: null },
  { length: -1 },
]

/** Half of the time what the schema describes, or else what nobody should send. */
export function valuesOf(schema: Schema | undefined, schemas: Schemas, depth = 0): fc.Arbitrary<unknown> {
  const hostile = fc.oneof(
    fc.constantFrom(...HOSTILE_TEXTS),
    fc.constantFrom(...HOSTILE_VALUES),
    fc.string(),
    fc.double(),
  )
  if (schema === undefined || depth > 5) return hostile
  return fc.oneof({ weight: 3, arbitrary: described(schema, schemas, depth) }, { weight: 1, arbitrary: hostile })
}

export function textsOf(schema: Schema): fc.Arbitrary<string> {
  return fc.oneof(
    valuesOf(schema, {}).map((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
    fc.constantFrom(...HOSTILE_TEXTS),
  )
}

function described(schema: Schema, schemas: Schemas, depth: number): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return valuesOf(schemas[schema.$ref.split('/').at(-1) ?? ''], schemas, depth + 1)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices?.length) return fc.oneof(...choices.map((choice) => valuesOf(choice, schemas, depth + 1)))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const type = [schema.type].flat()[0]
  if (type === 'object') return objectsOf(schema, schemas, depth)
  if (type === 'array') return fc.array(valuesOf(schema.items, schemas, depth + 1), { maxLength: 3 })
  if (type === 'integer' || type === 'number') {
    const { minimum: min = -1000, maximum: max = 1000 } = schema
    return fc.integer({ min: Math.ceil(Math.max(min, -(2 ** 31))), max: Math.floor(Math.min(max, 2 ** 31)) })
  }
  if (type === 'boolean') return fc.boolean()
  if (schema.format === 'uuid') return fc.uuid()
  if (schema.format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
  return fc.string({ unit: 'binary', maxLength: 40 })
}

/** Every field may be missing, and one may be there that nobody knows. */
function objectsOf({ properties = {} }: Schema, schemas: Schemas, depth: number): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, field]) => [name, valuesOf(field, schemas, depth + 1)] as const)
  const known = fc.record(Object.fromEntries(fields), { requiredKeys: [] })
  const extra = fc.dictionary(fc.constantFrom('extra', 'toString', '強度', 'workspace_id'), fc.anything(), {
    maxKeys: 1,
  })
  return fc.tuple(known, extra).map(([fieldsOfSchema, others]) => ({ ...fieldsOfSchema, ...others }))
}
