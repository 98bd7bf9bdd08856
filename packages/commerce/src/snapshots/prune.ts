import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { currentSnapshot, snapshotIds } from './current.ts'
import { openSnapshot } from './open-snapshot.ts'
import { type SnapshotPlace, snapshotPath } from './place.ts'

/** How many snapshots are kept where nothing else is said. */
export const KEPT_SNAPSHOTS = 10

/**
 * Removes the oldest snapshots beyond so many, never the one that serves, and the stored files that no snapshot left was made of.
 * @returns the ids of those removed
 */
export async function pruneSnapshots(place: SnapshotPlace, keep: number): Promise<string[]> {
  const current = await currentSnapshot(place)
  const ids = await snapshotIds(place)
  const removed = ids.slice(0, Math.max(0, ids.length - Math.max(1, keep))).filter((id) => id !== current?.id)
  for (const id of removed) await rm(snapshotPath(place, id), { force: true })
  if (removed.length > 0) await removeUnusedFiles(place)
  return removed
}

async function removeUnusedFiles(place: SnapshotPlace): Promise<void> {
  const used = new Set<unknown>()
  for (const id of await snapshotIds(place)) {
    const snapshot = await openSnapshot(place, id)
    const rows = (await snapshot.connection.runAndReadAll('SELECT DISTINCT sha256 FROM files')).getRows()
    snapshot.close()
    for (const [hash] of rows) used.add(hash)
  }
  for (const name of await readdir(place.files)) {
    if (!used.has(name)) await rm(join(place.files, name))
  }
}
