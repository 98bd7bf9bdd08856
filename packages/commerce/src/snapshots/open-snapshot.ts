import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { findSnapshot, type SnapshotReference } from './current.ts'
import type { SnapshotPlace } from './place.ts'

export interface OpenSnapshot extends SnapshotReference {
  readonly instance: DuckDBInstance
  readonly connection: DuckDBConnection
  readonly close: () => void
}

/**
 * Opens the snapshot that serves, or another one, for reading only. It stays readable until it is closed, whatever is loaded or
 * removed meanwhile.
 *
 * @throws CodedError snapshot_none, snapshot_unknown
 */
export async function openSnapshot(
  place: SnapshotPlace,
  id?: string,
  options: Record<string, string> = {},
): Promise<OpenSnapshot> {
  const reference = await findSnapshot(place, id)
  const instance = await DuckDBInstance.create(reference.path, { access_mode: 'READ_ONLY', ...options })
  const connection = await instance.connect()
  return {
    ...reference,
    instance,
    connection,
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
