import { mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommerceLoad } from '@zerosec/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { snapshotPlace } from '../snapshots/place.ts'
import { KEPT_LOADS, readRecords, tellOf } from './load-records.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zerosec-loads-'))
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true })
})

const place = () => snapshotPlace(folder, 'default')
const load = (id: string, startedAt = '2026-01-01T00:00:00.000Z'): CommerceLoad => ({
  load_id: id,
  kind: 'files',
  state: 'running',
  fraction: 0,
  words: 'starting',
  started_at: startedAt,
  ended_at: null,
  snapshot_id: null,
  error: null,
  files: [],
  findings: [],
})

it('a load that runs is told to other processes from its start, goes on to be, and stays with what became of it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const record = load('a')
  const keep = await tellOf(place(), record)
  expect(await readRecords(place())).toEqual([load('a')])
  Object.assign(record, { fraction: 0.5, words: 'reading' })
  vi.advanceTimersByTime(2_000)
  await expect.poll(async () => (await readRecords(place()))[0]).toMatchObject({ fraction: 0.5, words: 'reading' })
  Object.assign(record, { state: 'done', fraction: 1 })
  await keep()
  expect(await readRecords(place())).toMatchObject([{ state: 'done', fraction: 1 }])
})

it('a load whose process told nothing for a minute is lost', async () => {
  const keep = await tellOf(place(), load('a'))
  const told = new Date(Date.now() - 61_000)
  await utimes(join(place().folder, 'loads', 'a.json'), told, told)
  expect(await readRecords(place())).toMatchObject([
    { state: 'failed', ended_at: told.toISOString(), error: { code: 'commerce_load_lost' } },
  ])
  await keep()
})

it('the oldest are forgotten', async () => {
  for (let i = 0; i <= KEPT_LOADS; i++) {
    const record = load(`load-${i}`, new Date(i * 1000).toISOString())
    await (await tellOf(place(), Object.assign(record, { state: 'done' })))()
  }
  const ids = (await readRecords(place())).map(({ load_id: id }) => id)
  expect([ids.length, ids[0], ids.at(-1)]).toEqual([KEPT_LOADS, `load-${KEPT_LOADS}`, 'load-1'])
})
