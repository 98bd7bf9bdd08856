import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { WorkspaceId } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'

/** Where a workspace's snapshots are. */
export interface SnapshotPlace {
  readonly workspace: string
  /** All of the workspace's analytics. */
  readonly folder: string
  /** One DuckDB file a snapshot. */
  readonly snapshots: string
  /** The bytes of every file that a kept snapshot was made of, by their hash: corrected and late files are merged from them. */
  readonly files: string
}

/** The place of a workspace in the data folder. @throws CodedError option_invalid for a name that can't be a folder */
export function snapshotPlace(dataFolder: string, workspace: string): SnapshotPlace {
  if (!WorkspaceId.safeParse(workspace).success) {
    throw new CodedError('option_invalid', { option: 'workspace', problem: `"${workspace}" is no name of a workspace` })
  }
  const folder = join(dataFolder, 'commerce', workspace)
  return { workspace, folder, snapshots: join(folder, 'snapshots'), files: join(folder, 'files') }
}

/** Makes the folders, closed to other users: they hold what customers bought. */
export async function makePlace(place: SnapshotPlace): Promise<void> {
  for (const folder of [place.snapshots, place.files]) await mkdir(folder, { recursive: true, mode: 0o700 })
}

export function snapshotPath(place: SnapshotPlace, id: string): string {
  return join(place.snapshots, `${id}.duckdb`)
}
