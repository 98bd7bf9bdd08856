import { CodedError } from '@zerosec/errors'
import type { z } from 'zod'
import type { Analysis } from './analysis.ts'
import { describeAnalysis } from './describe.ts'

/**
 * Parameters as given, checked against the analysis's schema and completed with its defaults.
 *
 * @throws CodedError `parameter_unknown` naming what there is, `parameter_invalid` saying in words what is wrong
 */
export function parseParameters<Parameters>(
  analysis: Analysis<Parameters>,
  given: Readonly<Record<string, unknown>>,
): Parameters {
  const result = analysis.parameters.safeParse(given)
  if (result.success) return result.data
  const unknown = result.error.issues.find((issue) => issue.code === 'unrecognized_keys' && issue.path.length === 0)
  if (unknown?.code === 'unrecognized_keys') {
    const { properties } = describeAnalysis(analysis).parameters as { properties: Record<string, unknown> }
    throw new CodedError('parameter_unknown', {
      parameter: unknown.keys[0]!,
      analysis: analysis.name,
      known: Object.keys(properties),
    })
  }
  const issue = result.error.issues[0]!
  const [parameter = 'parameters', ...path] = issue.path.map(String)
  throw new CodedError('parameter_invalid', { parameter, problem: problemText(issue, path, given[parameter]) })
}

function problemText(issue: z.core.$ZodIssue, path: readonly string[], value: unknown): string {
  if (value === undefined) return 'it is missing'
  const place = path.length > 0 ? `at ${path.join('.')} ` : ''
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_value':
      return `${place}it has to be ${wanted(issue)}, not ${shown(value)}`
    case 'too_small':
      return `${place}${boundText(issue.origin, 'at least', issue.minimum, issue.inclusive)}, not ${shown(value)}`
    case 'too_big':
      return `${place}${boundText(issue.origin, 'at most', issue.maximum, issue.inclusive)}, not ${shown(value)}`
    case 'unrecognized_keys':
      return `${place}it has no field "${issue.keys[0]}"`
    case 'invalid_union':
      return `${place}it has to be ${issue.errors.flat().map(wanted).join(' or ')}, not ${shown(value)}`
    default:
      return `${place}${issue.message}`
  }
}

function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `one of ${issue.values.join(', ')}`
  return issue.code === 'invalid_type' ? (TYPES[issue.expected] ?? issue.expected) : issue.message
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

function boundText(origin: string, bound: string, limit: number | bigint, inclusive = true): string {
  if (origin === 'string') return `it has to have ${bound} ${limit} characters`
  if (origin === 'array') return `it has to have ${bound} ${limit} items`
  if (inclusive) return `it has to be ${bound} ${limit}`
  return `it has to be ${bound === 'at least' ? 'above' : 'below'} ${limit}`
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
