import { CodedError } from '@zerosec/errors'
import { findSnapshot, serveSnapshot, snapshotIds } from './current.ts'
import type { SnapshotPlace } from './place.ts'
import { withWriterLock } from './writer-lock.ts'

/**
 * Lets an earlier snapshot serve again: the one named, or the one before that which serves. Nothing is removed, so that it can be undone
 * itself by naming the other; the next load goes on from the files of the one that serves.
 *
 * @returns the ids that served before and serve now
 * @throws CodedError snapshot_none, snapshot_unknown, load_running
 */
export async function undoSnapshot(place: SnapshotPlace, id?: string): Promise<{ before: string; now: string }> {
  const current = await findSnapshot(place)
  return withWriterLock(place, async () => {
    const target = id === undefined ? await previousId(place, current.id) : (await findSnapshot(place, id)).id
    await serveSnapshot(place, target)
    return { before: current.id, now: target }
  })
}

async function previousId(place: SnapshotPlace, current: string): Promise<string> {
  const known = await snapshotIds(place)
  const previous = known.findLast((id) => id < current)
  if (previous === undefined) {
    const snapshot = `the one before ${current}`
    throw new CodedError('snapshot_unknown', { snapshot, workspace: place.workspace, known })
  }
  return previous
}
