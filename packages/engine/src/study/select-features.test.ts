import { describe, expect, it } from 'vitest'
import { type FeatureMatrix, takeFeatures } from '../features/feature-matrix.ts'
import { predictWith } from '../predictor/predict-with.ts'
import { seededGenerator } from '../random/generator.ts'
import { binFeatures } from '../trees/bins/bin-features.ts'
import { RANDOM_FOREST_DEFAULTS } from '../trees/forest/forest-options.ts'
import { trainForest } from '../trees/forest/train-forest.ts'
import { overAllFeatures } from './over-all-features.ts'
import { selectFeatures } from './select-features.ts'

const N = 150
const draw = seededGenerator(11)
const noise = () => Float64Array.from({ length: N }, () => draw.normal())
const informative = noise()
const level = Float64Array.from({ length: N }, () => draw.integer(3))
const columns = [noise(), informative, noise(), level, noise(), informative.map((value) => value + 0.1 * draw.normal())]
columns[2]![4] = Number.NaN
const matrix: FeatureMatrix = { rows: N, columns, levels: Int32Array.of(0, 0, 0, 3, 0, 0) }
const target = informative.map((value, row) => 3 * value + 2 * level[row]! + 0.3 * draw.normal())

describe('selectFeatures', () => {
  it('keeps the features that the response follows, numbers and categories', () => {
    const kept = selectFeatures(matrix, target, { kind: 'top_k', count: 3 }, 1)
    expect([...kept]).toEqual([1, 3, 5])
  })

  it('drops of two numbers that say the same the one that says less', () => {
    expect([...selectFeatures(matrix, target, { kind: 'correlation', limit: 0.9 }, 1)]).toEqual([0, 1, 2, 3, 4])
  })

  it.each([{ kind: 'none' } as const, { kind: 'top_k', count: 6 } as const, { kind: 'top_k', count: 99 } as const])(
    'keeps all by %o',
    (rule) => {
      expect([...selectFeatures(matrix, target, rule, 1)]).toEqual([0, 1, 2, 3, 4, 5])
    },
  )

  it('chooses the same for the same seed', () => {
    const rule = { kind: 'top_k', count: 4 } as const
    expect(selectFeatures(matrix, target, rule, 7)).toEqual(selectFeatures(matrix, target, rule, 7))
  })
})

describe('overAllFeatures', () => {
  const selected = Int32Array.of(1, 3)
  const narrow = takeFeatures(matrix, selected)

  it('renumbers trees so that they predict the same from all features', () => {
    const options = { ...RANDOM_FOREST_DEFAULTS, trees: 5, seed: 3 }
    const { ensemble } = trainForest(binFeatures(narrow), { target }, options)
    const trees = { kind: 'trees', ensemble, link: 'identity' } as const
    const wide = overAllFeatures(trees, selected, matrix.levels)
    expect(wide.kind).toBe('trees')
    expect(predictWith(wide, matrix)).toEqual(predictWith(trees, narrow))
  })

  it('hands other models their features', () => {
    const piece = { kind: 'level', feature: 1, codes: [1, 0, 5] } as const
    const linear = { intercept: 0, coefficients: Float64Array.of(1), columns: [[piece]] }
    const wide = overAllFeatures({ kind: 'linear', linear }, selected, matrix.levels)
    expect([...predictWith(wide, matrix)]).toEqual(Array.from(level, (code) => [1, 0, 5][code]))
  })

  it('leaves a model of all features as it is', () => {
    const mean = { kind: 'mean', value: 1 } as const
    expect(overAllFeatures(mean, Int32Array.of(0, 1, 2, 3, 4, 5), matrix.levels)).toBe(mean)
  })
})
