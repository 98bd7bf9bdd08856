import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { FACT_TABLES } from '../model/fact-tables.ts'
import { literal } from '../sql/quote.ts'
import { openSnapshot } from './open-snapshot.ts'
import type { SnapshotPlace } from './place.ts'

export interface ExportedTable {
  readonly table: string
  readonly path: string
  readonly rows: number
}

/**
 * Writes every fact table of a snapshot, and what the snapshot is of, as a Parquet file, for other programs and warehouses. These take a
 * folder for a table: `inFolders` puts each file into one of its name.
 * @throws CodedError snapshot_none, snapshot_unknown
 */
export async function exportFacts(
  place: SnapshotPlace,
  folder: string,
  id?: string,
  { inFolders = false }: { inFolders?: boolean } = {},
): Promise<ExportedTable[]> {
  await mkdir(folder, { recursive: true })
  const snapshot = await openSnapshot(place, id)
  try {
    const exported: ExportedTable[] = []
    const present = await snapshot.connection.runAndReadAll('SELECT table_name FROM duckdb_tables()')
    const tables = new Set(present.getRows().map(([name]) => String(name)))
    // one of an earlier version has the tables of that version
    for (const table of [...Object.keys(FACT_TABLES), 'snapshot_facts'].filter((name) => tables.has(name))) {
      if (inFolders) await mkdir(join(folder, table), { recursive: true })
      const path = join(folder, ...(inFolders ? [table] : []), `${table}.parquet`)
      const result = await snapshot.connection.run(
        `COPY ${table} TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`,
      )
      exported.push({ table, path, rows: result.rowsChanged })
    }
    return exported
  } finally {
    snapshot.close()
  }
}
