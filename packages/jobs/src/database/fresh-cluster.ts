import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGE = join(import.meta.dirname, '..', '..')

/** With no tables, or with those of this version. */
export type FreshCluster = 'empty' | 'migrated'

/**
 * Where a cluster is that new databases begin as a copy of, once it is built. Named by the pinned version of PGlite and by what makes the
 * tables, so that no other version opens what this one made.
 */
export function clusterFolder(kind: FreshCluster): string {
  const { dependencies } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'))
  const name = `cluster-${dependencies['@electric-sql/pglite']}`
  return join(PACKAGE, '.build', kind === 'empty' ? name : `${name}-${hashOfMigrations()}`)
}

function hashOfMigrations(): string {
  const hash = createHash('sha256').update(readFileSync(join(import.meta.dirname, 'migrations.ts')))
  const folder = join(import.meta.dirname, 'migrations')
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)))
  return hash.digest('hex').slice(0, 16)
}

/**
 * Puts a copy of the built cluster where a database is to be and none is yet: of the empty one where the wanted one was not built, and
 * where neither was, PGlite initialises one itself. The folder's lock must be held.
 */
export function beginAsFreshCluster(database: string, kind: FreshCluster, folderOf = clusterFolder): void {
  if (existsSync(database)) return
  const cluster = [folderOf(kind), folderOf('empty')].find(existsSync)
  if (cluster === undefined) return
  const draft = `${database}.new` // moved when whole: a start that is killed half-way leaves no half a cluster
  rmSync(draft, { recursive: true, force: true })
  cpSync(cluster, draft, { recursive: true })
  renameSync(draft, database)
}
