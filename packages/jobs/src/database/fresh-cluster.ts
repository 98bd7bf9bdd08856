import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

const PACKAGE = join(import.meta.dirname, '..', '..')

/** Of the pinned version of PGlite, so that another one never opens what this one made. */
function clusterFolder(): string {
  const { dependencies } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'))
  return join(PACKAGE, '.build', `cluster-${dependencies['@electric-sql/pglite']}`)
}

/**
 * Makes an empty PostgreSQL cluster that new databases begin as a copy of, unless it is there. To initialise one takes 2 s and
 * several times the processor time of opening one: a first start would pay for it, and so would most tests that start a platform.
 *
 * @returns whether it was made
 */
export async function buildFreshCluster(folder = clusterFolder()): Promise<boolean> {
  if (existsSync(folder)) return false
  const draft = `${folder}.${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(dirname(folder), { recursive: true })
  const { PGlite } = await import('@electric-sql/pglite') // here, as it is seldom needed: every `npm start` asks
  const database = await PGlite.create({ dataDir: draft })
  await database.close()
  return moveTo(folder, draft)
}

/**
 * Puts a copy of the built cluster where a database is to be and none is yet. Where none was built, PGlite initialises one itself.
 * The folder's lock must be held.
 */
export function beginAsFreshCluster(database: string, cluster = clusterFolder()): void {
  if (existsSync(database) || !existsSync(cluster)) return
  const draft = `${database}.new` // moved when whole: a start that is killed half-way leaves no half a cluster
  rmSync(draft, { recursive: true, force: true })
  cpSync(cluster, draft, { recursive: true })
  renameSync(draft, database)
}

/** Another process may have been first; its cluster is as good. */
function moveTo(folder: string, draft: string): boolean {
  try {
    renameSync(draft, folder)
    return true
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (existsSync(folder)) return false
    throw error
  }
}
