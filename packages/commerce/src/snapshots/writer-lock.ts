import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { CodedError } from '@zerosec/errors'
import { makePlace, type SnapshotPlace } from './place.ts'

const writing = new Set<string>()

/**
 * Runs what makes or removes snapshots of a place, one at a time: in this process by a list, among processes by the lock that DuckDB
 * takes on a file of its own, which the system lets go of when a process ends, however it ends.
 *
 * @throws CodedError load_running
 */
export async function withWriterLock<Result>(place: SnapshotPlace, work: () => Promise<Result>): Promise<Result> {
  const path = join(place.folder, 'writer.lock')
  if (writing.has(path)) throw new CodedError('load_running', { workspace: place.workspace })
  writing.add(path)
  try {
    await makePlace(place)
    const lock = await DuckDBInstance.create(path).catch((cause: unknown) => {
      throw new CodedError('load_running', { workspace: place.workspace }, { cause })
    })
    try {
      return await work()
    } finally {
      lock.closeSync()
    }
  } finally {
    writing.delete(path)
  }
}
