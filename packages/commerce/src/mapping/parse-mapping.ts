import { CodedError } from '@zerosec/errors'
import { checkMapping } from './check-mapping.ts'
import { Mapping } from './mapping.ts'
import { type MappingProblem, pathOf, readMappingText, schemaProblems } from './mapping-problems.ts'

const MAX_CHARACTERS = 256 << 10

/** A mapping, or all that is wrong with its text. */
export type CheckedMapping =
  | { readonly mapping: Mapping }
  | { readonly problems: readonly [MappingProblem, ...MappingProblem[]] }

/**
 * A mapping of its YAML: the core schema, no tags of its own, no aliases, size-limited, and every name in it checked.
 * @throws CodedError mapping_invalid, with the place in it
 */
export function parseMapping(text: string): Mapping {
  const checked = checkMappingText(text)
  if ('mapping' in checked) return checked.mapping
  const [{ line, column, place, problem }] = checked.problems
  throw new CodedError('mapping_invalid', { place, problem, line, column })
}

/** As `parseMapping`, but tells all that it finds instead of the first. */
export function checkMappingText(text: string): CheckedMapping {
  if (text.length > MAX_CHARACTERS) {
    const problem = `it is longer than ${MAX_CHARACTERS} characters`
    return { problems: [{ line: 1, column: 1, place: 'its beginning', problem }] }
  }
  const read = readMappingText(text)
  if (isSome(read.problems)) return { problems: read.problems }
  const parsed = Mapping.safeParse(read.value)
  if (!parsed.success) {
    const problems = schemaProblems(read, parsed.error)
    if (isSome(problems)) return { problems }
  }
  const mapping = parsed.data as Mapping
  try {
    checkMapping(mapping)
    return { mapping }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    const { place, problem } = error.details
    return { problems: [{ ...read.problemAt(pathOf(String(place)), String(problem)), place: String(place) }] }
  }
}

function isSome<Item>(items: readonly Item[]): items is readonly [Item, ...Item[]] {
  return items.length > 0
}
