import { open, readdir } from 'node:fs/promises'
import { join, sep } from 'node:path'

const AT_ONCE = 8

/**
 * Has on the disk what the restore has staged and nobody synced yet, before it is written down that it is there: an embedded database, as
 * PGlite never calls fsync, and the names of files, which are their folders'.
 */
export async function syncStaged(staging: string): Promise<void> {
  const database = join(staging, 'database') + sep
  const entries = await readdir(staging, { recursive: true, withFileTypes: true })
  const paths = entries
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .filter(({ entry, path }) => entry.isDirectory() || (entry.isFile() && path.startsWith(database)))
    .map(({ path }) => path)
    .concat(staging)
  const syncNext = async (): Promise<void> => {
    for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
      const handle = await open(path)
      await handle.sync().finally(() => handle.close())
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, syncNext))
}
