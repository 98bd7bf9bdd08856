import { describe, expect, it } from 'vitest'
import { type FeatureMatrix, numericMatrix, takeRows } from '../../features/feature-matrix.ts'
import type { Loss } from '../../losses/loss.ts'
import { seededGenerator } from '../../random/generator.ts'
import { binFeatures } from '../bins/bin-features.ts'
import { predictRaw } from '../predict/predict-raw.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'
import { type BoostingOptions, DEPTH_WISE_DEFAULTS, LEAF_WISE_DEFAULTS } from './boosting-options.ts'
import { BoostingTrainer } from './boosting-trainer.ts'
import { trainBoosting } from './train-boosting.ts'

const EXACT: BoostingOptions = { ...LEAF_WISE_DEFAULTS, minChildSamples: 1, minChildWeight: 0 }

/** Two groups of 3 and 5 rows; the mean of all is 5.5. */
const GROUPS = numericMatrix([Float64Array.of(0, 0, 0, 1, 1, 1, 1, 1)])
const OF_GROUPS = Float64Array.of(1, 3, 2, 6, 7, 8, 9, 8)

/** Rows with curves, ties and missing values. */
function smooth(rows: number, features = 5, seed = 1): { matrix: FeatureMatrix; target: Float64Array } {
  const generator = seededGenerator(seed)
  const columns = Array.from({ length: features }, (_, j) =>
    Float64Array.from({ length: rows }, () => {
      const value = generator.uniform()
      return j === 2 && value < 0.2 ? Number.NaN : j === 3 ? Math.round(9 * value) : value
    }),
  )
  const target = Float64Array.from({ length: rows }, (_, i) =>
    columns.reduce((sum, column, j) => sum + Math.sin(3 * (column[i]! || 0) + j), 0.1 * generator.normal()),
  )
  return { matrix: numericMatrix(columns), target }
}

function train(matrix: FeatureMatrix, target: Float64Array, options: Partial<BoostingOptions> = {}): TreeEnsemble {
  return trainBoosting(binFeatures(matrix), { target }, { ...EXACT, ...options })
}

function nodesOf({ treeStart }: TreeEnsemble, tree: number): number[] {
  return Array.from({ length: treeStart[tree + 1]! - treeStart[tree]! }, (_, k) => treeStart[tree]! + k)
}

function depthBelow(ensemble: TreeEnsemble, node: number): number {
  if (ensemble.feature[node]! < 0) return 0
  return 1 + Math.max(depthBelow(ensemble, ensemble.left[node]!), depthBelow(ensemble, ensemble.right[node]!))
}

