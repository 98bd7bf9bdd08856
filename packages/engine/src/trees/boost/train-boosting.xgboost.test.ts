import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { describeWithPython, runPython } from '../../../../../test/python.ts'
import { type FeatureMatrix, numericMatrix, takeRows } from '../../features/feature-matrix.ts'
import { type Generator, seededGenerator } from '../../random/generator.ts'
import { binFeatures } from '../bins/bin-features.ts'
import { predictRaw } from '../predict/predict-raw.ts'
import { type BoostingOptions, DEPTH_WISE_DEFAULTS } from './boosting-options.ts'
import { trainBoosting } from './train-boosting.ts'

const describeWithXgboost = describeWithPython('xgboost')

interface XgboostJob {
  /** Number features. */
  readonly matrix: FeatureMatrix
  readonly target: Float64Array
  /** Rows to predict. */
  readonly asked: FeatureMatrix
  readonly parameters: Readonly<Record<string, number | string>>
  readonly rounds: number
}

/** Trains the real xgboost on one thread, in one process for all jobs, and gives what it predicts for the asked rows of each. */
function trainXgboost(jobs: readonly XgboostJob[]): number[][] {
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-xgboost-'))
  try {
    const described = jobs.map(({ matrix, target, asked, parameters, rounds }, job) => ({
      features: matrix.columns.length,
      training: writeRows(join(folder, `${job}-training.f64`), [...matrix.columns, target]),
      asked: writeRows(join(folder, `${job}-asked.f64`), asked.columns),
      parameters: { ...parameters, nthread: 1, verbosity: 0 },
      rounds,
    }))
    const file = join(folder, 'jobs.json')
    writeFileSync(file, JSON.stringify(described))
    const script = join(import.meta.dirname, '../../../test/xgboost-train.py')
    return JSON.parse(runPython('xgboost', [script, file])) as number[][]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function writeRows(file: string, columns: readonly Float64Array[]): string {
  const width = columns.length
  const cells = width * columns[0]!.length
  const values = Float64Array.from({ length: cells }, (_, at) => columns[at % width]![Math.floor(at / width)]!)
  writeFileSync(file, values)
  return file
}

const TRAINED = 2000
const ASKED = 2000

/** Friedman's first function of five of eight uniform features, with noise. */
function friedman(generator: Generator, { missing = 0, distinct = 0 } = {}) {
  const columns = Array.from({ length: 8 }, () =>
    Float64Array.from({ length: TRAINED + ASKED }, () => {
      const value = generator.uniform()
      if (generator.uniform() < missing) return Number.NaN
      return distinct ? Math.floor(distinct * value) / distinct : value
    }),
  )
  const target = Float64Array.from({ length: TRAINED + ASKED }, (_, i) => {
    const [a, b, c, d, e] = columns.map((column) => column[i]! || 0) as [number, number, number, number, number]
    return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e + generator.normal()
  })
  return { matrix: numericMatrix(columns), target }
}

interface Case {
  readonly name: string
  readonly table?: { readonly missing?: number; readonly distinct?: number }
  readonly maxBins?: number
  readonly rounds?: number
  readonly options?: Partial<BoostingOptions>
  /** Both have the same bins: predictions agree but for float32. */
  readonly isSame?: boolean
}

const SMALL_STEPS = { learningRate: 0.1, maxDepth: 5 }

const CASES: readonly Case[] = [
  { name: 'its defaults', rounds: 50 },
  { name: 'many small steps', options: { ...SMALL_STEPS, maxDepth: 4 } },
  { name: 'few bins', options: SMALL_STEPS, maxBins: 32 },
  {
    name: 'gamma, alpha and a least weight',
    options: { learningRate: 0.1, minSplitGain: 5, l1: 3, l2: 4, minChildWeight: 8 },
  },
  { name: 'missing values', table: { missing: 0.2 }, options: SMALL_STEPS },
  { name: 'features of ten values', table: { distinct: 10 }, options: SMALL_STEPS, isSame: true },
  { name: 'ten values and missing ones', table: { distinct: 10, missing: 0.2 }, options: SMALL_STEPS },
]

function problemOf({ table, maxBins = 255, rounds = 150, options: more }: Case) {
  const { matrix, target } = friedman(seededGenerator(1), table)
  const rows = Array.from({ length: TRAINED + ASKED }, (_, i) => i)
  const training = { matrix: takeRows(matrix, rows.slice(0, TRAINED)), target: target.slice(0, TRAINED) }
  const asked = { matrix: takeRows(matrix, rows.slice(TRAINED)), target: target.slice(TRAINED) }
  const options: BoostingOptions = { ...DEPTH_WISE_DEFAULTS, rounds, ...more }
  const parameters = {
    objective: 'reg:squarederror',
    tree_method: 'hist',
    base_score: training.target.reduce((sum, value) => sum + value, 0) / TRAINED,
    max_bin: maxBins,
    eta: options.learningRate,
    max_depth: options.maxDepth,
    alpha: options.l1,
    lambda: options.l2,
    gamma: options.minSplitGain,
    min_child_weight: options.minChildWeight,
  }
  return { training, asked, options, maxBins, job: { ...training, asked: asked.matrix, parameters, rounds } }
}

function errorOf(predicted: ArrayLike<number>, target: Float64Array): number {
  const squares = target.reduce((sum, value, i) => sum + (predicted[i]! - value) ** 2, 0)
  return Math.sqrt(squares / target.length)
}

describeWithXgboost('trainBoosting beside the real xgboost', () => {
  const peers: number[][] = []

  beforeAll(() => {
    peers.push(...trainXgboost(CASES.map((each) => problemOf(each).job)))
  }, 60_000)

  it.each(CASES.map((each, at) => ({ ...each, at })))('errs as much on rows that neither saw: $name', (each) => {
    const { training, asked, options, maxBins } = problemOf(each)
    const ensemble = trainBoosting(binFeatures(training.matrix, { maxBins }), training, options)
    const ours = predictRaw(ensemble, asked.matrix)
    const theirs = peers[each.at]!
    expect(errorOf(theirs, asked.target)).toBeLessThan(2.5)
    expect(Math.abs(errorOf(ours, asked.target) / errorOf(theirs, asked.target) - 1)).toBeLessThan(0.03)
    if (each.isSame) expect(Math.max(...ours.map((value, i) => Math.abs(value - theirs[i]!)))).toBeLessThan(1e-3)
  })
})
