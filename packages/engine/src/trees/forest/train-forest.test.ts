import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../../random/generator.ts'
import { binFeatures } from '../bins/bin-features.ts'
import { predictRaw } from '../predict/predict-raw.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'
import { FastGrower } from './fast-grower.ts'
import { EXTRA_TREES_DEFAULTS, type ForestOptions, RANDOM_FOREST_DEFAULTS } from './forest-options.ts'
import { type ForestData, forestProblem } from './forest-problem.ts'
import { PlainGrower } from './plain-grower.ts'
import { growPart, mergeForests, trainForest, trainForestPart } from './train-forest.ts'

interface Case {
  readonly rows: number
  readonly columns: number
  readonly categories?: number
  readonly missing?: boolean
  readonly distinct?: number
  readonly weighted?: boolean
  readonly classes?: number
  readonly options?: Partial<ForestOptions>
}

/** Numbers first, then categories of 12 levels; a response of both. */
function table({ rows, columns, categories = 0, missing, distinct, weighted, classes }: Case, seed = 1) {
  const generator = seededGenerator(seed)
  const draw = (): number => (distinct ? generator.integer(distinct) : generator.normal())
  const hole = (value: number): number => (missing && generator.integer(8) === 0 ? Number.NaN : value)
  const all = Array.from({ length: columns + categories }, (_, j) =>
    Float64Array.from({ length: rows }, () => hole(j < columns ? draw() : generator.integer(12))),
  )
  const score = (i: number): number =>
    (all[0]![i]! || 3) * (all[1]?.[i] || 1) + (categories ? [3, -1, 4, -1, 5][(all.at(-1)![i]! || 0) % 5]! : 0)
  const noisy = Float64Array.from({ length: rows }, (_, i) => score(i) + generator.normal() / 2)
  const target = classes ? noisy.map((value) => Math.max(0, Math.min(classes - 1, Math.floor(value + 1)))) : noisy
  const levels = Int32Array.from(all, (_, j) => (j < columns ? 0 : 12))
  const data: ForestData = {
    target,
    ...(classes ? { classes } : {}),
    ...(weighted ? { weights: Float64Array.from({ length: rows }, () => generator.integer(5) / 3) } : {}),
  }
  return { matrix: { rows, columns: all, levels }, data }
}

/** The tree as nested values, whatever the order of its nodes. */
function shape(ensemble: TreeEnsemble, node = 0): unknown {
  const asked = ensemble.feature[node]!
  const [value, cover] = [ensemble.value[node]!, ensemble.cover[node]!]
  if (asked < 0) return { value, cover }
  const bits = ensemble.categoryStart[node]! < 0 ? -1 : ensemble.categoryBits[ensemble.categoryStart[node]!]!
  return {
    asked,
    bits,
    value,
    cover,
    gain: Math.round(ensemble.gain[node]! * 1e6),
    threshold: ensemble.threshold[node]!,
    missingLeft: ensemble.missingLeft[node]!,
    left: shape(ensemble, ensemble.left[node] ?? -1),
    right: shape(ensemble, ensemble.right[node] ?? -1),
  }
}

const CASES: Readonly<Record<string, Case>> = {
  'a set of few rows': { rows: 16, columns: 3 },
  'a block': { rows: 200, columns: 5 },
  'histograms by subtraction': { rows: 3000, columns: 5 },
  'histograms of the tried features': { rows: 3000, columns: 9, options: { featureFraction: 0.3 } },
  'missing values': { rows: 900, columns: 4, missing: true },
  categories: { rows: 900, columns: 2, categories: 2 },
  'categories with missing values': { rows: 900, columns: 2, categories: 2, missing: true },
  'few distinct values': { rows: 700, columns: 3, distinct: 4 },
  weights: { rows: 700, columns: 3, weighted: true, missing: true },
  'limits of leaves and nodes': { rows: 900, columns: 4, options: { minSamplesLeaf: 4, minSamplesSplit: 11 } },
  'a limit of the depth': { rows: 900, columns: 4, options: { maxDepth: 6 } },
  'no bootstrap': { rows: 600, columns: 4, options: { bootstrap: false, rowFraction: 0.5 } },
  'random cuts': { rows: 900, columns: 4, missing: true, options: { ...EXTRA_TREES_DEFAULTS } },
  'random cuts of many rows': {
    rows: 2000,
    columns: 5,
    missing: true,
    categories: 2,
    options: { kind: 'extra_trees' },
  },
  'two classes': { rows: 900, columns: 3, classes: 2, options: { criterion: 'gini' } },
}

describe('the kernels', () => {
  it.each(Object.entries(CASES))('grow the trees of the plain code: %s', (_, testCase) => {
    const { matrix, data } = table(testCase)
    const binned = binFeatures(matrix)
    const options = { ...RANDOM_FOREST_DEFAULTS, ...testCase.options, trees: 4, seed: 5 }
    const problem = forestProblem(binned, data, options)
    const fast = growPart(new FastGrower(problem, options), binned, problem, options, 0, 4)
    const plain = growPart(new PlainGrower(problem, options), binned, problem, options, 0, 4)
    for (let t = 0; t < fast.ensemble.treeOutput.length; t++) {
      const [a, b] = [fast, plain].map(({ ensemble }) => shape(ensemble, ensemble.treeStart[t] ?? -1))
      if (testCase.classes) expect(JSON.stringify(rounded(a))).toBe(JSON.stringify(rounded(b)))
      else expect(a).toEqual(b)
    }
    expect(fast.outOfBagTrees).toEqual(plain.outOfBagTrees)
    if (!testCase.classes) expect(fast.outOfBagSums).toEqual(plain.outOfBagSums)
  })
})

function rounded(tree: unknown): unknown {
  return JSON.parse(JSON.stringify(tree), (_, value) =>
    typeof value === 'number' ? Number(value.toPrecision(9)) : value,
  )
}

describe('trainForest', () => {
  it('gives the same bytes however its trees are divided', () => {
    const { matrix, data } = table({ rows: 300, columns: 4, categories: 1, missing: true })
    const binned = binFeatures(matrix)
    const options = { ...RANDOM_FOREST_DEFAULTS, trees: 9, seed: 3 }
    const whole = trainForest(binned, data, options)
    const part = (first: number, count: number) => trainForestPart(binned, data, options, { first, count })
    expect(mergeForests([part(0, 2), part(2, 6), part(8, 1)])).toEqual(whole)
    expect(whole.ensemble.treeOutput).toHaveLength(9)
  })

  it('predicts a training row out of bag by the trees alone that did not draw it', () => {
    const { matrix, data } = table({ rows: 120, columns: 3 })
    const binned = binFeatures(matrix)
    const options = { ...RANDOM_FOREST_DEFAULTS, trees: 12, seed: 1 }
    const sums = new Float64Array(120)
    const trees = new Int32Array(120)
    for (let first = 0; first < 12; first++) {
      const { ensemble, outOfBagTrees } = trainForestPart(binned, data, options, { first, count: 1 })
      const scores = predictRaw(ensemble, matrix)
      for (let i = 0; i < 120; i++) if (outOfBagTrees[i]! > 0) sums[i]! += scores[i]! * 12
      for (let i = 0; i < 120; i++) trees[i]! += outOfBagTrees[i]!
    }
    const { outOfBag } = trainForest(binned, data, options)
    expect(outOfBag.trees).toEqual(trees)
    for (let i = 0; i < 120; i++) expect(outOfBag.prediction[i]).toBeCloseTo(sums[i]! / trees[i]!, 9)
  })
})
