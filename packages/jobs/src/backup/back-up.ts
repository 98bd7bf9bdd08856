import { createReadStream, existsSync, mkdirSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { VERSION } from '@zerosec/analyses/names'
import { CodedError } from '@zerosec/errors'
import type { Configuration } from '../configuration.ts'
import type { FileStore } from '../files/file-store.ts'
import { openFiles } from '../files/open-files.ts'
import { SILENT } from '../log.ts'
import {
  ARCHIVE_FORMAT,
  type ArchiveHeader,
  COMMERCE_FOLDER,
  DATABASE_PART,
  type Finding,
  fileAreaFolder,
  SIGNING_SECRET_PART,
} from './archive-format.ts'
import { ArchiveWriter, type Sink } from './archive-writer.ts'
import { inDataFolder } from './in-data-folder.ts'
import { linkShops } from './link-folder.ts'
import { type NamedFile, readDump } from './named-files.ts'
import { readAhead } from './read-ahead.ts'
import { settleRestore } from './restore-journal.ts'
import { removeAbandonedSpools, SPOOL } from './spools.ts'
import { placeOf } from './verify-archive.ts'

export interface BackupRequest {
  readonly configuration: Configuration
  /** Writes the rows of the database, as of one instant, into a new file: `dumpDatabase`, here or where the platform runs. */
  readonly dump: (path: string) => Promise<void>
  readonly sink: Sink
  /** Whoever has it can read every file of the platform by URLs that it takes for its own. */
  readonly withSigningSecret: boolean
}

export interface BackupSummary {
  readonly madeAt: string
  readonly bytes: number
  readonly databaseBytes: number
  readonly files: number
  /** Of shops: snapshots and what they were made of. */
  readonly commerceFiles: number
  readonly findings: readonly Finding[]
}

/**
 * Writes everything that the platform keeps as one archive, while it may go on working: the database as of one instant, then the files
 * that it names. A file that was removed in between is told, and the archive is whole without it.
 *
 * @throws CodedError backup_database_newer, configuration_invalid, data_folder_in_use, storage_full, service_unavailable; what `sink` throws
 */
export async function backUp(request: BackupRequest): Promise<BackupSummary> {
  const { configuration, dump } = request
  return inDataFolder('what a backup gathers first', async () => {
    mkdirSync(configuration.dataFolder, { recursive: true, mode: 0o700 })
    await settleRestore(configuration, SILENT)
    await removeAbandonedSpools(configuration.dataFolder)
    const files = await openFiles(configuration)
    const spool = await mkdtemp(join(configuration.dataFolder, SPOOL))
    try {
      await dump(join(spool, DATABASE_PART))
      await linkShops(join(configuration.dataFolder, COMMERCE_FOLDER), join(spool, COMMERCE_FOLDER))
      return await writeArchive(request, files, spool)
    } finally {
      await rm(spool, { recursive: true, force: true })
    }
  })
}

async function writeArchive(
  { configuration, sink, withSigningSecret }: BackupRequest,
  files: FileStore,
  spool: string,
): Promise<BackupSummary> {
  const buckets = { inputs: files.inputBucket, outputs: files.outputBucket }
  const database = join(spool, DATABASE_PART)
  const { start, files: named } = await readDump(database, buckets)
  const shops = await shopFiles(spool) // now: what is gone when its turn comes is a fault
  const writer = new ArchiveWriter(sink, new Date(start.madeAt))
  const { bytes: databaseBytes } = await addFile(writer, DATABASE_PART, database)
  const findings = await addStoredFiles(writer, files, named)
  for (const [name, path] of shops) await addFile(writer, name, path)
  if (withSigningSecret) await addSecret(writer, configuration)
  const header: ArchiveHeader = { format: ARCHIVE_FORMAT, version: VERSION, ...start, buckets, findings: [...findings] }
  const storedFiles = writer.parts.filter(({ name }) => name.startsWith('files/')).length
  await writer.finish(header)
  return {
    madeAt: start.madeAt,
    bytes: writer.bytes,
    databaseBytes,
    files: storedFiles,
    commerceFiles: shops.length,
    findings,
  }
}

async function addFile(writer: ArchiveWriter, name: string, path: string) {
  return writer.add(name, (await stat(path)).size, createReadStream(path, { highWaterMark: 256 * 1024 }))
}

/** The secret of a store of its own (S3) is not ours. */
async function addSecret(writer: ArchiveWriter, { files, dataFolder }: Configuration): Promise<void> {
  if (files !== 'folder') return
  const secret = await readFile(join(dataFolder, SIGNING_SECRET_PART))
  await writer.add(SIGNING_SECRET_PART, secret.byteLength, [secret])
}

async function addStoredFiles(
  writer: ArchiveWriter,
  files: FileStore,
  named: readonly NamedFile[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for await (const [{ area, key, sha256, isNeeded }, stored] of readAhead(files, named)) {
    if (stored === undefined) {
      if (isNeeded) findings.push({ problem: 'missing', area, key })
      continue
    }
    const part = await writer.add(`${fileAreaFolder(area)}${key}`, stored.bytes, stored.content)
    if (sha256 !== null && part.sha256 !== sha256) findings.push({ problem: 'damaged', area, key })
  }
  return findings
}

/** Paths by the names of their parts, in one order, whatever the file system gives. */
async function shopFiles(spool: string): Promise<[name: string, path: string][]> {
  const folder = join(spool, COMMERCE_FOLDER)
  if (!existsSync(folder)) return [] // there are no shops
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return paths.sort().map((path) => [partName(relative(spool, path)), path])
}

function partName(path: string): string {
  const name = path.replaceAll(sep, '/')
  if (placeOf(name) !== undefined) return name
  const problem = `it has ${JSON.stringify(path)}, under a name that no archive can have. Rename or remove it`
  throw new CodedError('configuration_invalid', { setting: 'ZEROSEC_DATA', problem })
}
