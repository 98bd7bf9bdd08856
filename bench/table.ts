import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTable } from '../packages/table/src/index.ts'
import type { BenchRow } from './bench.ts'

const ROWS = 1_000_000
const ROUNDS = 3
const LIMIT = { ratio: 2 }

/** Prints the milliseconds of the fastest of three reads; a fresh interpreter, its start and imports not counted. */
const PANDAS = `
import sys, time
import pandas
times = []
for _ in range(${ROUNDS}):
    started = time.perf_counter()
    pandas.read_csv(sys.argv[1])
    times.append(time.perf_counter() - started)
print(min(times) * 1000)
`

/**
 * Reading a large CSV file into typed columns, hash and list of repairs included, beside pandas' `read_csv`; best of 3 each.
 * Numbers as instruments write them (4 to 7 digits), and as programs print doubles (17 digits).
 */
export default async function table(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-bench-'))
  try {
    const measured = join(folder, 'measured.csv')
    writeRows(measured, ['x1', 'x2', 'x3', 'x4', 'y1', 'y2', 'y3', 'n1', 'n2', 'machine'], measuredRow)
    const printed = join(folder, 'printed.csv')
    const names = Array.from({ length: 10 }, (_, j) => `x${j + 1}`)
    writeRows(printed, names, (random) => names.map(() => String(random() - 0.5)).join(','))
    return [
      await compare('read a CSV of 1,000,000 rows × 10 columns (7 decimals, 2 integers, 1 category)', measured),
      await compare('read a CSV of 1,000,000 rows × 10 columns of doubles in full precision', printed),
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function compare(question: string, path: string): Promise<BenchRow> {
  let oursMs = Infinity
  let note = ''
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now()
    const bytes = readFileSync(path)
    const { rowCount } = await readTable('rows.csv', bytes)
    oursMs = Math.min(oursMs, performance.now() - started)
    if (rowCount !== ROWS) throw new Error(`read ${rowCount} rows`)
    note = `${(bytes.length / 1e6).toFixed(0)} MB; python3-pandas is the peer`
  }
  return { question, oursMs, peer: 'pandas read_csv', peerMs: pandasMs(path), limit: LIMIT, note }
}

function pandasMs(path: string): number | null {
  for (const python of ['/usr/bin/python3', 'python3']) {
    const { status, stdout } = spawnSync(python, ['-c', PANDAS, path], { encoding: 'utf8' })
    if (status === 0) return Number(stdout)
  }
  return null
}

function measuredRow(random: () => number): string {
  const settings = Array.from({ length: 4 }, () => (random() * 100).toFixed(4))
  const responses = Array.from({ length: 3 }, () => (random() * 4 - 2).toFixed(6))
  const counts = Array.from({ length: 2 }, () => Math.floor(random() * 1000))
  const machine = ['alpha', 'beta', 'gamma', 'delta'][Math.floor(random() * 4)]
  return [...settings, ...responses, ...counts, machine].join(',')
}

/** Writes rows from a small seeded generator (mulberry32), in pieces. */
function writeRows(path: string, header: readonly string[], row: (random: () => number) => string): void {
  let state = 1
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const file = openSync(path, 'w')
  writeSync(file, `${header.join(',')}\n`)
  for (let at = 0; at < ROWS; at += 10_000) {
    writeSync(file, Array.from({ length: Math.min(10_000, ROWS - at) }, () => `${row(random)}\n`).join(''))
  }
  closeSync(file)
}
