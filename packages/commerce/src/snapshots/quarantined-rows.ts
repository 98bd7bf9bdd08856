import { openSnapshot } from './open-snapshot.ts'
import type { SnapshotPlace } from './place.ts'

export interface QuarantinedRow {
  readonly file: string | null
  readonly line: number | null
  /** The table it was meant for. */
  readonly table: string | null
  readonly code: string
  readonly reason: string
  readonly content: string | null
}

/** Rows of a snapshot's quarantine by file and line, at most so many, with how many there are of each code. */
export async function quarantinedRows(
  place: SnapshotPlace,
  wanted: { readonly snapshot?: string | undefined; readonly code?: string | undefined; readonly limit: number },
): Promise<{ counts: Readonly<Record<string, number>>; rows: readonly QuarantinedRow[] }> {
  const { connection, close } = await openSnapshot(place, wanted.snapshot)
  try {
    const counts = await connection.runAndReadAll(
      'SELECT code, count(*)::DOUBLE FROM quarantine GROUP BY code ORDER BY code',
    )
    const rows = await connection.runAndReadAll(
      `SELECT name AS file, line::DOUBLE AS line, source_table AS "table", code, reason, content FROM quarantine LEFT JOIN files USING (file_id)
       WHERE $1 IS NULL OR code = $1 ORDER BY file_id, line, code LIMIT $2`,
      [wanted.code ?? null, wanted.limit],
    )
    return {
      counts: Object.fromEntries(counts.getRows() as [string, number][]),
      rows: rows.getRowObjectsJS() as unknown as QuarantinedRow[],
    }
  } finally {
    close()
  }
}
