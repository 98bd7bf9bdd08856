import { CodedError } from '@zerosec/errors'
import { parseDocument } from 'yaml'
import type { z } from 'zod'
import { checkMapping } from './check-mapping.ts'
import { Mapping } from './mapping.ts'

const MAX_CHARACTERS = 256 << 10

/**
 * A mapping of its YAML: the core schema, no tags of its own, no aliases, size-limited, and every name in it checked.
 * @throws CodedError mapping_invalid, with the place in it
 */
export function parseMapping(text: string): Mapping {
  if (text.length > MAX_CHARACTERS) throw invalid('its beginning', `it is longer than ${MAX_CHARACTERS} characters`)
  const document = parseDocument(text, { schema: 'core', customTags: [], stringKeys: true })
  const [fault] = [...document.errors, ...document.warnings]
  if (fault !== undefined)
    throw invalid(`line ${fault.linePos?.[0].line ?? 1}`, lowerFirst(fault.message.split('\n')[0]!))
  const parsed = Mapping.safeParse(valueOf(document))
  if (!parsed.success) throw invalidAt(parsed.error.issues[0]!)
  checkMapping(parsed.data)
  return parsed.data
}

function valueOf(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch (error) {
    throw invalid('an alias', error instanceof Error ? lowerFirst(error.message) : 'it has aliases')
  }
}

function invalidAt(issue: z.core.$ZodIssue): CodedError {
  return invalid(placeText(issue.path), lowerFirst(issue.message))
}

/** `sources.orders.tables[0].columns.order_id` */
function placeText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return text === '' ? 'its top level' : text.replace(/^\./, '')
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/[.:]$/, '')
}

function invalid(place: string, problem: string): CodedError {
  return new CodedError('mapping_invalid', { place, problem })
}
