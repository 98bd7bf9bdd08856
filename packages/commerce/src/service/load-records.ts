import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CommerceLoad } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { SnapshotPlace } from '../snapshots/place.ts'

/** Loads are remembered, so many of a workspace. */
export const KEPT_LOADS = 50

/** How often a load that runs tells how far it is. */
const TELLS_MS = 2_000
/** A load that told nothing for so long is lost: its process has ended, or its machine. */
const LOST_AFTER_MS = 60_000

/**
 * Tells how far a load is in the shop's folder, where every process that serves the shop finds it, from now until the answer is called,
 * which keeps what became of it and forgets the oldest.
 */
export async function tellOf(place: SnapshotPlace, record: CommerceLoad): Promise<() => Promise<void>> {
  await mkdir(folderOf(place), { recursive: true, mode: 0o700 })
  await write(place, record)
  let telling = Promise.resolve()
  const timer = setInterval(() => {
    // what can not be told now is told the next time
    telling = telling.then(() => write(place, record)).catch(() => undefined)
  }, TELLS_MS).unref()
  return async () => {
    clearInterval(timer)
    await telling
    await write(place, record)
    const forgotten = (await readRecords(place)).slice(KEPT_LOADS)
    for (const { load_id: id } of forgotten) await rm(pathOf(place, id), { force: true })
  }
}

async function write(place: SnapshotPlace, record: CommerceLoad): Promise<void> {
  const path = pathOf(place, record.load_id)
  await writeFile(`${path}.next`, JSON.stringify(record), { mode: 0o600 })
  await rename(`${path}.next`, path)
}

/** The newest first; those that run are of any process. */
export async function readRecords(place: SnapshotPlace): Promise<CommerceLoad[]> {
  const names = await readdir(folderOf(place)).catch(() => [])
  const paths = names.filter((name) => name.endsWith('.json')).map((name) => join(folderOf(place), name))
  const records = await Promise.all(paths.map(readRecord))
  return records.filter((record) => record !== undefined).sort((a, b) => (a.started_at < b.started_at ? 1 : -1))
}

async function readRecord(path: string): Promise<CommerceLoad | undefined> {
  const [text, told] = await Promise.all([readFile(path, 'utf8'), stat(path)]).catch(() => [])
  if (text === undefined || told === undefined) return undefined // forgotten meanwhile
  const record = CommerceLoad.parse(JSON.parse(text))
  if (record.state !== 'running' || Date.now() - told.mtimeMs < LOST_AFTER_MS) return record
  const lost = new CodedError('commerce_load_lost', { problem: 'it told nothing more' })
  const error = { code: lost.code, message: lost.message }
  return { ...record, state: 'failed', ended_at: told.mtime.toISOString(), error }
}

function pathOf(place: SnapshotPlace, id: string): string {
  return join(folderOf(place), `${id}.json`)
}

function folderOf({ folder }: SnapshotPlace): string {
  return join(folder, 'loads')
}
