import {
  applicabilityDomain,
  binFeatures,
  conformalInterval,
  DEPTH_WISE_DEFAULTS,
  LEAF_WISE_DEFAULTS,
  localDifficulty,
  type Predictor,
  predictWith,
  seededGenerator,
  trainBoosting,
} from '../packages/engine/src/index.ts'
import { encodeModel, type InputRecord, type Model, openModel } from '../packages/model/src/index.ts'
import type { BenchRow } from './bench.ts'

const ROWS = 1030
const INPUTS = 8
/** Of each of two algorithms: several hundred trees together. */
const ROUNDS = 200
const BATCHES = 100
const BATCH = 20
const NOTE = `The time of one row: the fastest of ${BATCHES} batches of ${BATCH} rows that differ, after one batch that warms up.`

/**
 * One row predicted from an opened model file: a blend of 200 leaf-wise trees with 31 leaves and 200 depth-wise trees of depth 6, fitted to
 * 1,030 rows of 8 numbers. With it the verdict of the domain, and an interval that follows the errors of the neighbours.
 */
export default function modelFile(): Promise<readonly BenchRow[]> {
  const model = sampleModel()
  const questions: readonly (readonly [string, Model, number])[] = [
    ['predict one row: a blend of 400 trees', { ...model, interval: null, domain: null }, 0.05],
    ['predict one row, with its domain', { ...model, interval: null }, 0.05],
    ['predict one row, with its domain and a local interval', model, 0.1],
  ]
  return Promise.resolve(
    questions.map(([question, of, ms]) => ({
      question,
      oursMs: rowMs(encodeModel(of)),
      peer: '',
      peerMs: null,
      limit: { ms },
      note: NOTE,
    })),
  )
}

function rowMs(file: Uint8Array): number {
  const opened = openModel(file)
  const draw = seededGenerator(2)
  const records = (): InputRecord[] =>
    Array.from({ length: BATCH }, () =>
      Object.fromEntries(opened.model.inputs.map(({ name }) => [name, draw.normal()])),
    )
  let best = Number.POSITIVE_INFINITY
  for (let batch = 0; batch <= BATCHES; batch++) {
    const rows = records()
    const started = performance.now()
    opened.predict(rows)
    if (batch > 0) best = Math.min(best, (performance.now() - started) / BATCH)
  }
  return best
}

function sampleModel(): Model {
  const draw = seededGenerator(1)
  const columns = Array.from({ length: INPUTS }, () => Float64Array.from({ length: ROWS }, () => draw.normal()))
  const matrix = { rows: ROWS, columns, levels: new Int32Array(INPUTS) }
  const [a, b, c] = columns as [Float64Array, Float64Array, Float64Array]
  const target = a.map((value, i) => 40 + 5 * value + 4 * Math.sin(b[i]!) * c[i]! + draw.normal())
  const common = { loss: { kind: 'squared' }, rounds: ROUNDS, learningRate: 0.05, seed: 1 } as const
  const members = [
    { ...LEAF_WISE_DEFAULTS, ...common, maxLeaves: 31 },
    { ...DEPTH_WISE_DEFAULTS, ...common, maxDepth: 6 },
  ].map((options) => {
    const ensemble = trainBoosting(binFeatures(matrix), { target }, options)
    return { weight: 0.5, predictor: { kind: 'trees', ensemble, link: 'identity' } as const }
  })
  const predictor: Predictor = { kind: 'blend', intercept: 0, members }
  const predicted = predictWith(predictor, matrix)
  const errors = target.map((value, i) => value - predicted[i]!)
  const { difficulty, ofTraining } = localDifficulty(matrix, errors)
  const held = { target, predicted, scales: { neighbours: ofTraining } }
  const conformal = conformalInterval(held, { kind: 'symmetric', scaledBy: 'neighbours', floor: 0.1 }, [0.9])
  return {
    target: { name: 'y' },
    inputs: columns.map((column, j) => ({
      kind: 'number',
      name: `x${j + 1}`,
      low: column.reduce((x, y) => Math.min(x, y)),
      high: column.reduce((x, y) => Math.max(x, y)),
    })),
    predictor,
    interval: { conformal, difficulty },
    domain: applicabilityDomain(matrix),
    training: { rows: ROWS, tableSha256: '0'.repeat(64), seed: 1, version: '0.1.0', algorithm: 'blend', scores: {} },
    metadata: {},
  }
}
