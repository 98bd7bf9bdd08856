import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openSnapshot, snapshotPlace } from '../packages/commerce/src/index.ts'
import { type CommerceQueryInput, MOST_GROUPS } from '../packages/contract/src/index.ts'
import type { BenchRow } from './bench.ts'
import { PANELS, type Panel } from './commerce/panels.ts'
import { type ShopOverHttp, shopOverHttp } from './commerce/shop-over-http.ts'

/** Of 2.47 lines: ten million lines. */
const ORDERS = 4_050_000
const ROUNDS = 20
const USERS = 8
const USING_MS = 15_000
const LEAST_ANSWERS_A_SECOND = 25
const NOTE =
  'A demo shop of ten million order lines behind the started product, two threads. No query is asked twice, so that none is answered from a kept ' +
  'answer, except where it says so; cubes have nothing to vary, so theirs are answered anew only once. Overhead: the median over HTTP less the median of the same SQL ' +
  'through the DuckDB client, in turns.'

/** What the API adds to the engine: one query, a dashboard, several users at once. */
export default async function commerceApi(): Promise<readonly BenchRow[]> {
  const kept = process.env.ZEROSEC_BENCH_SHOP
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'zerosec-bench-'))
  try {
    if (!existsSync(snapshotPlace(folder, 'default').snapshots)) makeShop(folder)
    const shop = await shopOverHttp(folder)
    try {
      return [
        ...(await overheads(folder, shop)),
        ...(await panels(shop)),
        ...(await dashboard(shop)),
        await users(shop),
      ].map((row) => ({ ...row, note: NOTE }))
    } finally {
      await shop.close()
    }
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true })
  }
}

function makeShop(folder: string): void {
  const script = fileURLToPath(new URL('./commerce/make-shop.ts', import.meta.url))
  execFileSync(process.execPath, [script, folder, String(ORDERS)])
}

const asked = new Map<string, number>()
/** The same question under a limit that nobody named before: its answer is not kept, and is no other one. */
function fresh(query: CommerceQueryInput): CommerceQueryInput {
  const key = JSON.stringify(query.metrics)
  const times = (asked.get(key) ?? 0) + 1
  asked.set(key, times)
  return { ...query, limit: query.limit === undefined ? MOST_GROUPS - times : query.limit + times }
}

const QUERIES = PANELS.filter((panel): panel is Panel & { query: CommerceQueryInput } => panel.query !== undefined)

/** At most a thousand rows: what is asked for most, with one row, with a year of days, with fifty cities. */
const MEASURED: ReadonlySet<string> = new Set([
  'KPI cards with comparison',
  'revenue by day, with comparison',
  'cities',
  'reviews by month',
])

async function overheads(folder: string, shop: ShopOverHttp): Promise<BenchRow[]> {
  const { connection, close } = await openSnapshot(snapshotPlace(folder, 'default'), undefined, { threads: '2' })
  try {
    const rows: BenchRow[] = []
    for (const { name, query } of QUERIES.filter(({ name }) => MEASURED.has(name))) {
      const over: number[] = []
      const direct: number[] = []
      for (let round = 0; round < 2 * ROUNDS; round++) {
        const body = fresh({ ...query, excluded: false })
        let sql = ''
        over.push(await timed(async () => ({ sql } = JSON.parse(await shop.ask('/query', body)) as { sql: string })))
        direct.push(await timed(async () => (await connection.runAndReadAll(sql)).getColumnsJS()))
      }
      const [api, client] = [median(over), median(direct)]
      rows.push({
        question: `above DuckDB's own client (${client.toPrecision(3)} ms): ${name}`,
        oursMs: api - client,
        peer: '',
        peerMs: null,
        limit: { ms: 3 },
      })
    }
    return rows
  } finally {
    close()
  }
}

async function panels(shop: ShopOverHttp): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const { name, query } of QUERIES) {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      times.push(await timed(() => shop.ask('/query', fresh(query))))
    }
    rows.push(row(`${name} over HTTP, p95 (p50 ${median(times).toPrecision(3)} ms)`, percentile95(times), 100))
  }
  return rows
}

async function dashboard(shop: ShopOverHttp): Promise<BenchRow[]> {
  const bodyOf = (query: (query: CommerceQueryInput) => CommerceQueryInput) => ({
    queries: PANELS.map((panel, id) =>
      panel.query ? { id: String(id), query: query(panel.query) } : { id: String(id), cube: panel.cube! },
    ),
  })
  const first: number[] = []
  const again: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const body = bodyOf(fresh)
    first.push(await timed(() => shop.ask('/queries', body)))
    again.push(await timed(() => shop.ask('/queries', body)))
  }
  const one = `the ${PANELS.length} panels in one request`
  return [
    row(`${one}, from kept answers, p95`, percentile95(again), 300),
    row(`${one}, never asked before, p95`, percentile95(first), 1500),
  ]
}

/** Each asks for another panel as soon as one is answered. */
async function users(shop: ShopOverHttp): Promise<BenchRow> {
  const end = performance.now() + USING_MS
  let answers = 0
  const user = async (_: unknown, first: number): Promise<void> => {
    for (let at = first; performance.now() < end; at++) {
      await shop.ask('/query', fresh(QUERIES[(at * 7) % QUERIES.length]!.query))
      answers++
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: USERS }, user))
  const took = performance.now() - started
  const rate = ((answers / took) * 1000).toFixed(1)
  return row(`${USERS} users at once, time an answer (${rate} a second)`, took / answers, 1000 / LEAST_ANSWERS_A_SECOND)
}

function row(question: string, oursMs: number, limit: number): BenchRow {
  return { question, oursMs, peer: '', peerMs: null, limit: { ms: limit } }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function percentile95(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1]!
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!
}
