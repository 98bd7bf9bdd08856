import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { dataFolderDenied } from '../data-folder.ts'

/** How programs of this user reach the platform that holds a data folder: where it listens, and what lets them in. */
export interface LocalAccess {
  readonly url: string
  readonly secret: string
}

const LocalAccess = z.object({ url: z.url(), secret: z.string() })

const pathOf = (dataFolder: string): string => join(dataFolder, 'local-access.json')

/** Only this user can read the file. It holds until the process that wrote it ends. */
export function writeLocalAccess(dataFolder: string, access: LocalAccess): void {
  const draft = `${pathOf(dataFolder)}.${randomUUID()}`
  writeFileSync(draft, JSON.stringify(access), { mode: 0o600, flag: 'wx' })
  renameSync(draft, pathOf(dataFolder))
}

/** What the platform wrote that runs, or ran, on the data folder. @throws CodedError configuration_invalid where that is another user's */
export function readLocalAccess(dataFolder: string): LocalAccess | undefined {
  try {
    return LocalAccess.safeParse(JSON.parse(readFileSync(pathOf(dataFolder), 'utf8'))).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    if (!(error instanceof Error && 'code' in error)) throw error
    if (error.code === 'ENOENT') return undefined
    throw error.code === 'EACCES' ? dataFolderDenied(error) : error
  }
}

/** Removes the file, unless another process has written its own since. */
export function removeLocalAccess(dataFolder: string, { secret }: LocalAccess): void {
  if (readLocalAccess(dataFolder)?.secret === secret) rmSync(pathOf(dataFolder), { force: true })
}
