import { cpSync, existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemo } from '../demo/make-demo.ts'
import { serveSnapshot } from '../snapshots/current.ts'
import { snapshotPlace } from '../snapshots/place.ts'
import { undoSnapshot } from '../snapshots/undo.ts'
import { openCommerce } from './open-commerce.ts'
import { ServingSnapshot } from './serving-snapshot.ts'
import { Turns } from './turns.ts'

const folder = mkdtempSync(join(tmpdir(), 'zerosec-serving-'))
const place = snapshotPlace(folder, 'ours')
const ids: string[] = []
beforeAll(async () => {
  for (const seed of [1, 2]) ids.push((await makeDemo(place, { orders: 100, seed, until: '2026-10-31' })).id)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))

const serving = () =>
  new ServingSnapshot(place, { memoryMb: 256, threads: 1, connections: 2, turns: new Turns(2, 20, 'queries') })

/** The snapshots that this process has open. */
function openFiles(): string[] {
  const links = readdirSync('/proc/self/fd').flatMap((fd) => {
    const path = join('/proc/self/fd', fd)
    return existsSync(path) ? [readlinkSync(path)] : []
  })
  return ids.filter((id) => links.some((link) => link.includes(id)))
}

describe('the snapshot that serves', () => {
  it('is another one from the next use on, while those under way end on theirs, which is closed after', async () => {
    const snapshot = serving()
    const older = ids[0] as string
    const newer = ids[1] as string
    const whole = 'SELECT snapshot_id FROM snapshot_facts'
    await snapshot.use(async ({ id, warehouse }) => {
      await undoSnapshot(place, older)
      expect(await snapshot.use(async (next) => (await next.warehouse.run(whole)).columns)).toEqual([[older]])
      expect([id, (await warehouse.run(whole)).columns]).toEqual([newer, [[newer]]])
      if (process.platform === 'linux') expect(openFiles().sort()).toEqual([older, newer])
    })
    await Promise.resolve()
    if (process.platform === 'linux') expect(openFiles()).toEqual([older])
    snapshot.release()
    await Promise.resolve()
    if (process.platform === 'linux') expect(openFiles()).toEqual([])
    expect(await snapshot.use(async ({ id }) => id)).toBe(older)
    snapshot.release()
  })

  it('takes no slow statement’s threads from the files of the process, and stops each at its limit', async () => {
    const snapshot = serving()
    await snapshot.use(async ({ warehouse }) => {
      let ended = 0
      const slow = Array.from({ length: 8 }, () =>
        warehouse
          .run('SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7', {
            timeLimitMs: 250,
          })
          .catch((error: unknown) => (error as { code?: string }).code)
          .finally(() => ended++),
      )
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect((await readFile(join(place.folder, 'current.json'))).length).toBeGreaterThan(10)
      expect(ended).toBe(0)
      expect(await Promise.all(slow)).toEqual(Array.from({ length: 8 }, () => 'commerce_query_timeout'))
      expect((await warehouse.run('SELECT 1')).columns).toEqual([[1]])
    })
    snapshot.release()
  })

  it('opens no file but its own, and lets nothing be set', async () => {
    const snapshot = serving()
    await snapshot.use(async ({ warehouse }) => {
      await expect(warehouse.run("SELECT * FROM read_text('/etc/passwd')")).rejects.toThrow(/Permission/)
      await expect(warehouse.run("SET memory_limit = '100GB'")).rejects.toThrow(/locked/)
      await expect(warehouse.run('DELETE FROM orders')).rejects.toThrow(/read-only/)
    })
    snapshot.release()
  })
})

it('turns work away when too much waits', async () => {
  const turns = new Turns(1, 1, 'queries')
  const { promise, resolve } = Promise.withResolvers<number>()
  const [first, second] = [turns.hold(() => promise), turns.hold(async () => 2)]
  await expect(turns.hold(async () => 3)).rejects.toMatchObject({ code: 'commerce_busy' })
  resolve(1)
  expect(await Promise.all([first, second, first.then(() => turns.hold(async () => 4))])).toEqual([1, 2, 4])
})

it('a workspace sees its own shop, and one without a shop how to get one', async () => {
  const commerce = openCommerce({ dataFolder: folder, memoryMb: 256 })
  const ask = (workspace: string) =>
    commerce.within(workspace).ask(({ query }) => query({ metrics: ['orders'] }), AbortSignal.timeout(60_000))
  expect((await ask('ours')).values['orders']).toBeGreaterThan(50)
  await expect(ask('theirs')).rejects.toMatchObject({ code: 'commerce_no_snapshot' })
  expect(() => commerce.within('../ours')).toThrow(/no name of a workspace/)
  await commerce.close()
})

it('has so many shops open at once, and closes the one that was asked longest ago', async () => {
  if (process.platform !== 'linux') return
  for (const [i, workspace] of ['first', 'second'].entries()) {
    const other = snapshotPlace(folder, workspace)
    cpSync(place.folder, other.folder, { recursive: true })
    await serveSnapshot(other, ids[i] as string)
  }
  const commerce = openCommerce({ dataFolder: folder, memoryMb: 256, mostOpen: 1 })
  const ask = (workspace: string) => commerce.within(workspace).ask(async ({ snapshotId }) => snapshotId)
  for (const [i, workspace] of ['first', 'second', 'first'].entries()) {
    expect(await ask(workspace)).toBe(ids[i % 2])
    await new Promise(setImmediate)
    expect(openFiles()).toEqual([ids[i % 2]])
  }
  await commerce.close()
})