describe('trainBoosting on two groups', () => {
  it('splits them midway and steps by G / (H + lambda) times the rate', () => {
    const ensemble = train(GROUPS, OF_GROUPS, { rounds: 1, learningRate: 0.25, l2: 2 })
    expect(ensemble.baseScore[0]).toBeCloseTo(5.5, 12)
    expect([...ensemble.feature]).toEqual([0, -1, -1])
    expect(ensemble.threshold[0]).toBe(0.5)
    expect([...ensemble.cover]).toEqual([8, 3, 5])
    // residuals sum to −10.5 and 10.5
    expect(ensemble.value[1]).toBeCloseTo((0.25 * -10.5) / 5, 12)
    expect(ensemble.value[2]).toBeCloseTo((0.25 * 10.5) / 7, 12)
    expect(ensemble.gain[0]).toBeCloseTo(10.5 ** 2 / 5 + 10.5 ** 2 / 7, 9)
  })

  it('shrinks the sums by alpha', () => {
    const { value, gain } = train(GROUPS, OF_GROUPS, { rounds: 1, learningRate: 1, l1: 1.5 })
    expect([value[1], value[2]]).toEqual([-3, 9 / 5])
    expect(gain[0]).toBeCloseTo(81 / 3 + 81 / 5, 9)
  })

  it.each([1, 2, 10, 60])('goes 1 − (1 − rate)^%d of the way from the mean in as many rounds', (rounds) => {
    const predicted = predictRaw(train(GROUPS, OF_GROUPS, { rounds, learningRate: 0.2, maxLeaves: 2 }), GROUPS)
    const way = 1 - 0.8 ** rounds
    expect(predicted[0]).toBeCloseTo(5.5 + way * (2 - 5.5), 6)
    expect(predicted[7]).toBeCloseTo(5.5 + way * (7.6 - 5.5), 6)
  })

  it('leaves them together where a split gains no more than it has to', () => {
    const gain = 10.5 ** 2 / 3 + 10.5 ** 2 / 5
    for (const growth of ['leaf_wise', 'depth_wise'] as const) {
      const options = { rounds: 1, growth, maxDepth: 4 }
      expect(train(GROUPS, OF_GROUPS, { ...options, minSplitGain: gain + 1e-3 }).feature).toHaveLength(1)
      expect(train(GROUPS, OF_GROUPS, { ...options, minSplitGain: gain - 1e-3 }).feature).toHaveLength(3)
    }
  })

  it.each([
    [{ minChildSamples: 3 }, 3],
    [{ minChildSamples: 4 }, 1],
    [{ minChildWeight: 3 }, 3],
    [{ minChildWeight: 3.01 }, 1],
  ])('keeps to the least leaf: %o gives %d nodes', (options, nodes) => {
    expect(train(GROUPS, OF_GROUPS, { ...options, rounds: 1 }).feature).toHaveLength(nodes)
  })

  it('counts a row as often as its weight says', () => {
    const weights = Float64Array.of(1, 3, 1, 2, 2, 1, 4, 1)
    const repeated = Array.from(weights).flatMap((count, row) => Array<number>(count).fill(row))
    const options = { ...EXACT, rounds: 20, loss: { kind: 'squared' } as const }
    const weighted = trainBoosting(binFeatures(GROUPS), { target: OF_GROUPS, weights }, options)
    const target = Float64Array.from(repeated, (row) => OF_GROUPS[row]!)
    const counted = train(takeRows(GROUPS, repeated), target, options)
    expect(predictRaw(weighted, GROUPS)[0]).toBeCloseTo(predictRaw(counted, GROUPS)[0]!, 6)
    expect(predictRaw(weighted, GROUPS)[7]).toBeCloseTo(predictRaw(counted, GROUPS)[7]!, 6)
  })
})

describe('trainBoosting and missing values', () => {
  const matrix = numericMatrix([Float64Array.of(1, 2, 3, 4, Number.NaN, Number.NaN)])

  it.each([
    { like: 'low values', target: [0, 0, 9, 9, 0, 0], isLeft: 1 },
    { like: 'high values', target: [0, 0, 9, 9, 9, 9], isLeft: 0 },
  ])('sends them where rows are alike: $like', ({ target, isLeft }) => {
    const ensemble = train(matrix, Float64Array.from(target), { rounds: 1, learningRate: 1 })
    expect([ensemble.threshold[0], ensemble.missingLeft[0]]).toEqual([2.5, isLeft])
    expect([...predictRaw(ensemble, matrix)]).toEqual(target)
  })

  it('parts them from all values where they differ from them', () => {
    const target = Float64Array.of(1, 1, 1, 1, 7, 7)
    const ensemble = train(matrix, target, { rounds: 1, learningRate: 1 })
    expect([...predictRaw(ensemble, matrix)]).toEqual([...target])
    expect(ensemble.feature).toHaveLength(3)
  })

  it.each([
    { most: 'left', target: [0, 0, 0, 9], isLeft: 1 },
    { most: 'right', target: [0, 9, 9, 9], isLeft: 0 },
  ])('sends them where most rows go when none was seen: $most', ({ target, isLeft }) => {
    const whole = numericMatrix([Float64Array.of(1, 2, 3, 4)])
    const ensemble = train(whole, Float64Array.from(target), { rounds: 1, learningRate: 1 })
    expect(ensemble.missingLeft[0]).toBe(isLeft)
    expect(predictRaw(ensemble, numericMatrix([Float64Array.of(Number.NaN)]))[0]).toBe(isLeft ? 0 : 9)
  })
})

