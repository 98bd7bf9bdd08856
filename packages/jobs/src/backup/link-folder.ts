import { existsSync } from 'node:fs'
import { copyFile, link, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Locks, what is being written, and hidden files, which are not ours: NFS gives `.nfs…` to what was removed and is still read. */
const LEFT_OUT = /\.(lock|next|partial|wal)$|^building\.duckdb|^\./
const TRIES = 5

/**
 * Makes a folder of hard links to the files of shops, which are never written to once they have their names: whatever is loaded, replaced
 * or removed from now on, the links keep what was there. What serves is among them. Where there can't be links, as the folder is a mount of
 * its own or a bucket, they are copies.
 *
 * @param from  the folder `commerce` of a data folder; it may be missing
 */
export async function linkShops(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    await linkFolder(from, to)
    if (await isWhole(to)) return
    await rm(to, { recursive: true })
    if (tries === TRIES) throw new Error('snapshots were replaced each time that they were looked at')
  }
}

/** The files of a folder before its folders: so the name of what serves is read before what might go. */
async function linkFolder(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true }).catch(nothingIfMissing)
  if (entries === undefined) return
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const { name } of entries.filter((entry) => entry.isFile() && !LEFT_OUT.test(entry.name)))
    await linkOrCopy(join(from, name), join(to, name)).catch(nothingIfMissing)
  for (const { name } of entries.filter((entry) => entry.isDirectory()))
    await linkFolder(join(from, name), join(to, name))
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw error
    await copyFile(from, to)
  }
}

/** Whether each shop's `current.json` names a snapshot that was linked. */
async function isWhole(folder: string): Promise<boolean> {
  for (const name of (await readdir(folder).catch(nothingIfMissing)) ?? []) {
    const pointer = await readFile(join(folder, name, 'current.json'), 'utf8').catch(nothingIfMissing)
    if (pointer === undefined) continue
    const { snapshot } = JSON.parse(pointer) as { snapshot: string }
    if (!existsSync(join(folder, name, 'snapshots', `${snapshot}.duckdb`))) return false
  }
  return true
}

function nothingIfMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
    return undefined
  throw error
}
