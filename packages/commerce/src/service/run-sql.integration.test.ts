import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeDemo } from '../demo/make-demo.ts'
import { snapshotPlace } from '../snapshots/place.ts'
import { runSql } from './run-sql.ts'
import { Turns } from './turns.ts'

const folder = mkdtempSync(join(tmpdir(), 'zerosec-run-sql-'))
const place = snapshotPlace(folder, 'ours')
beforeAll(async () => void (await makeDemo(place, { orders: 100, seed: 1, until: '2026-10-31' })), 60_000)
afterAll(() => rmSync(folder, { recursive: true }))

const turns = new Turns(2, 5, 'statements')
const run = (sql: string, timeLimitMs: number, signal?: AbortSignal) =>
  runSql(place, { sql, limit: 5 }, { memoryMb: 200, threads: 1, timeLimitMs, turns }, signal)

it.each([
  ['a list that is too long', 'SELECT list_sum(range(1000000000))', 'commerce_sql_memory'],
  [
    'texts that grow',
    'SELECT max(length(repeat(order_id || i, 40000000))) FROM orders, range(50) r(i)',
    'commerce_sql_memory',
  ],
])('ends a statement that needs too much memory: %s', async (_, sql, code) => {
  await expect(run(sql, 30_000)).rejects.toMatchObject({ code })
})

it.each([
  ['joins without end', 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7'],
  ['recursion without end', 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT count(*) FROM n'],
])('ends a statement that takes too long: %s', async (_, sql) => {
  await expect(run(sql, 500)).rejects.toMatchObject({ code: 'commerce_query_timeout' })
})

it.each(['SELECT 1 \0', "SELECT '\ud800'"])('takes no text that could be read in two ways', async (sql) => {
  await expect(run(sql, 1000)).rejects.toMatchObject({ code: 'commerce_sql_refused' })
})

it('ends the statement of a caller who went away', async () => {
  const caller = new AbortController()
  const running = run(
    'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7',
    60_000,
    caller.signal,
  )
  setTimeout(() => caller.abort(new Error('gone')), 300)
  await expect(running).rejects.toThrow('gone')
})