describe('trainBoosting within its limits', () => {
  const { matrix, target } = smooth(500)

  it.each([0, 1])(
    'splits level by level where the leaves of depth-wise growth are limited (%d categories)',
    (categories) => {
      const x = Float64Array.from({ length: 64 }, (_, i) => i)
      const columns = [x, ...Array.from({ length: categories }, () => new Float64Array(64))]
      const ramp: FeatureMatrix = { rows: 64, columns, levels: Int32Array.from(columns, (_, j) => j) }
      const options = { ...DEPTH_WISE_DEFAULTS, rounds: 1, maxLeaves: 4 }
      const ensemble = trainBoosting(binFeatures(ramp), { target: x }, options)
      expect([ensemble.left[0], ensemble.right[0]].every((child) => ensemble.feature[child!]! >= 0)).toBe(true)
    },
  )

  it.each([2, 3, 7, 31, 200])('grows %d leaves at most, and as many where rows allow', (maxLeaves) => {
    const ensemble = train(matrix, target, { maxLeaves, rounds: 4 })
    for (let tree = 0; tree < 4; tree++) expect(nodesOf(ensemble, tree)).toHaveLength(2 * maxLeaves - 1)
  })

  it.each([1, 2, 5])('grows no deeper than %d, by either growth', (maxDepth) => {
    for (const growth of ['leaf_wise', 'depth_wise'] as const) {
      const ensemble = train(matrix, target, { maxDepth, growth, rounds: 3, maxLeaves: 1000 })
      for (const root of ensemble.treeStart.subarray(0, 3)) expect(depthBelow(ensemble, root)).toBe(maxDepth)
    }
  })

  it('has no leaf with fewer rows than it may have, and rows of children sum to those of the node', () => {
    const { feature, left, right, cover } = train(matrix, target, { minChildSamples: 23, rounds: 5 })
    feature.forEach((asked, node) => {
      if (asked < 0) expect(cover[node]).toBeGreaterThanOrEqual(23)
      else expect(cover[left[node]!]! + cover[right[node]!]!).toBe(cover[node])
    })
  })

  it('grows a tree a round and output, the outputs in turn', () => {
    const classes = target.map((value) => (value > 2 ? 2 : value > 1 ? 1 : 0))
    const ensemble = train(matrix, classes, { loss: { kind: 'softmax', classes: 3 }, rounds: 4 })
    expect([...ensemble.treeOutput]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2])
  })
})

describe('trainBoosting on tables that teach nothing', () => {
  const losses: readonly Loss[] = [
    { kind: 'squared' },
    { kind: 'absolute' },
    { kind: 'huber', delta: 1 },
    { kind: 'quantile', level: 0.9 },
  ]

  it.each(losses)('predicts a constant target by itself: $kind', (loss) => {
    const { matrix } = smooth(60)
    const ensemble = train(matrix, new Float64Array(60).fill(-3.5), { loss, rounds: 5 })
    expect(predictRaw(ensemble, matrix)).toEqual(new Float64Array(60).fill(-3.5))
    if (loss.kind === 'squared') expect(ensemble.feature).toHaveLength(5)
  })

  it.each([
    ['one row', numericMatrix([Float64Array.of(4)])],
    ['rows that are all alike', numericMatrix([new Float64Array(30).fill(2)])],
    ['nothing but missing values', numericMatrix([new Float64Array(30).fill(Number.NaN)])],
    ['no features', { rows: 3, columns: [], levels: new Int32Array(0) }],
  ])('predicts the mean from %s', (_name, matrix) => {
    const target = Float64Array.from({ length: matrix.rows }, (_, i) => i)
    const predicted = predictRaw(train(matrix, target, { rounds: 3 }), matrix)
    for (const value of predicted) expect(value).toBeCloseTo((matrix.rows - 1) / 2, 6)
  })
})

