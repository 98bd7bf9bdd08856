import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CodedError } from '@zerosec/errors'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Configuration } from '../configuration.ts'
import { lockDataFolder } from '../database/data-folder-lock.ts'
import { openDatabase } from '../database/database.ts'
import type { Connection } from '../database/schema.ts'
import type { Log } from '../log.ts'

/**
 * What is left to do of a restore once everything is in the folder `staging` of the data folder: its entries take the places of
 * those that are there, which go to the folder `aside`. Written down before the first is moved, so that whoever comes next can go on.
 */
const Journal = z.object({
  format: z.literal('zerosec.restore/1'),
  id: z.string().regex(/^[0-9a-f]{12}$/),
  /** Names of entries of the data folder. */
  entries: z.array(z.enum(['database', 'files', 'commerce', 'signing-secret'])),
  /** Whether it holds only if the tables of a database server were exchanged too. */
  needsServer: z.boolean(),
})
export type Journal = z.infer<typeof Journal>

const JOURNAL = 'restore.json'

export const stagingFolder = (dataFolder: string, id: string): string => join(dataFolder, `restoring-${id}`)
export const asideFolder = (dataFolder: string, id: string): string => join(dataFolder, `before-restore-${id}`)
/** What a database says whose tables a restore has exchanged. */
export const restoreMark = (id: string): string => `zerosec restore ${id}`

/** Writes down that everything is in its staging folder. */
export async function writeJournal(dataFolder: string, journal: Journal): Promise<void> {
  const path = join(dataFolder, JOURNAL)
  const file = await open(`${path}.next`, 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(journal))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.next`, path)
  await syncFolder(dataFolder)
}

/** Moves what is staged into its place. Done again after a crash it goes on where that was. */
export async function exchange(dataFolder: string, { id, entries }: Journal): Promise<void> {
  const [staging, aside] = [stagingFolder(dataFolder, id), asideFolder(dataFolder, id)]
  for (const entry of entries) {
    if (!existsSync(join(staging, entry))) continue // moved before
    if (existsSync(join(dataFolder, entry))) {
      await mkdir(aside, { recursive: true, mode: 0o700 })
      await rename(join(dataFolder, entry), join(aside, entry))
    }
    await rename(join(staging, entry), join(dataFolder, entry))
  }
  await syncFolder(dataFolder)
  await forget(dataFolder, id)
}

/**
 * Ends a restore that broke off in its last step, forwards where it had been decided and backwards where not. For whoever opens the
 * data folder, before anything of it is.
 *
 * @throws CodedError data_folder_in_use while a restore is at it
 */
export async function settleRestore(configuration: Configuration, log: Log): Promise<void> {
  const { dataFolder } = configuration
  if (!existsSync(join(dataFolder, JOURNAL))) return
  const lock = await lockDataFolder(dataFolder, process.pid)
  if ('heldBy' in lock) throw new CodedError('data_folder_in_use', { folder: dataFolder, pid: lock.heldBy })
  try {
    await settleLocked(configuration, log)
  } finally {
    lock.release()
  }
}

/**
 * The same for whoever holds the folder's lock.
 *
 * @returns whether it was ended forwards
 */
export async function settleLocked(configuration: Configuration, log: Log): Promise<boolean> {
  const { dataFolder } = configuration
  const path = join(dataFolder, JOURNAL)
  if (!existsSync(path)) return false // another process did it meanwhile
  const journal = Journal.parse(JSON.parse(await readFile(path, 'utf8')))
  if (journal.needsServer && configuration.databaseUrl === undefined) {
    const problem = 'it is empty, and a restore into a database server broke off in its last step. Name that server'
    throw new CodedError('configuration_invalid', { setting: 'DATABASE_URL', problem })
  }
  const isDecided = !journal.needsServer || (await serverHas(configuration, journal.id, log))
  log.warn({ restore: journal.id, isDecided }, 'a restore had broken off in its last step')
  if (isDecided) await exchange(dataFolder, journal)
  else await forget(dataFolder, journal.id)
  return isDecided
}

async function serverHas(configuration: Configuration, id: string, log: Log): Promise<boolean> {
  const database = await openDatabase(configuration, log, { migrates: false })
  try {
    return (await markOf(database.connection)) === restoreMark(id)
  } finally {
    await database.close()
  }
}

/** Which restore the tables of a database came from, if any. */
async function markOf(connection: Connection): Promise<string | null> {
  const { rows } = await sql<{ mark: string | null }>`
    select obj_description(to_regclass('jobs')::oid, 'pg_class') as mark`.execute(connection)
  return rows[0]!.mark
}

async function forget(dataFolder: string, id: string): Promise<void> {
  await rm(join(dataFolder, JOURNAL), { force: true })
  await rm(stagingFolder(dataFolder, id), { recursive: true, force: true })
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}
