import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What the folders begin with, in the data folder, that hold what a backup gathers until it is written. */
export const SPOOL = 'backup-'
const ABANDONED_MS = 86_400_000

/** Those of backups that were killed a day ago or earlier; younger ones may be at work. */
export async function removeAbandonedSpools(dataFolder: string): Promise<void> {
  for (const name of await readdir(dataFolder)) {
    if (!/^backup-[A-Za-z0-9]{6}$/.test(name)) continue
    const found = await stat(join(dataFolder, name)).catch(() => undefined)
    if (found && found.mtimeMs < Date.now() - ABANDONED_MS)
      await rm(join(dataFolder, name), { recursive: true, force: true })
  }
}
