import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  duckdbWarehouse,
  openSnapshot,
  readSnapshotFacts,
  runCube,
  runQuery,
  type SnapshotFacts,
  snapshotPlace,
  type Warehouse,
} from '../packages/commerce/src/index.ts'
import type { BenchRow } from './bench.ts'
import { PANELS, type Panel } from './commerce/panels.ts'

/** Of 2.47 lines: ten million lines. */
const ORDERS = 4_050_000
const LEAST_LINES = 10_000_000
const ROUNDS = 40
const PANEL_LIMIT = { ms: 50 }
const MEMORY_LIMIT_MB = 1200
const FACTS_LIMIT = { ms: 30_000 }

interface Made {
  readonly shop: number
  readonly facts: number
  readonly storing: number
  readonly peakMb: number
}

/**
 * Every standard panel's query on a demo shop of ten million order lines, compiled, run and read into columns, with two threads; and how
 * long the facts took. `ZEROSEC_BENCH_SHOP` names a folder that keeps the shop for the next run.
 */
export default async function commerce(): Promise<readonly BenchRow[]> {
  const kept = process.env.ZEROSEC_BENCH_SHOP
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'zerosec-bench-'))
  try {
    const place = snapshotPlace(folder, 'default')
    const made = existsSync(place.snapshots) ? undefined : makeShop(folder)
    const { connection, close } = await openSnapshot(place, undefined, { threads: '2', memory_limit: '800MB' })
    try {
      const warehouse = duckdbWarehouse([connection])
      const snapshot = await readSnapshotFacts(warehouse)
      const note = await sizeNote(warehouse, made)
      const rows: BenchRow[] = []
      for (const panel of PANELS) rows.push({ ...(await measure(panel, warehouse, snapshot)), note })
      return [...factsRow(made), ...rows, memoryRow()]
    } finally {
      close()
    }
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true })
  }
}

function makeShop(folder: string): Made {
  const script = fileURLToPath(new URL('./commerce/make-shop.ts', import.meta.url))
  return JSON.parse(execFileSync(process.execPath, [script, folder, String(ORDERS)], { encoding: 'utf8' })) as Made
}

async function measure(panel: Panel, warehouse: Warehouse, snapshot: SnapshotFacts): Promise<BenchRow> {
  const run = () =>
    panel.cube ? runCube(warehouse, panel.cube, { snapshot }) : runQuery(warehouse, panel.query!, { snapshot })
  await run()
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now()
    await run()
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const [p50, p95] = [times[ROUNDS / 2]!, times[Math.ceil(ROUNDS * 0.95) - 1]!]
  return {
    question: `${panel.name}, p95 (p50 ${p50.toPrecision(3)} ms)`,
    oursMs: p95,
    peer: '',
    peerMs: null,
    limit: PANEL_LIMIT,
  }
}

function factsRow(made: Made | undefined): BenchRow[] {
  if (made === undefined) return []
  const question = 'facts of ten million lines, from their source tables'
  const memory = 'most memory of the process that makes the shop and its facts'
  return [
    { question, oursMs: made.facts, peer: '', peerMs: null, limit: FACTS_LIMIT },
    { question: memory, oursMs: made.peakMb, peer: '', peerMs: null, limit: { ms: MEMORY_LIMIT_MB }, unit: 'MB' },
  ]
}

function memoryRow(): BenchRow {
  const question = 'most memory of the process that queries'
  const peakMb = process.resourceUsage().maxRSS / 1024
  return { question, oursMs: peakMb, peer: '', peerMs: null, limit: { ms: MEMORY_LIMIT_MB }, unit: 'MB' }
}

/** @throws Error where the shop is smaller than the bench promises */
async function sizeNote(warehouse: Warehouse, made: Made | undefined): Promise<string> {
  const { columns } = await warehouse.run('SELECT count(*), (SELECT count(*) FROM order_facts) FROM line_facts')
  const [lines, orders] = columns.map(([count]) => Number(count)) as [number, number]
  if (lines < LEAST_LINES && process.env.ZEROSEC_BENCH_SHOP === undefined) throw new Error(`only ${lines} lines`)
  const seconds = (ms: number) => `${(ms / 1000).toFixed(0)} s`
  const making =
    made === undefined
      ? 'kept from an earlier run'
      : `made in ${seconds(made.shop)}, its facts in ${seconds(made.facts)}, stored in ${seconds(made.storing)}, with at most ${made.peakMb.toFixed(0)} MB`
  return `${lines.toLocaleString('en-US')} lines of ${orders.toLocaleString('en-US')} orders, ${making}. ${ROUNDS} rounds a panel.`
}
