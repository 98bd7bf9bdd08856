import { CodedError } from '@zerosec/errors'
import { buildColumns } from './columns/build-columns.ts'
import { findDuplicateRows } from './duplicates.ts'
import type { ReadGrid } from './grid.ts'
import { sha256 } from './hash.ts'
import { findTransposed } from './layout/transposed.ts'
import { MAX_TEXT_BYTES, MAX_WORKBOOK_BYTES } from './limits.ts'
import type { ReadOptions } from './options.ts'
import type { Table } from './table.ts'
import { readText } from './text/read-text.ts'

export const READABLE_EXTENSIONS = ['csv', 'tsv', 'txt', 'xlsx'] as const

/**
 * Reads a file's bytes into a table. The extension of `name` chooses the format.
 *
 * @param bytes  the whole file; read only
 * @throws CodedError file_type_unsupported, file_too_large, file_empty, file_header_only, file_corrupt, file_encrypted,
 *   file_expands_too_far, file_too_many_cells, file_too_many_columns, encoding_unknown, sheet_unknown, option_invalid
 *
 * Cost: about one pass over the bytes; memory for the file, its UTF-8 copy where it is in another encoding, and the columns.
 */
export async function readTable(name: string, bytes: Uint8Array, options: ReadOptions = {}): Promise<Table> {
  const extension = readableExtension(name)
  const limit = options.maxBytes ?? defaultMaxBytes(extension)
  if (bytes.length > limit) throw new CodedError('file_too_large', { bytes: bytes.length, limit })
  if (bytes.length === 0) throw new CodedError('file_empty')
  const hash = sha256(bytes)
  try {
    const grid = await readGrid(extension, bytes, options)
    const findings = grid.findings
    const columns = buildColumns(grid.columns, grid.layout, grid.sample, {
      rowNumbers: grid.rowNumbers,
      decimalMark: grid.decimalMark,
      missingMarkers: new Set(options.missingMarkers),
      findings,
    })
    for (const doubt of [findTransposed(columns), findDuplicateRows(columns, grid.rowNumbers)]) {
      if (doubt !== undefined) findings.push(doubt)
    }
    const { header, units } = grid.layout
    return {
      name,
      sha256: await hash,
      rowCount: grid.rowNumbers.length,
      columns,
      findings,
      source: {
        ...grid.source,
        bytes: bytes.length,
        headerRow: header < 0 ? 0 : grid.sample[header]!.line,
        ...(units === undefined ? {} : { unitsRow: grid.sample[units]!.line }),
        rowNumbers: grid.rowNumbers,
      },
    }
  } finally {
    await hash.catch(() => {})
  }
}

type Extension = (typeof READABLE_EXTENSIONS)[number]

/** @throws CodedError file_type_unsupported */
export function readableExtension(name: string): Extension {
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const known = READABLE_EXTENSIONS.find((readable) => readable === extension)
  if (known === undefined) throw new CodedError('file_type_unsupported', { extension, known: READABLE_EXTENSIONS })
  return known
}

export function defaultMaxBytes(extension: Extension): number {
  return extension === 'xlsx' ? MAX_WORKBOOK_BYTES : MAX_TEXT_BYTES
}

async function readGrid(extension: Extension, bytes: Uint8Array, options: ReadOptions): Promise<ReadGrid> {
  if (extension === 'xlsx') {
    const { readWorkbook } = await import('./workbook/read-workbook.ts')
    return readWorkbook(bytes, options)
  }
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04
  if (isZip)
    throw new CodedError('file_corrupt', { format: extension, problem: 'it is a zip file or an Excel workbook' })
  return readText(bytes, extension === 'tsv' ? 'tsv' : 'csv', options)
}
