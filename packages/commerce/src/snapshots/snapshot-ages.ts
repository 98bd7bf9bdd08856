import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { WorkspaceId } from '@zerosec/contract'
import { currentSnapshot } from './current.ts'
import { snapshotPlace } from './place.ts'

/**
 * How old the serving snapshot of each workspace is, in seconds, in no order: by its id, which says when it was made, so that a copy or
 * a restored backup is as old as what it holds. Workspaces without one are left out. Opens no database.
 */
export async function snapshotAges(dataFolder: string, now: Date): Promise<number[]> {
  const names = await readdir(join(dataFolder, 'commerce')).catch(() => [])
  const workspaces = names.filter((name) => WorkspaceId.safeParse(name).success)
  const served = await Promise.all(
    workspaces.map((workspace) => currentSnapshot(snapshotPlace(dataFolder, workspace)).catch(() => undefined)),
  )
  return served.flatMap((snapshot) => {
    const made = snapshot && madeAt(snapshot.id)
    return made === undefined ? [] : [Math.max(0, (now.getTime() - made) / 1000)]
  })
}

function madeAt(id: string): number | undefined {
  const [, year, month, day, hour, minute, second, millisecond] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-/.exec(id) ?? []
  if (year === undefined) return undefined
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`)
}
