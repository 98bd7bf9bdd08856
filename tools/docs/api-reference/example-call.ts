import { BODIES, VALUES } from './example-values.ts'
import { type Call, type OpenApiDocument, resolved, type Schema } from './open-api-document.ts'

/** A request that a call takes: the least that its schema asks for. `$NAME` stands for what an earlier call gave. */
export interface ExampleCall {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly isPublic: boolean
}

export function exampleCall({ method, path, operation }: Call, document: OpenApiDocument): ExampleCall {
  const required = (operation.parameters ?? []).filter(({ in: place, required }) => place === 'query' && required)
  const query = required.map(({ name, schema }) => [name, String(exampleOf(schema, document, name))])
  const schema = operation.requestBody?.content['application/json']?.schema
  return {
    method,
    path: path.replace(/\{(\w+)\}/g, (_, name: string) => pathValue(name)),
    query: Object.fromEntries(query) as Record<string, string>,
    ...(schema !== undefined && { body: BODIES[`${method} ${path}`] ?? exampleOf(schema, document) }),
    isPublic: operation['x-scope'] === undefined,
  }
}

/** As it is typed. `$ZEROSEC` is where the service is, `$KEY` a key with the scope that is needed. */
export function curlText({ method, path, query, body, isPublic }: ExampleCall): string {
  if (path.startsWith('/files/')) return method === 'PUT' ? UPLOAD : DOWNLOAD
  const isPlain = method === 'GET' || (method === 'POST' && body !== undefined)
  const first = `curl ${isPlain ? '' : `-X ${method} `}"$ZEROSEC${path}"`
  const options = [
    ...Object.entries(query).map(([name, value]) => `-G --data-urlencode '${name}=${value}'`),
    ...(isPublic ? [] : ['-H "Authorization: Bearer $KEY"']),
    ...(body === undefined ? [] : ["-H 'Content-Type: application/json'", `-d '${quoted(body)}'`]),
  ]
  return [first, ...options].join(' \\\n  ')
}

const UPLOAD = `curl -T plastic-strength.csv -H 'Content-Type: text/csv' "$UPLOAD_URL"`
const DOWNLOAD = `curl -o report.xlsx "$DOWNLOAD_URL"`

function quoted(body: unknown): string {
  const json = JSON.stringify(body, undefined, 1).replace(/\n\s*/g, ' ')
  return json.replaceAll("'", `'\\''`).replace(/\$[A-Z_]+/g, (variable) => `'"${variable}"'`)
}

function pathValue(name: string): string {
  return name in VALUES ? String(VALUES[name]) : variableOf(name)
}

function variableOf(name: string): string {
  return `$${name.toUpperCase()}`
}

function exampleOf(schema: Schema, document: OpenApiDocument, name = ''): unknown {
  const plain = resolved(schema, document)
  const own = plain.type === 'object' || plain.type === 'array' ? undefined : VALUES[name]
  if (own !== undefined) return own
  if (plain.const !== undefined) return plain.const
  if (plain.examples) return plain.examples[0]
  if (plain.enum) return plain.enum[0]
  const [choice] = plain.anyOf ?? plain.oneOf ?? []
  if (choice) return exampleOf(choice, document, name)
  if (plain.properties) {
    const fields = Object.entries(plain.properties).filter(([field]) => plain.required?.includes(field))
    return Object.fromEntries(fields.map(([field, part]) => [field, exampleOf(part, document, field)]))
  }
  if (plain.type === 'array') return plain.items && (plain.minItems ?? 0) > 0 ? [exampleOf(plain.items, document)] : []
  if (plain.type === 'object') return {}
  if (plain.type === 'integer' || plain.type === 'number') return plain.minimum ?? 1
  if (plain.type === 'boolean') return true
  return plain.format === 'uuid' || name.endsWith('_id') ? variableOf(name || 'id') : (plain.default ?? name)
}
