import { describe, expect, it } from 'vitest'
import { type FeatureMatrix, numericMatrix } from '../features/feature-matrix.ts'
import { fitGaussianProcess } from '../gaussian-process/fit-gaussian-process.ts'
import { predictGaussianProcess } from '../gaussian-process/predict-gaussian-process.ts'
import { fitNeighbours } from '../neighbours/neighbours.ts'
import { fitTransform } from '../transforms/target-transform.ts'
import type { TreeEnsemble } from '../trees/tree-ensemble.ts'
import { fillMissing } from './fill-missing.ts'
import { predictWith } from './predict-with.ts'
import { outputsOf, type Predictor } from './predictor.ts'

const x = Float64Array.of(-1, 0.5, 2)
const matrix = numericMatrix([x])
const mean = (value: number): Predictor => ({ kind: 'mean', value })

describe('predictWith', () => {
  it('gives the mean everywhere', () => {
    expect([...predictWith(mean(4), matrix)]).toEqual([4, 4, 4])
  })

  it('multiplies the pieces of linear columns', () => {
    const mixed: FeatureMatrix = { rows: 3, columns: [x, Float64Array.of(0, 1, 1)], levels: Int32Array.of(0, 2) }
    const predictor: Predictor = {
      kind: 'linear',
      linear: {
        intercept: 10,
        coefficients: Float64Array.of(2, -1, 3),
        columns: [
          [{ kind: 'power', feature: 0, power: 2, center: 1, scale: 2 }],
          [
            { kind: 'power', feature: 0, power: 1, center: 0, scale: 1 },
            { kind: 'level', feature: 1, codes: [5, 7] },
          ],
          [{ kind: 'function', feature: 0, function: 'exp' }],
        ],
      },
    }
    const expected = [-1, 0.5, 2].map((v, i) => 10 + 2 * ((v - 1) / 2) ** 2 - v * [5, 7, 7][i]! + 3 * Math.exp(v))
    predictWith(predictor, mixed).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12))
  })

  it('hands a model of some features those features alone', () => {
    const other = Float64Array.of(7, Number.NaN, 9)
    const mixed: FeatureMatrix = { rows: 3, columns: [other, x, other], levels: Int32Array.of(0, 0, 3) }
    const piece = { kind: 'power', feature: 0, power: 1, center: 0, scale: 1 } as const
    const linear = { intercept: 1, coefficients: Float64Array.of(2), columns: [[piece]] }
    const features = Int32Array.of(1)
    expect([...predictWith({ kind: 'selected', features, predictor: { kind: 'linear', linear } }, mixed)]).toEqual([
      -1, 2, 5,
    ])
  })

  it.each([
    ['identity', (a: number, b: number) => [a, b]],
    ['exp', (a: number, b: number) => [Math.exp(a), Math.exp(b)]],
    ['logistic', (a: number, b: number) => [1 / (1 + Math.exp(-a)), 1 / (1 + Math.exp(-b))]],
    ['softmax', (a: number, b: number) => [1 / (1 + Math.exp(b - a)), 1 / (1 + Math.exp(a - b))]],
  ] as const)('brings raw scores of trees through the link %s', (link, expected) => {
    const ensemble = stumps([
      [1, 2],
      [-3, 0.25],
    ])
    const predicted = predictWith({ kind: 'trees', ensemble, link }, matrix)
    const rows = [0, 1, 2].map((i) => expected(x[i]! <= 0 ? 1 : 2, x[i]! <= 0 ? -3 : 0.25))
    const byOutput = [...rows.map(([a]) => a!), ...rows.map(([, b]) => b!)]
    predicted.forEach((value, i) => expect(value).toBeCloseTo(byOutput[i]!, 12))
  })

  it('does not overflow in a softmax of large scores', () => {
    const ensemble = stumps([
      [1000, 1000],
      [999, 999],
    ])
    const [first] = predictWith({ kind: 'trees', ensemble, link: 'softmax' }, matrix)
    expect(first).toBeCloseTo(1 / (1 + Math.exp(-1)), 12)
  })

  it('gives the means of a Gaussian process and of nearest neighbours', () => {
    const process = fitGaussianProcess(matrix, Float64Array.of(1, 3, 2))
    const neighbours = fitNeighbours(matrix, Float64Array.of(1, 3, 2), { k: 1 })
    const { mean: means } = predictGaussianProcess(process, matrix)
    predictWith({ kind: 'gaussian_process', process }, matrix).forEach((value, i) => {
      expect(value).toBeCloseTo(means[i]!, 10)
    })
    expect([...predictWith({ kind: 'neighbours', neighbours }, matrix)]).toEqual([1, 3, 2])
  })

  it('brings a transformed response back', () => {
    const transform = fitTransform('log', Float64Array.of(1, 10))
    const predicted = predictWith({ kind: 'transformed', transform, predictor: mean(Math.log(3)) }, matrix)
    expect(predicted[0]).toBeCloseTo(3, 12)
  })

  it('adds the weighted members of a blend to its intercept', () => {
    const members = [
      { weight: 0.25, predictor: mean(8) },
      { weight: 3, predictor: mean(1) },
    ]
    expect([...predictWith({ kind: 'blend', intercept: 0.5, members }, matrix)]).toEqual([5.5, 5.5, 5.5])
  })

  it('refuses a blend of members with different outputs', () => {
    const trees: Predictor = {
      kind: 'trees',
      ensemble: stumps([
        [1, 2],
        [3, 4],
      ]),
      link: 'identity',
    }
    const members = [mean(1), trees].map((predictor) => ({ weight: 1, predictor }))
    expect(() => predictWith({ kind: 'blend', intercept: 0, members }, matrix)).toThrow(RangeError)
  })

  it('fills missing numbers and levels that were not known, and leaves the given matrix as it is', () => {
    const gaps: FeatureMatrix = {
      rows: 3,
      columns: [Float64Array.of(Number.NaN, 2, Infinity), Float64Array.of(0, 9, Number.NaN), x],
      levels: Int32Array.of(0, 3, 0),
    }
    const filled = fillMissing(gaps, Float64Array.of(7, 1, 0))
    expect(filled.columns.map((column) => [...column])).toEqual([[7, 2, Infinity], [0, 1, 1], [...x]])
    expect(gaps.columns[0]![0]).toBeNaN()
    expect(filled.columns[2]).toBe(x)
  })
})

