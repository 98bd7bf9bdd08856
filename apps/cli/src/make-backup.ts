import { randomUUID } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CodedError } from '@zerosec/errors'
import { type BackupSummary, backUp, type Configuration, dumpConfigured, readConfiguration } from '@zerosec/jobs'
import type { Call } from './command.ts'
import { asCoded } from './failure.ts'
import { findLocalPlatform } from './local-platform.ts'

/** `zerosec backup`: 0 also where files were missing or damaged, which it tells. */
export async function makeBackup(call: Call): Promise<void> {
  const configuration = readConfiguration()
  const target = call.positionals[0]!
  const started = performance.now()
  // who stops reading has half of an archive: no end to be quiet about, as it is of a list
  if (target === '-') process.stdout.removeAllListeners('error').on('error', () => {})
  const written =
    target === '-'
      ? { ...(await write(call, configuration, toStandardOutput)), file: '-' }
      : await writeFileWhole(fileIn(resolve(target)), (sink) => write(call, configuration, sink))
  const seconds = (performance.now() - started) / 1000
  const text = call.flag('json') ? JSON.stringify({ ...written, seconds }) : backupText(written, seconds)
  // the archive itself may be on standard output
  ;(target === '-' ? process.stderr : process.stdout).write(`${text}\n`)
}

type Sink = (chunk: Buffer) => Promise<void>
type Written = BackupSummary & { readonly file: string }

function write(call: Call, configuration: Configuration, sink: Sink): Promise<BackupSummary> {
  return backUp({
    configuration,
    sink,
    dump: (path) => dump(configuration, path),
    withSigningSecret: call.flag('with-signing-secret'),
  })
}

/** By the platform where one holds the embedded database. */
async function dump(configuration: Configuration, path: string): Promise<void> {
  const { databaseUrl, dataFolder: folder } = configuration
  const running = databaseUrl === undefined ? await findLocalPlatform(folder) : undefined
  if (running) return running.download('/backup/database', path)
  try {
    await dumpConfigured(configuration, path)
  } catch (error) {
    if (asCoded(error)?.code !== 'data_folder_in_use') throw error
    throw new CodedError('platform_not_reached', { folder, problem: 'it is starting or stopping' }, { cause: error })
  }
}

function fileIn(target: string): string {
  if (!statSync(target, { throwIfNoEntry: false })?.isDirectory()) return target
  return join(target, `zerosec-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}.tar`)
}

/** The file has its name once it is whole and on the disk, and never replaces another. */
async function writeFileWhole(file: string, fill: (sink: Sink) => Promise<BackupSummary>): Promise<Written> {
  if (existsSync(file)) throw new CodedError('backup_file_exists', { file })
  const partial = `${file}.${randomUUID().slice(0, 8)}.partial`
  const fail = notWritten(file)
  const handle = await open(partial, 'wx', 0o600).catch(fail)
  try {
    const summary = await fill((chunk) => handle.writeFile(chunk).catch(fail)).finally(() =>
      handle
        .sync()
        .catch(fail)
        .finally(() => handle.close()),
    )
    await giveName(partial, file)
    return { ...summary, file }
  } finally {
    await rm(partial, { force: true })
  }
}

async function giveName(partial: string, file: string): Promise<void> {
  try {
    await link(partial, file)
  } catch (cause) {
    if (existsSync(file)) throw new CodedError('backup_file_exists', { file }, { cause })
    await rename(partial, file) // a disk or a share without links, as of a stick or a NAS
  }
}

function toStandardOutput(chunk: Buffer): Promise<void> {
  const fail = notWritten('standard output')
  return new Promise<void>((done, failed) => {
    process.stdout.write(chunk, (error) => (error ? failed(error) : done()))
  }).catch(fail)
}

function notWritten(file: string): (error: unknown) => never {
  return (error) => {
    const problem = error instanceof Error ? error.message : String(error)
    throw new CodedError('backup_not_written', { file, problem }, { cause: error })
  }
}

function backupText({ file, bytes, files, commerceFiles, findings, madeAt }: Written, seconds: number): string {
  const kinds = { missing: 'was removed before it could be copied', damaged: 'is not what the database says of it' }
  return [
    `${file}: ${megabytes(bytes)} in ${seconds.toFixed(1)} s, as of ${madeAt}: the database, ${files} files, ${commerceFiles} files of shops.`,
    ...findings.map(({ problem, key }) => `${key} ${kinds[problem]}.`),
  ].join('\n')
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
