import type { DuckDBConnection } from '@duckdb/node-api'

/** A file whose rows are, or will be, in a snapshot. */
export interface LedgerFile {
  readonly name: string
  readonly source: string
  readonly sha256: string
  readonly size: number
  /** When it was first loaded with these bytes, ISO 8601 without zone, UTC. */
  readonly loadedAt: string
}

/** The files of a snapshot. */
export async function readLedger(connection: DuckDBConnection): Promise<LedgerFile[]> {
  const rows = await connection.runAndReadAll(
    `SELECT name, source, sha256, size, strftime(loaded_at, '%Y-%m-%d %H:%M:%S') FROM files ORDER BY file_id`,
  )
  return rows.getRows().map(([name, source, sha256, size, loadedAt]) => ({
    name: String(name),
    source: String(source),
    sha256: String(sha256),
    size: Number(size),
    loadedAt: String(loadedAt),
  }))
}
