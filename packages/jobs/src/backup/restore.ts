import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { access, constants, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CodedError } from '@zerosec/errors'
import { accessConnection } from '../access/tables.ts'
import type { Configuration } from '../configuration.ts'
import { lockDataFolder } from '../database/data-folder-lock.ts'
import { MIGRATION_NAMES } from '../database/migrations.ts'
import { openFiles } from '../files/open-files.ts'
import { type Log, SILENT } from '../log.ts'
import { type ArchiveHeader, COMMERCE_FOLDER, type Finding, SIGNING_SECRET_PART } from './archive-format.ts'
import { readArchive } from './archive-reader.ts'
import { inDataFolder } from './in-data-folder.ts'
import { loadDatabase } from './load-database.ts'
import { readLines } from './read-lines.ts'
import { RestoredFiles, writeNew } from './restore-files.ts'
import { asideFolder, exchange, type Journal, settleLocked, stagingFolder, writeJournal } from './restore-journal.ts'
import { checkTarget } from './restore-target.ts'
import { settleRows } from './restored-rows.ts'
import { asideSchema, type StagedDatabase, stageDatabase } from './staged-database.ts'
import { syncStaged } from './sync-staged.ts'
import { placeOf, type VerifiedArchive, verifyArchive } from './verify-archive.ts'

export interface RestoreRequest {
  /** Where to: an empty place, unless `replaces`. */
  readonly configuration: Configuration
  readonly path: string
  /** Whether what is there is put aside. */
  readonly replaces: boolean
  readonly log?: Log
}

export interface RestoreSummary {
  readonly header: ArchiveHeader
  /** Of each table. */
  readonly rows: Readonly<Record<string, number>>
  readonly files: number
  readonly commerceFiles: number
  /** Jobs that ran as the backup was made, and begin again. */
  readonly queuedAgain: number
  readonly findings: readonly Finding[]
  /** Where that is which was there before: a folder, and a schema of the database server. */
  readonly aside: readonly string[]
}

/**
 * Restores a backup, all of it or nothing: it is verified to the last byte, then put beside what is there, and only then exchanged for it.
 * Whatever happens before the exchange, the end of the process included, changes nothing; a crash within it is gone on from by
 * whoever opens the data folder next (`settleRestore`).
 *
 * @throws CodedError file_not_found, backup_incomplete, backup_damaged, backup_too_new, configuration_invalid, data_folder_in_use,
 *   restore_platform_running, restore_target_newer, restore_target_not_empty, restore_not_permitted, restore_file_differs, storage_full,
 *   service_unavailable
 */
export async function restore(request: RestoreRequest): Promise<RestoreSummary> {
  const { configuration, path, replaces, log = SILENT } = request
  const { dataFolder } = configuration
  const archive = await verifyArchive(path)
  refuseNewer(archive, path)
  return inDataFolder(path, async () => {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
    await access(dataFolder, constants.W_OK) // the lock would not say so
    const lock = await lockDataFolder(dataFolder, process.pid)
    if ('heldBy' in lock) throw new CodedError('data_folder_in_use', { folder: dataFolder, pid: lock.heldBy })
    try {
      await settleLocked(configuration, log)
      await removeAbandoned(dataFolder)
      await checkTarget(configuration, replaces, log)
      return await restoreInto(request, archive, log)
    } finally {
      lock.release()
    }
  })
}

function refuseNewer({ header: { migrations, version } }: VerifiedArchive, file: string): void {
  const unknown = migrations.filter((name) => !MIGRATION_NAMES.includes(name))
  if (unknown.length > 0) throw new CodedError('backup_too_new', { file, version, migrations: unknown })
}

/** Staging folders of restores that were killed before they had decided anything. */
async function removeAbandoned(dataFolder: string): Promise<void> {
  for (const name of await readdir(dataFolder)) {
    if (/^restoring-[0-9a-f]{12}$/.test(name)) await rm(join(dataFolder, name), { recursive: true, force: true })
  }
}

async function restoreInto(request: RestoreRequest, archive: VerifiedArchive, log: Log): Promise<RestoreSummary> {
  const { configuration } = request
  const { dataFolder, databaseUrl } = configuration
  const id = randomBytes(6).toString('hex')
  const staging = stagingFolder(dataFolder, id)
  await mkdir(join(staging, COMMERCE_FOLDER), { recursive: true, mode: 0o700 })
  let database: StagedDatabase | undefined
  let staged: Staged
  try {
    database = await stageDatabase(configuration, id, log)
    staged = await stage(request, archive, { staging, database })
    if (databaseUrl === undefined) await database.close() // before it may be moved
    await syncStaged(staging)
  } catch (error) {
    await discard(database, log)
    await rm(staging, { recursive: true, force: true })
    throw error
  }
  const journal: Journal = {
    format: 'zerosec.restore/1',
    id,
    entries: entriesOf(configuration, archive),
    needsServer: databaseUrl !== undefined,
  }
  await writeJournal(dataFolder, journal)
  if (databaseUrl !== undefined) await commit(request, database, log)
  await exchange(dataFolder, journal)
  return { header: archive.header, ...staged, aside: await keptAside(request, id) }
}