describe('outputsOf', () => {
  it('looks through wrappers', () => {
    const trees: Predictor = {
      kind: 'trees',
      ensemble: stumps([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
      link: 'softmax',
    }
    const blend: Predictor = { kind: 'blend', intercept: 0, members: [{ weight: 1, predictor: trees }] }
    expect(outputsOf({ kind: 'filled', fill: Float64Array.of(0), predictor: blend })).toBe(3)
    expect(outputsOf(mean(1))).toBe(1)
  })
})

/** One tree for each output: x ≤ 0 gives its first value. */
function stumps(values: readonly (readonly [number, number])[]): TreeEnsemble {
  const nodes = 3 * values.length
  const of = (pattern: (tree: number) => readonly number[]) => values.flatMap((_, tree) => pattern(tree))
  return {
    features: 1,
    levels: new Int32Array(1),
    outputs: values.length,
    baseScore: new Float64Array(values.length),
    treeStart: Int32Array.from({ length: values.length + 1 }, (_, tree) => 3 * tree),
    treeOutput: Int32Array.from(values, (_, tree) => tree),
    feature: Int32Array.from(of(() => [0, -1, -1])),
    threshold: new Float64Array(nodes),
    categoryStart: new Int32Array(nodes).fill(-1),
    categoryBits: new Uint32Array(0),
    missingLeft: new Uint8Array(nodes),
    left: Int32Array.from(of((tree) => [3 * tree + 1, -1, -1])),
    right: Int32Array.from(of((tree) => [3 * tree + 2, -1, -1])),
    value: Float64Array.from(of((tree) => [0, ...values[tree]!])),
    cover: new Float64Array(nodes).fill(1),
    gain: new Float64Array(nodes),
  }
}
