import type { DuckDBConnection } from '@duckdb/node-api'
import type { GivenFile } from './find-files.ts'

/** Something that a load decided, or doubts, beside single rows. */
export interface LoadFinding {
  readonly code:
    | 'columns_changed'
    | 'dates_decided'
    | 'encoding_doubtful'
    | 'file_not_used'
    | 'file_without_rows'
    | 'refund_without_order'
    | 'source_without_files'
  /** The file, or the source and its column. */
  readonly place: string
  readonly words: string
}

export async function storeFindings(connection: DuckDBConnection, findings: readonly LoadFinding[]): Promise<void> {
  for (const { code, place, words } of findings) {
    await connection.run('INSERT INTO load_findings VALUES ($1, $2, $3)', [code, place, words])
  }
}

/** A file that no source of the mapping asks for. */
export function notUsed({ name }: GivenFile): LoadFinding {
  return { code: 'file_not_used', place: name, words: 'no source of the mapping has a pattern for its name' }
}