/** Exchanges the tables. Where it is not known whether that was done, as the answer did not come, the server is asked. */
async function commit({ configuration, replaces }: RestoreRequest, database: StagedDatabase, log: Log): Promise<void> {
  try {
    await database.commit(replaces)
    await discard(database, log)
  } catch (error) {
    await discard(database, log)
    if (!(await settleLocked(configuration, log))) throw error
  }
}

async function discard(database: StagedDatabase | undefined, log: Log): Promise<void> {
  await database
    ?.discard()
    .catch((error: unknown) => log.warn({ err: error }, 'a staged database could not be removed'))
}

function entriesOf({ databaseUrl, files }: Configuration, { parts }: VerifiedArchive): Journal['entries'] {
  return [
    ...(databaseUrl === undefined ? (['database'] as const) : []),
    ...(files === 'folder' ? (['files'] as const) : []),
    COMMERCE_FOLDER,
    ...(files === 'folder' && parts.has(SIGNING_SECRET_PART) ? ([SIGNING_SECRET_PART] as const) : []),
  ]
}

type Staged = Omit<RestoreSummary, 'header' | 'aside'>

/** Fills the staged database and folder; files that are not in the data folder go to their store, where nothing names them yet. */
async function stage(
  { configuration, path }: RestoreRequest,
  { header, parts }: VerifiedArchive,
  { staging, database }: { readonly staging: string; readonly database: StagedDatabase },
): Promise<Staged> {
  const store = await openFiles(
    configuration.files === 'folder' ? { ...configuration, dataFolder: staging } : configuration,
  )
  const files = new RestoredFiles(store, parts)
  const counts = { files: 0, commerceFiles: 0 }
  let rows: Record<string, number> = {}
  await database.migrate(header.migrations.at(-1))
  for await (const entry of readArchive(path)) {
    const place = placeOf(entry.name)
    if (place === undefined) break // the manifest, which was read before
    if (place.kind === 'database') rows = await load(database, entry.content, path)
    if (place.kind === 'file') {
      counts.files++
      await files.add(entry, place)
    }
    if (place.kind === 'commerce') {
      counts.commerceFiles++
      await writeNew(join(staging, COMMERCE_FOLDER, place.path), entry.content)
    }
    if (place.kind === 'secret' && configuration.files === 'folder') {
      await rm(join(staging, SIGNING_SECRET_PART), { force: true })
      await writeNew(join(staging, SIGNING_SECRET_PART), entry.content)
    }
  }
  await files.end()
  await database.migrate()
  const to = { inputs: store.inputBucket, outputs: store.outputBucket }
  const { queuedAgain } = await settleRows(database.connection, header, to)
  await note(database, header)
  return { rows, ...counts, queuedAgain, findings: header.findings }
}

/** What the database refuses of an archive whose hashes fit was never a dump. */
async function load(
  database: StagedDatabase,
  content: AsyncIterable<Buffer>,
  file: string,
): Promise<Record<string, number>> {
  try {
    return await loadDatabase(database.connection, readLines(content))
  } catch (error) {
    if (error instanceof CodedError) throw error
    const problem = error instanceof Error ? error.message : String(error)
    throw new CodedError('backup_damaged', { file, problem }, { cause: error })
  }
}

async function note({ connection }: StagedDatabase, { madeAt }: ArchiveHeader): Promise<void> {
  await accessConnection(connection)
    .insertInto('audit_log')
    .values({
      workspace_id: null,
      actor: 'local',
      action: 'zerosec restore',
      subject: `backup of ${madeAt}`,
      outcome: 'done',
      status: 200,
      request_id: 'cli',
      address: null,
    })
    .execute()
}

async function keptAside({ configuration, replaces }: RestoreRequest, id: string): Promise<string[]> {
  const folder = asideFolder(configuration.dataFolder, id)
  if (!replaces) await rm(folder, { recursive: true, force: true }) // nothing was in it
  return [
    ...(existsSync(folder) ? [folder] : []),
    ...(configuration.databaseUrl !== undefined && replaces ? [`the schema ${asideSchema(id)} of the database`] : []),
  ]
}
