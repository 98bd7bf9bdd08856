import type { DuckDBConnection } from '@duckdb/node-api'
import type { GivenFile } from './find-files.ts'
import { type LoadFinding, notUsed } from './findings.ts'
import type { NumberedFile, Staging } from './staging.ts'

/** What is said of whole files: not used, doubtful letters, no rows, other columns than the files of their kind before them. */
export function findingsOfFiles(
  files: readonly NumberedFile[],
  staging: Staging,
  unmatched: readonly GivenFile[],
): LoadFinding[] {
  const findings = unmatched.map(notUsed)
  for (const { name, source } of staging.sources.values()) {
    if (files.some((file) => file.source === name)) continue
    findings.push({ code: 'source_without_files', place: name, words: `no file fits ${source.files.join(', ')}` })
  }
  const headers = new Map<string, { file: string; columns: readonly string[] }>()
  for (const { id, name, source } of files) {
    const staged = staging.files.get(id)
    if (staged === undefined) continue
    if (staged.doubt !== undefined) findings.push({ code: 'encoding_doubtful', place: name, words: staged.doubt })
    if (staged.rows === 0) {
      findings.push({ code: 'file_without_rows', place: name, words: 'it has a header and no rows' })
    }
    const before = headers.get(source)
    const words = before === undefined ? undefined : driftWords(before, staged.columns)
    if (words !== undefined) findings.push({ code: 'columns_changed', place: name, words })
    if (before === undefined || words !== undefined) headers.set(source, { file: name, columns: staged.columns })
  }
  return findings
}

/** Which columns came and went, in words; undefined for none. */
function driftWords(
  before: { file: string; columns: readonly string[] },
  columns: readonly string[],
): string | undefined {
  const came = columns.filter((column) => !before.columns.includes(column))
  const went = before.columns.filter((column) => !columns.includes(column))
  const parts = [
    came.length === 0 ? [] : [`new: ${came.join(', ')} (ignored unless the mapping names it)`],
    went.length === 0 ? [] : [`gone: ${went.join(', ')}`],
  ].flat()
  return parts.length === 0 ? undefined : `since ${before.file} columns changed; ${parts.join('; ')}`
}

const SHOWN = 3

/** Refunds that name an order which is not there: they count on their own date, and have no order's. */
export async function refundsWithoutOrders(
  connection: DuckDBConnection,
  files: readonly NumberedFile[],
): Promise<LoadFinding[]> {
  const result =
    await connection.runAndReadAll(`SELECT file_id, count(*)::INTEGER, list(line ORDER BY line)[1:${SHOWN}]::VARCHAR
    FROM refunds r WHERE order_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.order_id = r.order_id)
    GROUP BY file_id ORDER BY file_id`)
  return result.getRows().map(([id, count, lines]) => ({
    code: 'refund_without_order' as const,
    place: files.find((file) => file.id === id)?.name ?? '',
    words: `${String(count)} of its refunds name an order that is in no file (lines ${String(lines).slice(1, -1)}${Number(count) > SHOWN ? ', …' : ''}); they count by their own date only`,
  }))
}