describe('trainBoosting told what to see', () => {
  const { matrix, target } = smooth(300)
  const binned = binFeatures(matrix)
  const rows = Array.from({ length: 300 }, (_, i) => i).filter((i) => i % 3 > 0)
  const watched = Array.from({ length: 300 }, (_, i) => i).filter((i) => i % 3 === 0)

  it('ignores the targets of rows that it does not train on', () => {
    const hidden = target.map((value, i) => (i % 3 > 0 ? value : Number.NaN))
    const options = { ...EXACT, rounds: 10 }
    expect(trainBoosting(binned, { target: hidden, rows }, options)).toEqual(
      trainBoosting(binned, { target, rows }, options),
    )
  })

  it.each([
    ['leaf-wise', {}],
    ['depth-wise', { ...DEPTH_WISE_DEFAULTS }],
    ['with rows drawn', { rowFraction: 0.5, rowFrequency: 3 }],
    ['one-sided', { goss: { topShare: 0.2, otherShare: 0.2 } }],
    ['constrained', { monotone: Int8Array.of(1, 0, 0, 0, 0) }],
    ['absolute', { loss: { kind: 'absolute' } }],
    ['softmax', { loss: { kind: 'softmax', classes: 3 } }],
  ] as readonly [string, Partial<BoostingOptions>][])('tells scores that are those of its trees: %s', (_name, more) => {
    const options = { ...EXACT, rounds: 12, maxLeaves: 9, ...more }
    const own = options.loss.kind === 'softmax' ? target.map((value) => (value > 2 ? 2 : value > 1 ? 1 : 0)) : target
    const seen: Float64Array[] = []
    const all = [...rows, ...watched]
    const ensemble = trainBoosting(binned, { target: own, rows }, options, {
      rows: all,
      onRound: (_round, scores) => seen.push(scores.slice()) > 0,
    })
    expect(seen).toHaveLength(options.rounds)
    const scores = predictRaw(ensemble, takeRows(matrix, all))
    scores.forEach((score, i) => expect(seen.at(-1)![i]).toBeCloseTo(score, 10))
  })

  it('stops when it is told to, with the trees up to there', () => {
    const options = { ...EXACT, rounds: 50 }
    const rounds: number[] = []
    const stopped = trainBoosting(binned, { target, rows }, options, {
      rows: watched,
      onRound: (round) => rounds.push(round) < 7,
    })
    expect(rounds).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(stopped).toEqual(trainBoosting(binned, { target, rows }, { ...options, rounds: 7 }))
  })

  it('trains again and again on the same rows as if each time were the first', () => {
    const trainer = new BoostingTrainer(binned, rows, watched, 1)
    const choices: Partial<BoostingOptions>[] = [
      { maxLeaves: 5 },
      { maxLeaves: 80, minChildSamples: 2 },
      { ...DEPTH_WISE_DEFAULTS, rowFraction: 0.6 },
      { monotone: Int8Array.of(0, -1, 0, 0, 0) },
      { featureFraction: 0.5, loss: { kind: 'absolute' } },
      { maxLeaves: 5 },
    ]
    for (const choice of choices) {
      const options = { ...EXACT, rounds: 6, ...choice }
      expect(trainer.train(target, null, options)).toEqual(trainBoosting(binned, { target, rows }, options))
    }
  })

  it.each([
    [{ rounds: 0 }, 'rounds'],
    [{ maxLeaves: 1 }, 'maxLeaves'],
    [{ maxDepth: 0 }, 'maxDepth'],
    [{ learningRate: 0 }, 'learningRate'],
    [{ rowFraction: 1.5 }, 'rowFraction'],
    [{ featureFraction: 0 }, 'featureFraction'],
    [{ l2: -1 }, 'l2'],
    [{ l1: Number.NaN }, 'l1'],
    [{ maxLeaves: Number.POSITIVE_INFINITY }, 'limit'],
    [{ monotone: Int8Array.of(1) }, 'direction for each of 5'],
    [{ goss: { topShare: 0.7, otherShare: 0.5 } }, 'gradient-based'],
  ])('refuses %o', (options, message) => {
    expect(() => train(matrix, target, options)).toThrow(RangeError)
    expect(() => train(matrix, target, options)).toThrow(message)
  })

  it.each([[[]], [[300]], [[-1]]])('refuses rows %o', (wrong) => {
    expect(() => trainBoosting(binned, { target, rows: wrong }, EXACT)).toThrow(RangeError)
  })
})
