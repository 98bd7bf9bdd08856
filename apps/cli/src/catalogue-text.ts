import { ANALYSES, describeAnalyses, describeAnalysis, findAnalysis } from '@zerosec/analyses'
import { textTable } from './text-table.ts'

interface ParameterSchema {
  readonly type?: string
  readonly items?: ParameterSchema
  readonly anyOf?: readonly ParameterSchema[]
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly title?: string
  readonly description?: string
  readonly minimum?: number
  readonly maximum?: number
}

/** `zerosec analyses`: the catalogue, or one analysis with its parameters. */
export function printAnalyses(name: string | undefined, asJson: boolean): void {
  if (name === undefined) print(asJson ? toJson(describeAnalyses()) : catalogueText())
  else print(asJson ? toJson(describeAnalysis(findAnalysis(name))) : analysisText(name))
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2)
}

function catalogueText(): string {
  const rows = ANALYSES.map(({ name, summary }) => [name, summary])
  return `${textTable([{ label: 'analysis' }, { label: 'what it answers' }], rows)}\n\nzerosec analyses <analysis> shows its parameters.`
}

function analysisText(name: string): string {
  const { title, summary, parameters } = describeAnalysis(findAnalysis(name))
  const { properties = {}, required = [] } = parameters as {
    properties?: Record<string, ParameterSchema>
    required?: readonly string[]
  }
  const lines = Object.entries(properties).map(([parameter, schema]) =>
    parameterText(parameter, schema, required.includes(parameter)),
  )
  return [`${name}: ${title}`, summary, 'Parameters:', ...lines].join('\n\n')
}

function parameterText(name: string, schema: ParameterSchema, isRequired: boolean): string {
  const hasDefault = schema.default !== undefined
  const start = hasDefault ? `default ${JSON.stringify(schema.default)}` : isRequired ? 'required' : 'optional'
  return `  ${name}: ${typeText(schema)}, ${start}\n      ${schema.description ?? schema.title ?? ''}`.trimEnd()
}

function typeText(schema: ParameterSchema): string {
  if (schema.enum) return schema.enum.map(String).join(' | ')
  if (schema.anyOf) return schema.anyOf.map(typeText).join(' or ')
  if (schema.type === 'array') return schema.items ? `list of ${typeText(schema.items)}` : 'list'
  return `${schema.type ?? 'anything'}${rangeText(schema)}`
}

function rangeText({ minimum, maximum }: ParameterSchema): string {
  const isBound = (value: number | undefined) => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER
  if (isBound(minimum) && isBound(maximum)) return ` from ${minimum} to ${maximum}`
  if (isBound(minimum)) return ` from ${minimum}`
  return isBound(maximum) ? ` up to ${maximum}` : ''
}
