import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  coefficientTests,
  durbinWatson,
  fitLeastSquares,
  fitStatistics,
  type LeastSquaresInput,
  seededGenerator,
} from '@zerosec/engine'
import type { BenchRow } from './bench.ts'

const ROUNDS = 7
const NOTE =
  "statsmodels and numpy run on Debian's python3 (python3-statsmodels, python3-numpy), with all threads of its BLAS."

/** Least squares with all that a summary shows: tests of the coefficients, R², PRESS, criteria, F, leverage, condition. */
export default async function linear(): Promise<readonly BenchRow[]> {
  const statsmodels = 'statsmodels OLS, same statistics'
  return [
    ...compare(1_000, 10, { [statsmodels]: 2.5 }),
    ...compare(100_000, 50, { [statsmodels]: 1.5, 'numpy lstsq': 4 }),
  ]
}

/** @param limits  promised ratios to the peers; numpy's is a bare solution without any statistics */
function compare(rows: number, columns: number, limits: Readonly<Record<string, number>>): BenchRow[] {
  const input = problem(rows, columns)
  summary(input)
  const times = Array.from({ length: ROUNDS }, () => {
    const started = performance.now()
    summary(input)
    return performance.now() - started
  }).sort((a, b) => a - b)
  const peers = timePeers(input)
  const { coefficients } = fitLeastSquares(input)
  for (const { coefficients: theirs } of Object.values(peers ?? {})) {
    if (theirs.some((value, j) => Math.abs(value - coefficients[j]!) > 1e-8 * Math.max(1, Math.abs(value)))) {
      throw new Error(`the coefficients of ${rows} × ${columns} differ from a peer's`)
    }
  }
  return Object.entries(limits).map(([peer, ratio]) => ({
    question: `least squares with every statistic of its summary, ${rows} × ${columns}`,
    oursMs: times[(ROUNDS - 1) / 2]!,
    peer,
    peerMs: peers?.[peer]?.ms ?? null,
    limit: { ratio },
    note: NOTE,
  }))
}

function summary(input: LeastSquaresInput): unknown {
  const fit = fitLeastSquares(input)
  return [fitStatistics(fit), coefficientTests(fit, 0.95), durbinWatson(fit)]
}

/** An intercept and independent factors of different levels and units. */
function problem(rows: number, columns: number): LeastSquaresInput {
  const generator = seededGenerator(1)
  const x = new Float64Array(rows * columns)
  const y = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    let response = 3 + generator.normal()
    for (let j = 0; j < columns; j++) {
      const unit = 10 ** ((j % 5) - 2)
      const value = j === 0 ? 1 : unit * (5 + generator.normal())
      x[i * columns + j] = value
      response += (value / unit) * ((j % 7) - 3)
    }
    y[i] = response
  }
  return { x, y, rows, columns, hasIntercept: true }
}

/** Null where python3 or numpy is not installed. */
function timePeers({
  x,
  y,
  rows,
  columns,
}: LeastSquaresInput): Record<string, { ms: number; coefficients: number[] }> | null {
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-bench-'))
  try {
    const table = new Float64Array(rows * (columns + 1))
    for (let i = 0; i < rows; i++) {
      table.set(x.subarray(i * columns, (i + 1) * columns), i * (columns + 1))
      table[i * (columns + 1) + columns] = y[i]!
    }
    const file = join(folder, 'table.f64')
    writeFileSync(file, table)
    const script = join(import.meta.dirname, 'linear-peer.py')
    const sizes = [rows, columns, ROUNDS].map(String)
    const { status, stdout } = spawnSync('/usr/bin/python3', [script, file, ...sizes], { encoding: 'utf8' })
    return status === 0 ? JSON.parse(stdout) : null
  } finally {
    rmSync(folder, { recursive: true })
  }
}
