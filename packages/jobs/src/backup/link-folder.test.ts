import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { linkShops } from './link-folder.ts'

const MEMORY = '/dev/shm'
const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

function temporary(parent: string): string {
  const folder = mkdtempSync(join(parent, 'zerosec-links-'))
  folders.push(folder)
  return folder
}

function shopIn(folder: string): string {
  mkdirSync(join(folder, 'default', 'snapshots'), { recursive: true })
  writeFileSync(join(folder, 'default', 'current.json'), '{"snapshot":"a"}')
  writeFileSync(join(folder, 'default', 'snapshots', 'a.duckdb'), 'a snapshot')
  return folder
}

const snapshotIn = (folder: string): string => join(folder, 'default', 'snapshots', 'a.duckdb')

it('takes no room for what is on the same disk', async () => {
  const [from, to] = [shopIn(temporary(tmpdir())), join(temporary(tmpdir()), 'commerce')]
  await linkShops(from, to)
  expect(statSync(snapshotIn(to)).ino).toBe(statSync(snapshotIn(from)).ino)
})

const isElsewhere = existsSync(MEMORY) && statSync(MEMORY).dev !== statSync(tmpdir()).dev

it.runIf(isElsewhere)('copies what is on another disk', async () => {
  const [from, to] = [shopIn(temporary(MEMORY)), join(temporary(tmpdir()), 'commerce')]
  await linkShops(from, to)
  expect(readFileSync(snapshotIn(to), 'utf8')).toBe('a snapshot')
})
