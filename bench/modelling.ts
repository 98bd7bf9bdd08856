import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  binFeatures,
  type FeatureMatrix,
  fitGaussianProcess,
  LEAF_WISE_DEFAULTS,
  predictRaw,
  RANDOM_FOREST_DEFAULTS,
  runStudyUnit,
  type StudyUnits,
  trainBoosting,
} from '@zerosec/engine'
import { binFeaturesInThreads, trainBoostingInThreads } from '../packages/analyses/src/threads/boosting-in-threads.ts'
import { trainForestInThreads } from '../packages/analyses/src/threads/forest-in-threads.ts'
import { openThreadPool } from '../packages/analyses/src/threads/thread-pool.ts'
import type { BenchRow } from './bench.ts'
import { friedmanTable, type SplitTable } from './friedman-table.ts'

const PEERS =
  "Peers run on Debian's python3 with 2 threads: python3-xgboost, python3-sklearn, python3-optuna, and LightGBM where it is installed. " +
  'Ours: one thread, but for forests and for boosting from 100,000 rows on, which have two.'

type Peers = Readonly<Record<string, { readonly ms: number; readonly score: number }>>

/** Training, prediction and tuning of models, beside the peers on the same rows. */
export default async function modelling(): Promise<readonly BenchRow[]> {
  return [
    ...boosting(1_000, 10, 0.25, 15),
    ...boosting(10_000, 20, 0.5, 7),
    ...(await largeBoosting(100_000, 28, 0.67, 3)),
    ...(await largeBoosting(1_000_000, 28, 0.67, 1)),
    ...prediction(),
    ...(await forest(1_000, 10, 0.2, 3)),
    ...(await forest(10_000, 20, 0.2, 1)),
    ...(await forest(100_000, 28, 0.1, 1)),
    ...gaussianProcess(100, 300),
    ...gaussianProcess(500, 5000),
    ...study(1030, 0.1),
    ...study(200, 0.067),
  ]
}

/** 100 trees of 31 leaves, binning included. */
function boosting(rows: number, columns: number, ratio: number, rounds: number): BenchRow[] {
  const table = friedmanTable(rows, Math.min(100_000, Math.max(1000, rows)), columns)
  const train = () => trainBoosting(binFeatures(table.training), { target: table.target }, LEAF_WISE_DEFAULTS)
  if (rows <= 10_000) train()
  const { ms, result } = fastest(rounds, train)
  const score = rmse(predictRaw(result, table.test), table.testTarget)
  const question = `boosting, 100 trees of 31 leaves, ${rows} × ${columns}`
  return rowsAgainst(question, ms, score, peersOf('boosting', table, rounds), { ratio }, 'test RMSE')
}

/** The same on two threads. */
async function largeBoosting(rows: number, columns: number, ratio: number, rounds: number): Promise<BenchRow[]> {
  const table = friedmanTable(rows, 100_000, columns)
  const pool = openThreadPool({ threads: 2 })
  await binFeaturesInThreads(pool, table.test)
  let best = Number.POSITIVE_INFINITY
  let score = Number.NaN
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    const binned = await binFeaturesInThreads(pool, table.training)
    const ensemble = await trainBoostingInThreads(pool, binned, table.target, LEAF_WISE_DEFAULTS)
    best = Math.min(best, performance.now() - started)
    score = rmse(predictRaw(ensemble, table.test), table.testTarget)
  }
  await pool.close()
  const question = `boosting, 100 trees of 31 leaves, ${rows} × ${columns}`
  return rowsAgainst(question, best, score, peersOf('boosting', table, rounds), { ratio }, 'test RMSE')
}

function prediction(): BenchRow[] {
  const table = friedmanTable(10_000, 100_000, 28)
  const ensemble = trainBoosting(binFeatures(table.training), { target: table.target }, LEAF_WISE_DEFAULTS)
  predictRaw(ensemble, table.test)
  const { ms, result } = fastest(5, () => predictRaw(ensemble, table.test))
  const question = 'prediction of 100,000 rows by 100 trees of 31 leaves'
  const score = rmse(result, table.testTarget)
  return rowsAgainst(question, ms, score, peersOf('prediction', table, 5), { ratio: 1 }, 'test RMSE')
}

async function forest(rows: number, columns: number, ratio: number, rounds: number): Promise<BenchRow[]> {
  const table = friedmanTable(rows, Math.min(100_000, Math.max(1000, rows)), columns)
  const options = { ...RANDOM_FOREST_DEFAULTS, trees: 200 }
  const pool = openThreadPool({ threads: 2 })
  let best = Number.POSITIVE_INFINITY
  let score = Number.NaN
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    const { ensemble } = await trainForestInThreads(
      pool,
      binFeatures(table.training),
      { target: table.target },
      options,
    )
    best = Math.min(best, performance.now() - started)
    score = rmse(predictRaw(ensemble, table.test), table.testTarget)
  }
  await pool.close()
  const question = `random forest, 200 trees, ${rows} × ${columns}`
  return rowsAgainst(question, best, score, peersOf('forest', table, rounds), { ratio }, 'test RMSE')
}

