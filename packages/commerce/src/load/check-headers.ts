import { CodedError } from '@zerosec/errors'
import type { Mapping } from '../mapping/mapping.ts'
import { namedColumns } from '../mapping/named-columns.ts'
import type { FileHeader } from '../mapping/propose-mapping.ts'
import { matchFiles } from './find-files.ts'
import { placesOf } from './stage-file.ts'

/** What a mapping would do with a file. */
export interface CheckedFile {
  readonly name: string
  readonly columns: readonly string[]
  /** Null where the mapping knows no such file: it would be left out. */
  readonly source: string | null
  readonly problem: { readonly code: string; readonly message: string } | null
}

/**
 * Whether files have the columns that a mapping names, by their headers alone.
 * @param names  of all files; those without a header have no columns
 * @throws CodedError source_file_ambiguous
 */
export function checkHeaders(
  mapping: Mapping,
  names: readonly string[],
  headers: readonly FileHeader[],
): readonly CheckedFile[] {
  const columnsOf = new Map(headers.map(({ name, columns }) => [name, columns]))
  const { matched } = matchFiles(
    mapping,
    names.map((name) => ({ name, path: '' })),
  )
  const sourceOf = new Map(matched.map(({ name, source }) => [name, source]))
  const wanted = namedColumns(mapping)
  return names.map((name) => {
    const source = sourceOf.get(name) ?? null
    const columns = columnsOf.get(name)
    if (source === null) return { name, columns: columns ?? [], source, problem: null }
    if (columns === undefined) return { name, columns: [], source, problem: problemOf(noHeader(name)) }
    return { name, columns, source, problem: missing(mapping, wanted, { name, source, columns }) }
  })
}

function missing(
  mapping: Mapping,
  wanted: ReadonlyMap<string, readonly string[]>,
  { name, source, columns }: { readonly name: string; readonly source: string; readonly columns: readonly string[] },
): CheckedFile['problem'] {
  const declared = mapping.sources[source]
  if (declared === undefined) return null
  try {
    placesOf({ name, source }, declared, wanted.get(source) ?? [], columns, 1)
    return null
  } catch (error) {
    if (error instanceof CodedError) return problemOf(error)
    throw error
  }
}

function noHeader(file: string): CodedError {
  return new CodedError('source_file_empty', { file })
}

function problemOf({ code, message }: CodedError) {
  return { code, message }
}
