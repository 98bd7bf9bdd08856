import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CommerceLoad } from '@zerosec/contract'
import type { SnapshotPlace } from '../snapshots/place.ts'

/** Loads that have ended are remembered, so many of a workspace. */
export const KEPT_LOADS = 50

/** Keeps what became of a load, and forgets the oldest. */
export async function keepRecord(place: SnapshotPlace, record: CommerceLoad): Promise<void> {
  const folder = folderOf(place)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${record.load_id}.json`)
  await writeFile(`${path}.next`, JSON.stringify(record), { mode: 0o600 })
  await rename(`${path}.next`, path)
  for (const { load_id: id } of (await readRecords(place)).slice(KEPT_LOADS)) await rm(join(folder, `${id}.json`))
}

/** The newest first. */
export async function readRecords(place: SnapshotPlace): Promise<CommerceLoad[]> {
  const folder = folderOf(place)
  const names = await readdir(folder).catch(() => [])
  const texts = names
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFile(join(folder, name), 'utf8').catch(() => undefined))
  const records = (await Promise.all(texts)).flatMap((text) =>
    text === undefined ? [] : [CommerceLoad.parse(JSON.parse(text))],
  )
  return records.sort((a, b) => (a.started_at < b.started_at ? 1 : -1))
}

function folderOf({ folder }: SnapshotPlace): string {
  return join(folder, 'loads')
}
