import { randomUUID } from 'node:crypto'
import type { Scope } from '@zerosec/contract'

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly minimum?: number
  readonly minItems?: number
  readonly items?: Schema
  readonly examples?: readonly unknown[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

interface Operation {
  readonly 'x-scope'?: Scope
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** Values for the fields and parameters that name something stored, by their names. */
export type Ids = Readonly<Record<string, string>>

/** A call that the OpenAPI document describes, with a request that is valid as far as the document tells. */
export interface OpenApiCall {
  /** `GET /api/v1/jobs/{job_id}` */
  readonly name: string
  readonly scope: Scope | 'public'
  /** Whether it names something stored. */
  readonly takesIds: boolean
  request(ids: Ids): { readonly method: string; readonly path: string; readonly body?: string }
}

/** Every call of the document; those that remove come last. */
export function openApiCalls(document: OpenApiDocument, idNames: readonly string[]): OpenApiCall[] {
  const calls = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) =>
      callOf(document, path, method.toUpperCase(), operation, idNames),
    ),
  )
  const rank = ({ name }: OpenApiCall) => (name.startsWith('DELETE') ? 1 : 0)
  return calls.sort((a, b) => rank(a) - rank(b) || b.name.length - a.name.length)
}

function callOf(
  document: OpenApiDocument,
  path: string,
  method: string,
  operation: Operation,
  idNames: readonly string[],
): OpenApiCall {
  const schema = operation.requestBody?.content['application/json']?.schema
  const bodyOf = (ids: Ids) => (schema ? JSON.stringify(exampleOf(schema, document, ids)) : undefined)
  const marks = Object.fromEntries(idNames.map((name) => [name, randomUUID()]))
  const sample = path + (bodyOf(marks) ?? '')
  return {
    name: `${method} ${path}`,
    scope: operation['x-scope'] ?? 'public',
    takesIds: idNames.some((name) => path.includes(`{${name}}`) || sample.includes(marks[name] as string)),
    request(ids) {
      const body = bodyOf(ids)
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? 'none'))
      return { method, path: filled, ...(body === undefined ? {} : { body }) }
    },
  }
}

/** The least that a schema takes: required fields, and those that name something. */
function exampleOf(schema: Schema, document: OpenApiDocument, ids: Ids, name = ''): unknown {
  if (schema.$ref !== undefined) {
    const named = document.components.schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)]
    if (!named) throw new Error(`the document has no ${schema.$ref}`)
    return exampleOf(named, document, ids, name)
  }
  if (ids[name] !== undefined) return ids[name]
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.examples) return schema.examples[0]
  const [choice] = schema.anyOf ?? schema.oneOf ?? []
  if (choice) return exampleOf(choice, document, ids, name)
  if (schema.properties) {
    const fields = Object.entries(schema.properties).filter(
      ([field]) => schema.required?.includes(field) || ids[field] !== undefined,
    )
    return Object.fromEntries(fields.map(([field, part]) => [field, exampleOf(part, document, ids, field)]))
  }
  if (schema.type === 'array') {
    const { items, minItems = 0 } = schema
    return items && minItems > 0 ? [exampleOf(items, document, ids)] : []
  }
  if (schema.type === 'object') return {}
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'boolean') return true
  return schema.format === 'uuid' ? randomUUID() : 'a.csv'
}