function gaussianProcess(rows: number, limit: number): BenchRow[] {
  const { training, target } = friedmanTable(rows, 10, 8)
  fitGaussianProcess(training, target)
  const { ms } = fastest(3, () => fitGaussianProcess(training, target))
  const question = `Gaussian process, 5 starts, ${rows} × 8`
  return [{ question, oursMs: ms, peer: '', peerMs: null, limit: { ms: limit } }]
}

/** 100 trials of leaf-wise boosting in 5 folds; R² is that of all out-of-fold predictions of the best setting. */
function study(rows: number, ratio: number): BenchRow[] {
  const table = friedmanTable(rows, 10, 8)
  const tune = () =>
    runStudyUnit(
      studyOf(table),
      0,
      () => {},
      () => false,
    )
  const { ms, result } = fastest(1, tune)
  const mean = table.target.reduce((sum, value) => sum + value, 0) / rows
  const variance = table.target.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows
  const question = `a study of 100 trials in 5 folds, leaf-wise boosting, ${rows} × 8`
  const score = 1 - result.score ** 2 / variance
  return rowsAgainst(question, ms, score, peersOf('study', table, 1), { ratio }, 'best R²', Object.keys)
}

function studyOf({ training, target }: SplitTable): StudyUnits {
  const all = Int32Array.from({ length: target.length }, (_, row) => row)
  // fifths in the order of the rows, as scikit-learn's KFold(5)
  const foldOf = (row: number) => Math.floor((5 * row) / target.length)
  const inner = Array.from({ length: 5 }, (_, fold) => ({
    training: all.filter((row) => foldOf(row) !== fold),
    validation: all.filter((row) => foldOf(row) === fold),
  }))
  const unit = { target: 0, learner: 'lightgbm' as const, training: all, test: new Int32Array(0), inner, trials: 100 }
  const monotone = new Int8Array(0)
  const selection = { kind: 'none' } as const
  const given = {
    matrix: training,
    target,
    rowsAreExchangeable: true,
    transforms: ['none'] as const,
    monotone,
    selection,
  }
  return { targets: [given], units: [unit], metric: 'rmse', narrowed: {}, seed: 0 }
}

/** A row for the fastest peer, or for each that `named` picks. */
function rowsAgainst(
  question: string,
  oursMs: number,
  score: number,
  peers: Peers | null,
  limit: BenchRow['limit'],
  scored: string,
  named: (peers: Peers) => string[] = (all) =>
    Object.keys(all)
      .sort((a, b) => all[a]!.ms - all[b]!.ms)
      .slice(0, 1),
): BenchRow[] {
  if (!peers || Object.keys(peers).length === 0) {
    return [{ question, oursMs, peer: 'xgboost, scikit-learn', peerMs: null, limit, note: PEERS }]
  }
  const scores = Object.entries(peers).map(
    ([peer, { ms, score: theirs }]) => `${peer} ${theirs.toFixed(4)} (${ms.toFixed(0)} ms)`,
  )
  const note = `${question}: ${scored} ${score.toFixed(4)}; ${scores.join(', ')}.`
  return named(peers).map((peer) => ({ question, oursMs, peer, peerMs: peers[peer]!.ms, limit, note }))
}

function fastest<Result>(rounds: number, work: () => Result): { ms: number; result: Result } {
  let ms = Number.POSITIVE_INFINITY
  let result: Result
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    result = work()
    ms = Math.min(ms, performance.now() - started)
  }
  return { ms, result: result! }
}

function rmse(predicted: Float64Array, actual: Float64Array): number {
  return Math.sqrt(predicted.reduce((sum, value, i) => sum + (value - actual[i]!) ** 2, 0) / actual.length)
}

/** Null where python3 or all that it needs is not installed. */
function peersOf(what: string, table: SplitTable, rounds: number): Peers | null {
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-bench-'))
  try {
    const file = join(folder, 'table.f64')
    const { training, target, test, testTarget } = table
    const values = new Float64Array((training.rows + test.rows) * (training.columns.length + 1))
    let at = 0
    for (const [matrix, response] of [
      [training, target],
      [test, testTarget],
    ] as const) {
      values.set(rowMajor(matrix), at)
      at += matrix.rows * matrix.columns.length
      values.set(response, at)
      at += matrix.rows
    }
    writeFileSync(file, values)
    const script = join(import.meta.dirname, 'modelling-peer.py')
    const sizes = [training.rows, test.rows, training.columns.length, rounds].map(String)
    const { status, stdout } = spawnSync('/usr/bin/python3', [script, what, file, ...sizes], { encoding: 'utf8' })
    return status === 0 ? JSON.parse(stdout) : null
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function rowMajor({ rows, columns }: FeatureMatrix): Float64Array {
  const p = columns.length
  const out = new Float64Array(rows * p)
  for (const [j, column] of columns.entries()) for (let i = 0; i < rows; i++) out[i * p + j] = column[i]!
  return out
}
