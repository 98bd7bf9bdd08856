import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { clusterFolder } from './fresh-cluster.ts'

/**
 * Makes the PostgreSQL clusters that new databases begin as a copy of, each unless it is there. To initialise one takes 2 s, to make its
 * tables one more, and several times the processor time of opening one: a first start would pay for it, and so would most tests that
 * start a platform.
 *
 * @returns how many were made
 */
export async function buildClusters(folderOf = clusterFolder): Promise<number> {
  // each is imported where it is needed, which is seldom: every `npm start` asks
  const isEmptyMade = await build(folderOf('empty'), async (draft) => {
    const { PGlite } = await import('@electric-sql/pglite')
    await (await PGlite.create({ dataDir: join(draft, 'database') })).close()
  })
  const isMigratedMade = await build(folderOf('migrated'), async (draft) => {
    const { openDatabase } = await import('./database.ts')
    const { readConfiguration } = await import('../configuration.ts')
    const { SILENT } = await import('../log.ts')
    await (await openDatabase(readConfiguration({ ZEROSEC_DATA: draft }), SILENT)).close()
  })
  return Number(isEmptyMade) + Number(isMigratedMade)
}

/** @param make  leaves the cluster in the folder `database` of a data folder */
async function build(folder: string, make: (dataFolder: string) => Promise<void>): Promise<boolean> {
  if (existsSync(folder)) return false
  mkdirSync(dirname(folder), { recursive: true })
  const draft = mkdtempSync(`${folder}.`)
  try {
    await make(draft)
    return moveTo(folder, join(draft, 'database'))
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** Another process may have been first; its cluster is as good. */
function moveTo(folder: string, made: string): boolean {
  try {
    renameSync(made, folder)
    return true
  } catch (error) {
    if (existsSync(folder)) return false
    throw error
  }
}
