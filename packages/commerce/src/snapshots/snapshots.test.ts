import { existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ShopFolder, shopMapping } from '../../test/shop-folder.ts'
import { FACT_TABLES } from '../model/fact-tables.ts'
import { exportFacts } from './export-facts.ts'
import { listSnapshots } from './list-snapshots.ts'
import { undoSnapshot } from './undo.ts'
import { withWriterLock } from './writer-lock.ts'

let shop: ShopFolder
beforeEach(() => {
  shop = new ShopFolder().write({
    'orders.csv': 'id,at,customer,status\n1,2024-03-01,anna,paid\n',
    'lines.csv': 'order,product,quantity,price\n1,cup,2,4.50\n',
  })
})
afterEach(() => shop.remove())

it('keeps so many snapshots and the files they were made of, goes back to one, and exports its facts', async () => {
  const made: string[] = []
  for (const price of ['4.50', '5.50', '6.50']) {
    shop.write({ 'lines.csv': `order,product,quantity,price\n1,cup,2,${price}\n` })
    made.push((await shop.load(shopMapping(), undefined, { keep: 2 })).serves)
  }
  const listed = await listSnapshots(shop.place)
  expect(listed.map(({ id, serves, orders }) => [id, serves, orders])).toEqual([
    [made[2], true, 1],
    [made[1], false, 1],
  ])
  expect(readdirSync(shop.place.files)).toHaveLength(3) // the orders, and two versions of the lines

  expect(await undoSnapshot(shop.place)).toEqual({ before: made[2], now: made[1] })
  expect(await shop.rows('SELECT sum(gross) FROM lines')).toEqual([['11.0000']])
  await expect(undoSnapshot(shop.place)).rejects.toMatchObject({ code: 'snapshot_unknown' })

  const exported = await exportFacts(shop.place, mkdtempSync(join(shop.folder, 'export-')))
  expect(exported.map(({ table }) => table)).toEqual([...Object.keys(FACT_TABLES), 'snapshot_facts'])
  expect(exported.every(({ path }) => existsSync(path))).toBe(true)
})

it('one load at a time writes to a workspace', async () => {
  await withWriterLock(shop.place, async () => {
    await expect(shop.load(shopMapping())).rejects.toMatchObject({ code: 'load_running' })
  })
})
