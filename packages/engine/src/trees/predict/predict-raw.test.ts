import { describe, expect, it } from 'vitest'
import { ensembleOf, plainPrediction, randomEnsemble, randomRows } from '../../../test/random-ensemble.ts'
import { type FeatureMatrix, numericMatrix, takeRows } from '../../features/feature-matrix.ts'
import { type Generator, seededGenerator } from '../../random/generator.ts'
import { binFeatures } from '../bins/bin-features.ts'
import { RANDOM_FOREST_DEFAULTS } from '../forest/forest-options.ts'
import { trainForest } from '../forest/train-forest.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'
import { treeImage } from './kept-images.ts'
import { predictByKernels } from './predict-by-kernels.ts'
import { predictPlain } from './predict-plain.ts'
import { predictRaw } from './predict-raw.ts'

const NUMBERS = [0, 0, 0, 0]
const MIXED = [0, 5, 0, 40, 0]

interface Case {
  readonly levels: readonly number[]
  readonly leaves: number
  readonly trees?: number
  readonly outputs?: number
  readonly kind: 'masks' | 'descent'
}

const CASES: Readonly<Record<string, Case>> = {
  'trees of one leaf': { levels: NUMBERS, leaves: 1, kind: 'masks' },
  stumps: { levels: MIXED, leaves: 2, kind: 'masks' },
  'a plane of leaves': { levels: NUMBERS, leaves: 8, kind: 'masks' },
  'two planes of leaves': { levels: MIXED, leaves: 9, kind: 'masks' },
  'as many leaves as 32 bits': { levels: MIXED, leaves: 32, kind: 'masks' },
  'one leaf more than 32 bits': { levels: MIXED, leaves: 33, kind: 'masks' },
  'as many leaves as 64 bits': { levels: MIXED, leaves: 64, trees: 2, kind: 'masks' },
  'one leaf more than 64 bits': { levels: MIXED, leaves: 65, kind: 'descent' },
  'large trees of numbers': { levels: NUMBERS, leaves: 500, kind: 'descent' },
  'large trees with categories': { levels: MIXED, leaves: 500, kind: 'descent' },
  'large trees of many features, in several blocks of rows': {
    levels: Array(200).fill(0),
    leaves: 500,
    kind: 'descent',
  },
  'more thresholds than fit into a byte': { levels: [0, 0], leaves: 20, trees: 40, kind: 'descent' },
  'as many thresholds as fit into a byte': { levels: [0], leaves: 52, trees: 5, kind: 'masks' },
  'one threshold more than fits into a byte': { levels: [0], leaves: 33, trees: 8, kind: 'descent' },
  'several outputs': { levels: MIXED, leaves: 20, trees: 9, outputs: 3, kind: 'masks' },
  'large trees of several outputs': { levels: MIXED, leaves: 90, trees: 6, outputs: 3, kind: 'descent' },
}

/** Random rows in which each value may be one that a bisection or a comparison could get wrong. */
function awkwardRows(generator: Generator, ensemble: TreeEnsemble, rows: number): FeatureMatrix {
  const thresholds = ensemble.threshold.filter((_, node) => ensemble.feature[node]! >= 0)
  const matrix = randomRows(generator, [...ensemble.levels], rows)
  const awkward = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1e-320]
  const columns = matrix.columns.map((column, j) =>
    column.map((value) => {
      const choice = generator.integer(4)
      if (choice === 0) return awkward[generator.integer(awkward.length)]!
      if (choice > 1 || thresholds.length === 0) return value
      return ensemble.levels[j]! > 0 ? generator.normal() * 50 : thresholds[generator.integer(thresholds.length)]!
    }),
  )
  return { ...matrix, columns }
}

