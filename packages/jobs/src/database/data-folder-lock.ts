import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

/** How long a process that was killed may take to let go: its database process notices and closes first. */
const WAIT_MS = 3000
const OWNER_FILE = 'lock-owner'

/** The lock, held until `release` or the end of this process, however it ends; or the process that holds it. */
export type LockResult = { readonly release: () => void } | { readonly heldBy: number }

/**
 * Takes the exclusive lock of a data folder.
 *
 * The lock is SQLite's own on the file `lock`: held by the kernel for this process, so it ends with the process even after
 * kill -9, a reused pid can't hold it, and two starters can't both take over a stale one. (Node has no flock; a pid file has
 * all three faults.) Call it from the process that writes the folder.
 *
 * @param owner pid to show to whoever is refused: the process that a user would have to stop
 */
export async function lockDataFolder(folder: string, owner: number): Promise<LockResult> {
  const file = new DatabaseSync(join(folder, 'lock'), { timeout: 0 })
  for (const deadline = Date.now() + WAIT_MS; ; await sleep(50)) {
    try {
      file.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
      writeFileSync(join(folder, OWNER_FILE), String(owner))
      return { release: () => file.close() }
    } catch (error) {
      if (!isBusy(error)) throw error
      if (Date.now() > deadline) {
        file.close()
        return { heldBy: readOwner(folder) }
      }
    }
  }
}

function isBusy(error: unknown): boolean {
  const SQLITE_BUSY = 5
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}

function readOwner(folder: string): number {
  return Number(readFileSync(join(folder, OWNER_FILE), 'utf8'))
}
