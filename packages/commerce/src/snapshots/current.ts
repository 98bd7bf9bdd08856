import { readFileSync } from 'node:fs'
import { open, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { CodedError } from '@zerosec/errors'
import { z } from 'zod'
import { type SnapshotPlace, snapshotPath } from './place.ts'

const Current = z.object({ format: z.literal('zerosec.current/1'), snapshot: z.string().regex(/^[\w-]+$/) })

export interface SnapshotReference {
  readonly id: string
  readonly path: string
}

/** The snapshot that serves; undefined before the first load. Each query asks: read at once, as four waits for a thread take longer. */
export async function currentSnapshot(place: SnapshotPlace): Promise<SnapshotReference | undefined> {
  let text: string
  try {
    text = readFileSync(pointerPath(place), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const { snapshot } = Current.parse(JSON.parse(text))
  return { id: snapshot, path: snapshotPath(place, snapshot) }
}

/** The snapshot of this id, or the one that serves. @throws CodedError snapshot_unknown, snapshot_none */
export async function findSnapshot(place: SnapshotPlace, id?: string): Promise<SnapshotReference> {
  if (id === undefined) {
    const current = await currentSnapshot(place)
    if (current === undefined) throw new CodedError('snapshot_none', { workspace: place.workspace })
    return current
  }
  const known = await snapshotIds(place)
  if (!known.includes(id)) throw new CodedError('snapshot_unknown', { snapshot: id, workspace: place.workspace, known })
  return { id, path: snapshotPath(place, id) }
}

/** Ids of the snapshots that are kept, oldest first. */
export async function snapshotIds(place: SnapshotPlace): Promise<string[]> {
  const names = await readdir(place.snapshots).catch(() => [])
  return names
    .filter((name) => /^\d{8}T\d{6}\d{3}Z-[0-9a-f]{8}\.duckdb$/.test(name))
    .map((name) => name.slice(0, -'.duckdb'.length))
    .sort()
}

/** Lets a snapshot serve from now on. A reader sees the old or the new one, also when the machine stops in between. */
export async function serveSnapshot(place: SnapshotPlace, id: string): Promise<void> {
  const next = `${pointerPath(place)}.next`
  const file = await open(next, 'w', 0o600)
  try {
    await file.writeFile(
      `${JSON.stringify({ format: 'zerosec.current/1', snapshot: id } satisfies z.infer<typeof Current>)}\n`,
    )
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(next, pointerPath(place))
}

function pointerPath(place: SnapshotPlace): string {
  return join(place.folder, 'current.json')
}