describe('the kernels', () => {
  it.each(Object.entries(CASES))('predict the bits of the plain code: %s', (_, { levels, kind, ...shape }) => {
    const generator = seededGenerator(shape.leaves)
    const ensemble = randomEnsemble(generator, levels, shape)
    const image = treeImage(ensemble)!
    expect(image.kind).toBe(kind)
    for (const rows of [1, 7, 64, 65, 1500]) {
      const matrix = awkwardRows(generator, ensemble, rows)
      const plain = predictPlain(ensemble, matrix)
      expect(predictByKernels(image, ensemble, matrix)).toEqual(plain)
      expect(plain).toEqual(plainPrediction(ensemble, matrix))
    }
  })

  it('part values at a threshold, at infinite ones, and at zeros of either sign', () => {
    const leaf = (value: number) => ({ value, cover: 1 })
    const cut = (threshold: number, missingLeft: boolean) =>
      ({ feature: 0, threshold, missingLeft, left: leaf(1), right: leaf(2) }) as const
    const infinity = Number.POSITIVE_INFINITY
    const ensemble = ensembleOf(
      [cut(-0, true), cut(0, false), cut(infinity, false), cut(infinity, true), cut(-infinity, false)],
      [0],
      { outputs: 5, baseScore: [0, 0, 0, 0, 0] },
    )
    const values = [-infinity, -1, -0, 0, 5e-324, infinity, Number.NaN]
    const expected = [
      [1, 1, 1, 1, 2, 2, 1],
      [1, 1, 1, 1, 2, 2, 2],
      [1, 1, 1, 1, 1, 1, 2],
      [1, 1, 1, 1, 1, 1, 1],
      [1, 2, 2, 2, 2, 2, 2],
    ].flat()
    const matrix = numericMatrix([Float64Array.from(values)])
    expect([...predictPlain(ensemble, matrix)]).toEqual(expected)
    expect([...predictByKernels(treeImage(ensemble)!, ensemble, matrix)]).toEqual(expected)
  })

  it('predict the bits of the plain code for forests, whose siblings stand in pairs', () => {
    const generator = seededGenerator(12)
    const matrix = randomRows(generator, MIXED, 600)
    const target = Float64Array.from({ length: 600 }, () => generator.normal())
    const { ensemble } = trainForest(binFeatures(matrix), { target }, { ...RANDOM_FOREST_DEFAULTS, trees: 5 })
    const image = treeImage(ensemble)!
    expect(image.kind).toBe('descent')
    const asked = awkwardRows(generator, ensemble, 1500)
    expect(predictByKernels(image, ensemble, asked)).toEqual(predictPlain(ensemble, asked))
  })

  it('predict some of the trees', () => {
    const generator = seededGenerator(4)
    for (const leaves of [12, 120]) {
      const whole = randomEnsemble(generator, MIXED, { trees: 5, leaves })
      const some = { ...whole, treeStart: whole.treeStart.subarray(2, 5), treeOutput: new Int32Array(2) }
      const matrix = randomRows(generator, MIXED, 200)
      expect(predictByKernels(treeImage(some)!, some, matrix)).toEqual(predictPlain(some, matrix))
    }
  })

  it('leave a threshold that is not a number to the plain code', () => {
    const leaf = { value: 1, cover: 1 }
    const ensemble = ensembleOf([{ feature: 0, threshold: Number.NaN, left: leaf, right: { ...leaf, value: 2 } }], [0])
    expect(treeImage(ensemble)).toBeUndefined()
    expect([...predictRaw(ensemble, numericMatrix([new Float64Array(2000)]))]).toEqual(Array(2000).fill(2.5))
  })
})

describe('predictRaw', () => {
  it('predicts a row the same alone, among few, and among many, whatever was predicted before', () => {
    const generator = seededGenerator(8)
    for (const leaves of [31, 300]) {
      const ensemble = randomEnsemble(generator, MIXED, { trees: 10, leaves })
      const matrix = awkwardRows(generator, ensemble, 700)
      const together = predictRaw(ensemble, matrix)
      for (const rows of [[3], [699], Array.from({ length: 50 }, (_, i) => 9 * i)]) {
        expect([...predictRaw(ensemble, takeRows(matrix, rows))]).toEqual(rows.map((row) => together[row]!))
      }
    }
  })

  it('predicts no rows', () => {
    expect(predictRaw(randomEnsemble(seededGenerator(1), [0]), numericMatrix([new Float64Array(0)]))).toHaveLength(0)
  })

  it('refuses a matrix of other features', () => {
    const ensemble = randomEnsemble(seededGenerator(1), [0, 0])
    expect(() => predictRaw(ensemble, numericMatrix([new Float64Array(3)]))).toThrow(RangeError)
  })
})
