import { curlText, exampleCall } from './example-call.ts'
import { fieldTable, parameterTable, prose, typeText } from './field-table.ts'
import {
  type Call,
  callsOf,
  nameOf,
  OPEN_API_DOCUMENT,
  type OpenApiDocument,
  type Schema,
} from './open-api-document.ts'

/** docs/api-reference.md: every call of the OpenAPI document, and every schema that they name. */
export function apiReferencePage(document: OpenApiDocument = OPEN_API_DOCUMENT): string {
  const calls = callsOf(document)
  const shared = sharedCodes(calls)
  const lost = calls.find(({ operation }) => !document.tags.some(({ name }) => name === operation.tags[0]))
  if (lost) throw new RangeError(`${lost.method} ${lost.path} has no tag that the document describes`)
  const tags = document.tags.map((tag) => ({
    ...tag,
    calls: calls.filter((call) => call.operation.tags[0] === tag.name),
  }))
  return `# API reference

Generated from the OpenAPI document of the API (\`/openapi.json\`) by \`npm run docs\`. [api.md](api.md) shows by example how calls
follow each other, \`/docs\` of a running service tries them out, [errors.md](errors.md) has the text of each code.

In the examples \`ZEROSEC\` is where the service is, as \`http://127.0.0.1:8000\`, and \`KEY\` a key with the scope that the call
needs ([access.md](access.md)); other words in capitals stand for what earlier calls gave. A timestamp is ISO 8601 in UTC.

${sharedText(shared)}

${tags.map((tag) => callList(tag.name, tag.calls)).join('\n')}
${tags.map((tag) => tagSection(tag, document, shared)).join('\n')}
## Schemas

${Object.entries(document.components.schemas)
  .map(([name, schema]) => schemaSection(name, schema, calls))
  .join('\n')}`
}

interface Tag {
  readonly name: string
  readonly description: string
  readonly calls: readonly Call[]
}

function callList(tag: string, calls: readonly Call[]): string {
  const rows = calls.map(
    ({ method, path, operation }) =>
      `| [\`${method} ${path}\`](#${anchor(`${method} ${path}`)}) | ${prose(operation.summary)} |`,
  )
  return `| ${tag} | |\n|---|---|\n${rows.join('\n')}\n`
}

function tagSection({ name, description, calls }: Tag, document: OpenApiDocument, shared: SharedCodes): string {
  return `## ${capitalised(name)}\n\n${description}\n\n${calls.map((call) => callSection(call, document, shared)).join('\n')}`
}

function callSection(call: Call, document: OpenApiDocument, shared: SharedCodes): string {
  const { method, path, operation } = call
  const scope = operation['x-scope']
  const { summary, description, parameters = [], requestBody } = operation
  const bodies = Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => contentText(type, schema))
  return [
    `### ${method} ${path}\n`,
    `${wrapped(`${prose(summary)}. ${scope === undefined ? 'Public.' : `Scope \`${scope}\`.`}`)}\n`,
    ...(description ? [`${wrapped(prose(description))}\n`] : []),
    ...(parameters.length > 0 ? [parameterTable(parameters)] : []),
    ...(bodies.length > 0 ? [`Body: ${bodies.join(', or ')}\n`] : []),
    `${answersText(call)}\n`,
    ...refusalText(call, shared),
    `\`\`\`sh\n${curlText(exampleCall(call, document))}\n\`\`\`\n`,
  ].join('\n')
}

function contentText(type: string, schema: Schema): string {
  return type === 'application/json' ? typeText(schema) : `\`${type}\``
}

function answersText({ operation }: Call): string {
  const answers = Object.entries(operation.responses)
    .filter(([status]) => /^[23]/.test(status))
    .map(([status, { description, content = {} }]) => {
      const types = Object.entries(content).map(([type, { schema }]) => contentText(type, schema))
      const said = description === 'done' ? '' : description
      return `\`${status}\` ${[types.join(', or '), said].filter(Boolean).join(': ')}`
    })
  return `Answers ${answers.join('; ')}`
}

/** Codes that every call has, and every call that asks for a scope. */
interface SharedCodes {
  readonly all: ReadonlySet<string>
  readonly scoped: ReadonlySet<string>
}

function sharedCodes(calls: readonly Call[]): SharedCodes {
  return {
    all: codesInEach(calls),
    scoped: codesInEach(calls.filter(({ operation }) => operation['x-scope'] !== undefined)),
  }
}

function codesInEach(calls: readonly Call[]): ReadonlySet<string> {
  const codes = calls.map((call) => new Set(codesOf(call).map(({ code }) => code)))
  const [first = new Set<string>(), ...others] = codes
  return new Set([...first].filter((code) => others.every((other) => other.has(code))))
}

function codesOf({ operation }: Call): { status: string; code: string }[] {
  return Object.entries(operation.responses).flatMap(([status, { description }]) =>
    /^[23]/.test(status) ? [] : [...description.matchAll(/^`(\w+)`:/gm)].map(([, code]) => ({ status, code: code! })),
  )
}

function sharedText({ all, scoped }: SharedCodes): string {
  const list = (codes: Iterable<string>): string => [...codes].map((code) => `\`${code}\``).join(', ')
  return wrapped(
    `Any call may be refused with ${list(all)}, and one that asks for a scope with ${list([...scoped].filter((code) => !all.has(code)))}. ` +
      'What a call may answer beside these stands with it. Every refusal has the fields of [Error](#error).',
  )
}

function refusalText(call: Call, { all, scoped }: SharedCodes): string[] {
  const known = call.operation['x-scope'] === undefined ? all : scoped
  const own = codesOf(call).filter(({ code }) => !known.has(code))
  const byStatus = Map.groupBy(own, ({ status }) => status)
  const parts = [...byStatus].map(([status, codes]) => `${status} ${codes.map(({ code }) => `\`${code}\``).join(', ')}`)
  return parts.length === 0 ? [] : [`${wrapped(`Refuses with ${parts.join('; ')}`)}\n`]
}

function schemaSection(name: string, schema: Schema, calls: readonly Call[]): string {
  const direction = isSent(name, calls) ? 'sent' : 'received'
  return `### ${name}\n\n${schema.description ? `${wrapped(prose(`${capitalised(schema.description)}.`))}\n\n` : ''}${fieldTable(schema, direction)}`
}

/** Whether a body names it, or its name says so: what is in both is written twice, with and without. */
function isSent(name: string, calls: readonly Call[]): boolean {
  return (
    name.endsWith('Input') &&
    !calls.some(({ operation }) =>
      Object.values(operation.responses).some(({ content = {} }) =>
        Object.values(content).some(({ schema }) => schema.$ref !== undefined && nameOf(schema.$ref) === name),
      ),
    )
  )
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const LINE = 130

function wrapped(text: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const longer = lines.at(-1) === '' ? word : `${lines.at(-1)} ${word}`
    if (longer.length <= LINE || lines.at(-1) === '') lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.join('\n')
}

/** As GitHub and the page make it of a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')
}
