import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

/** Where Debian's packages keep them, a folder a version; they are not on the path. */
const DEBIAN = '/usr/lib/postgresql'

/** The folder of initdb and postgres: Debian's newest, else that of the path. */
export function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = [...versions.map((version) => join(DEBIAN, version, 'bin')), ...onPath].find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  )
  return found && dirname(realpathSync(join(found, 'postgres')))
}

export interface ServerUser {
  readonly uid?: number
  readonly gid?: number
}

/** Whom the server runs as: this user, unless that is root, whom PostgreSQL refuses. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((option) => Number(execFileSync('id', [option, name], { stdio: 'pipe' })))
      return { uid: uid!, gid: gid! }
    } catch {}
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody')
}
