import { typedNumber, typedNumberProblem } from '../numbers/typed-number.ts'
import type { Field, NumberControl } from './field.ts'

/** What a control holds while the user edits: texts as typed, so that nothing is lost on the way to a number. */
export type Draft = string | boolean | readonly string[]
export type Drafts = Readonly<Record<string, Draft>>

export type Parsed = { readonly value: unknown } | { readonly problem: string }

/** What the form starts with: the given value, else the schema's default. */
export function draftOf(field: Field, given: unknown = field.standard): Draft {
  switch (field.control.kind) {
    case 'columns':
    case 'choices':
    case 'files':
      return Array.isArray(given) ? given.map(String) : []
    case 'switch':
      return given === true
    case 'texts':
      return Array.isArray(given) ? given.join(', ') : ''
    case 'lines':
      return Array.isArray(given) ? given.join('\n') : ''
    case 'json':
      return given === undefined ? '' : JSON.stringify(given, null, 2)
    default:
      return written(given)
  }
}

/** A single value as one types it. */
export function written(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** The parameter's value, undefined where it is left to its default; or what is wrong with it. */
export function parseDraft(field: Field, draft: Draft): Parsed {
  if (typeof draft !== 'string') return { value: draft }
  const text = draft.trim()
  if (text === '') {
    return field.required ? { problem: `Choose ${field.title.toLowerCase()}.` } : { value: undefined }
  }
  if (field.control.kind === 'number') return parseNumber(field.control, text)
  if (field.control.kind === 'json') return parseJson(text)
  if (field.control.kind === 'texts' || field.control.kind === 'lines')
    return {
      value: text
        .split(field.control.kind === 'lines' ? '\n' : ',')
        .map((part) => part.trim())
        .filter(Boolean),
    }
  return { value: field.control.kind === 'column' ? draft : text }
}

function parseNumber(control: NumberControl, text: string): Parsed {
  const value = typedNumber(text)
  const { integer, low, high, lowOpen, highOpen } = control
  if (value === null) return { problem: `${typedNumberProblem(text)}.` }
  if (integer && !Number.isInteger(value)) return { problem: 'It takes a whole number.' }
  if (low !== undefined && (lowOpen ? value <= low : value < low)) {
    return { problem: `It takes ${lowOpen ? 'more than' : 'at least'} ${low}.` }
  }
  if (high !== undefined && (highOpen ? value >= high : value > high)) {
    return { problem: `It takes ${highOpen ? 'less than' : 'at most'} ${high}.` }
  }
  return { value }
}

function parseJson(text: string): Parsed {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return { problem: 'This is not valid JSON. Check quotes, commas and brackets.' }
  }
}

/** The parameters to send: what is required, and what differs from its default. */
export function parameterValues(
  fields: readonly Field[],
  drafts: Drafts,
): { values: Record<string, unknown>; problems: Record<string, string> } {
  const values: Record<string, unknown> = {}
  const problems: Record<string, string> = {}
  for (const field of fields) {
    const parsed = parseDraft(field, drafts[field.name] ?? draftOf(field))
    if ('problem' in parsed) problems[field.name] = parsed.problem
    else if (parsed.value !== undefined && !same(parsed.value, field.standard)) values[field.name] = parsed.value
  }
  return { values, problems }
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
