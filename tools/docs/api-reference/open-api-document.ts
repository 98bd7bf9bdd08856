import { createApi } from '../../../apps/api/src/create-api.ts'
import { SETTINGS, untouchedPlatform } from '../../../apps/api/test/untouched-platform.ts'

/** The parts of the API's OpenAPI document that the reference is made of. */
export interface OpenApiDocument {
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

export interface Operation {
  readonly summary: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
  /** Left out: anyone may call it. */
  readonly 'x-scope'?: string
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly description?: string
  readonly schema: Schema
}

export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

/** A call of the API: what is at a path under a method. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** The document as the API serves it; no platform is asked for it. */
async function readOpenApiDocument(): Promise<OpenApiDocument> {
  const api = await createApi(untouchedPlatform, SETTINGS)
  const document = (await api.inject('/openapi.json')).json<OpenApiDocument>()
  await api.close()
  return document
}

export const OPEN_API_DOCUMENT = await readOpenApiDocument()

/** Every call, in the order of the document. */
export function callsOf(document: OpenApiDocument): Call[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

/** The schema itself where it is a reference to a named one. */
export function resolved(schema: Schema, document: OpenApiDocument): Schema {
  if (schema.$ref === undefined) return schema
  const named = document.components.schemas[nameOf(schema.$ref)]
  if (named === undefined) throw new RangeError(`the document has no ${schema.$ref}`)
  return resolved(named, document)
}

/** `SubmittedJob` of `#/components/schemas/SubmittedJob`. */
export function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}
