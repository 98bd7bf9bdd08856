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
  return withLock(place, 'writer', work, (cause) => {
    throw new CodedError('load_running', { workspace: place.workspace }, { cause })
  })
}

/** Runs what one process alone may do for a workspace at a time; where another one is at it already, nothing is done. */
export async function withWatchLock(place: SnapshotPlace, work: () => Promise<void>): Promise<void> {
  await withLock(place, 'watch', work, () => undefined)
}

async function withLock<Result>(
  place: SnapshotPlace,
  name: string,
  work: () => Promise<Result>,
  onBusy: (cause?: unknown) => Result,
): Promise<Result> {
  const path = join(place.folder, `${name}.lock`)
  if (writing.has(path)) return onBusy()
  writing.add(path)
  try {
    await makePlace(place)
    const lock = await DuckDBInstance.create(path).catch((cause: unknown) => ({ cause }))
    if ('cause' in lock) return onBusy(lock.cause)
    try {
      return await work()
    } finally {
      lock.closeSync()
    }
  } finally {
    writing.delete(path)
  }
}
