import { describe, expect, it } from 'vitest'
import { type FeatureMatrix, numericMatrix, takeRows } from '../../features/feature-matrix.ts'
import { seededGenerator } from '../../random/generator.ts'
import { binFeatures } from '../bins/bin-features.ts'
import { leafOf } from '../node-decision.ts'
import { predictRaw } from '../predict/predict-raw.ts'
import { EXTRA_TREES_DEFAULTS, type ForestOptions, RANDOM_FOREST_DEFAULTS } from './forest-options.ts'
import type { ForestData } from './forest-problem.ts'
import { mergeForests, trainForest, trainForestPart } from './train-forest.ts'

const ONE_TREE: ForestOptions = { ...RANDOM_FOREST_DEFAULTS, trees: 1, bootstrap: false }

function grow(matrix: FeatureMatrix, data: ForestData, options: ForestOptions) {
  return trainForest(binFeatures(matrix), data, options)
}

function columnsOf(...columns: readonly (readonly number[])[]): FeatureMatrix {
  return numericMatrix(columns.map((column) => Float64Array.from(column)))
}

function noise(rows: number, columns: number, seed = 1) {
  const generator = seededGenerator(seed)
  const draw = () => Float64Array.from({ length: rows }, () => generator.normal())
  return { matrix: numericMatrix(Array.from({ length: columns }, draw)), target: draw() }
}

describe('a tree', () => {
  it('of two groups has one cut between them, their means, and the fall of the squares', () => {
    const { ensemble } = grow(columnsOf([1, 1, 2, 2, 2]), { target: Float64Array.of(3, 5, 10, 10, 10) }, ONE_TREE)
    expect([...ensemble.feature]).toEqual([0, -1, -1])
    expect(ensemble.threshold[0]).toBe(1.5)
    expect([...ensemble.cover]).toEqual([5, 2, 3])
    const expected = [7.6, 4, 10]
    for (const [node, value] of expected.entries()) expect(ensemble.value[node]).toBeCloseTo(value, 12)
    // squares about the mean, 45.2, less those within the groups, 2
    expect(ensemble.gain[0]).toBeCloseTo(43.2, 12)
  })

  it('of all rows, grown to purity, repeats the target', () => {
    const { matrix, target } = noise(700, 3)
    const { ensemble } = grow(matrix, { target }, ONE_TREE)
    const predicted = predictRaw(ensemble, matrix)
    for (let i = 0; i < 700; i++) expect(predicted[i]).toBeCloseTo(target[i]!, 11)
  })

  it.each([1, 40, 400])('of a constant target is a leaf: %i rows', (rows) => {
    const { matrix } = noise(rows, 2)
    const { ensemble, outOfBag } = grow(matrix, { target: new Float64Array(rows).fill(0.1) }, RANDOM_FOREST_DEFAULTS)
    expect(ensemble.feature).toEqual(new Int32Array(200).fill(-1))
    expect(predictRaw(ensemble, matrix)[0]).toBeCloseTo(0.1, 14)
    for (const value of outOfBag.prediction) expect(Number.isNaN(value) || Math.abs(value - 0.1) < 1e-14).toBe(true)
  })

  it('tries further features until one divides the node', () => {
    const { matrix, target } = noise(60, 1)
    const constant = new Float64Array(60).fill(2)
    const wide = numericMatrix([constant, constant, constant, matrix.columns[0]!])
    const { ensemble } = grow(wide, { target }, { ...ONE_TREE, featureFraction: 0.25 })
    expect(ensemble.feature.filter((feature) => feature === 3)).toHaveLength(59)
  })

  it('sends missing values where they help', () => {
    const matrix = columnsOf([1, 2, 3, Number.NaN, Number.NaN, Number.NaN])
    for (const target of [
      [1, 1, 1, 7, 7, 7],
      [1, 1, 7, 7, 7, 7],
      [1, 7, 7, 1, 1, 1],
    ]) {
      const { ensemble } = grow(matrix, { target: Float64Array.from(target) }, ONE_TREE)
      expect([...predictRaw(ensemble, matrix)]).toEqual(target)
    }
  })

  it('finds the best division of levels among all', () => {
    const levels = [0, 1, 2, 3, 4]
    const level = Float64Array.from({ length: 40 }, (_, i) => i % 5)
    const { target } = noise(40, 1, 6)
    const matrix: FeatureMatrix = { rows: 40, columns: [level], levels: Int32Array.of(5) }
    const { ensemble } = grow(matrix, { target }, { ...ONE_TREE, maxDepth: 1 })
    const error = (side: (level: number) => boolean) => {
      const groups = [true, false].map((isLeft) => target.filter((_, i) => side(level[i]!) === isLeft))
      return groups.reduce((sum, group) => {
        const mean = group.reduce((total, value) => total + value, 0) / Math.max(1, group.length)
        return sum + group.reduce((total, value) => total + (value - mean) ** 2, 0)
      }, 0)
    }
    const best = Math.min(...Array.from({ length: 31 }, (_, set) => error((at) => ((set >> at) & 1) === 1)))
    const found = levels.map((at) => leafOf(ensemble, 0, [at]))
    expect(error((at) => found[at] === ensemble.left[0])).toBeCloseTo(best, 10)
    expect(ensemble.gain[0]).toBeCloseTo(error(() => true) - best, 10)
  })

  it('counts a weight as so many rows, where weights have the mean 1', () => {
    const { matrix, target } = noise(90, 3)
    const times = Array.from(target, (_, i) => i % 3)
    const rows = times.flatMap((count, i) => Array<number>(count).fill(i))
    const weighted = grow(matrix, { target, weights: Float64Array.from(times) }, ONE_TREE)
    const repeated = trainForest(binFeatures(matrix), { target, rows }, ONE_TREE)
    const [a, b] = [weighted, repeated].map(({ ensemble }) => predictRaw(ensemble, takeRows(matrix, rows)))
    for (let i = 0; i < rows.length; i++) expect(a![i]).toBeCloseTo(b![i]!, 10)
  })

  it('is the same for weights of any unit; their mean counts as one row', () => {
    const { matrix, target } = noise(90, 3)
    const weights = target.map((_, i) => 1 + (i % 3) / 4)
    const { ensemble } = grow(matrix, { target, weights }, { ...ONE_TREE, minSamplesLeaf: 5 })
    const eightfold = weights.map((weight) => 8 * weight)
    expect(grow(matrix, { target, weights: eightfold }, { ...ONE_TREE, minSamplesLeaf: 5 }).ensemble).toEqual(ensemble)
    expect(ensemble.cover[0]).toBeCloseTo(90, 10)
  })

  it.each([-50, 50])('sends a level that was too rare for a bin where missing values go: of target %i', (rare) => {
    // levels 0 … 254 occur twice and have bins, 255 … 269 once
    const level = Float64Array.from({ length: 525 }, (_, i) => (i < 510 ? i % 255 : i - 255))
    const target = level.map((value) => (value >= 255 ? rare : value % 2))
    const matrix: FeatureMatrix = { rows: 525, columns: [level], levels: Int32Array.of(270) }
    const { ensemble } = grow(matrix, { target }, ONE_TREE)
    const asked: FeatureMatrix = { ...matrix, rows: 4, columns: [Float64Array.of(255, 269, Number.NaN, 3)] }
    expect([...predictRaw(ensemble, asked)].map(Math.round)).toEqual([rare, rare, rare, 1])
  })

  it('does not look at rows that are not used', () => {
    const { matrix, target } = noise(80, 2)
    const rows = Array.from({ length: 40 }, (_, i) => 2 * i)
    const other = target.map((value, i) => (i % 2 ? Number.NaN : value))
    const binned = binFeatures(matrix)
    expect(trainForest(binned, { target: other, rows }, ONE_TREE)).toEqual(
      trainForest(binned, { target, rows }, ONE_TREE),
    )
  })
})

it('does not depend on what forests before it left in the memory of the kernels', () => {
  const tables = [2, 300, 3, 40, 17, 2].map((rows) => ({ rows, ...noise(rows, 1 + (rows % 7), rows) }))
  for (let repeat = 0; repeat < 3; repeat++) {
    for (const { rows, matrix, target } of tables) {
      const { ensemble } = grow(matrix, { target }, ONE_TREE)
      expect(ensemble.feature).toHaveLength(2 * rows - 1)
      const predicted = predictRaw(ensemble, matrix)
      for (let i = 0; i < rows; i++) expect(predicted[i]).toBeCloseTo(target[i]!, 11)
    }
  }
})

describe('limits', () => {
  const { matrix, target } = noise(500, 3)
  const kinds = [RANDOM_FOREST_DEFAULTS, EXTRA_TREES_DEFAULTS]

  it.each(kinds)('leaves of $kind have the least rows asked for', (defaults) => {
    const { ensemble } = grow(matrix, { target }, { ...defaults, trees: 5, minSamplesLeaf: 6, minSamplesSplit: 17 })
    const inner = ensemble.cover.filter((_, node) => ensemble.feature[node]! >= 0)
    const leaves = ensemble.cover.filter((_, node) => ensemble.feature[node]! < 0)
    expect(Math.min(...leaves)).toBeGreaterThanOrEqual(6)
    expect(Math.min(...inner)).toBeGreaterThanOrEqual(17)
    expect(Math.min(...leaves)).toBeLessThan(9)
  })

  it.each(kinds)('$kind is no deeper than asked for', (defaults) => {
    const { ensemble } = grow(matrix, { target }, { ...defaults, trees: 3, maxDepth: 4 })
    const depth = (node: number): number =>
      ensemble.feature[node]! < 0 ? 0 : 1 + Math.max(depth(ensemble.left[node]!), depth(ensemble.right[node]!))
    expect([0, 1, 2].map((t) => depth(ensemble.treeStart[t]!))).toEqual([4, 4, 4])
  })
})

describe('classes', () => {
  const generator = seededGenerator(3)
  const matrix = numericMatrix(
    Array.from({ length: 3 }, () => Float64Array.from({ length: 400 }, () => generator.normal())),
  )
  const score = Float64Array.from({ length: 400 }, (_, i) => matrix.columns[0]![i]! + matrix.columns[1]![i]!)

  it.each(['gini', 'entropy'] as const)(
    'have shares that sum to 1, and repeat the target of pure leaves: %s',
    (criterion) => {
      const target = score.map((value) => (value < -0.5 ? 0 : value < 0.8 ? 1 : 2))
      const { ensemble } = grow(matrix, { target, classes: 3 }, { ...ONE_TREE, criterion })
      const shares = predictRaw(ensemble, matrix)
      for (let i = 0; i < 400; i++) {
        expect([0, 1, 2].map((k) => shares[k * 400 + i])).toEqual([0, 1, 2].map((k) => (target[i] === k ? 1 : 0)))
      }
      const options = { ...RANDOM_FOREST_DEFAULTS, criterion, trees: 20 }
      const { outOfBag } = grow(matrix, { target, classes: 3 }, options)
      let right = 0
      for (let i = 0; i < 400; i++) {
        const [a, b, c] = [0, 1, 2].map((k) => outOfBag.prediction[k * 400 + i]!) as [number, number, number]
        if (outOfBag.trees[i]! > 0) expect(a + b + c).toBeCloseTo(1, 12)
        if ([a, b, c].indexOf(Math.max(a, b, c)) === target[i]) right++
      }
      expect(right).toBeGreaterThan(330)
    },
  )

  it('of two are divided by Gini as the number 0 or 1 is by squares, with twice the gain', () => {
    const target = score.map((value) => (value < 0 ? 0 : 1))
    const options = { ...RANDOM_FOREST_DEFAULTS, trees: 8 }
    const classes = grow(matrix, { target, classes: 2 }, { ...options, criterion: 'gini' })
    const number = grow(matrix, { target }, options)
    const shares = predictRaw(classes.ensemble, matrix)
    const predicted = predictRaw(number.ensemble, matrix)
    for (let i = 0; i < 400; i++) {
      expect(shares[400 + i]).toBeCloseTo(predicted[i]!, 12)
      expect(shares[i]! + shares[400 + i]!).toBeCloseTo(1, 12)
    }
    expect(classes.ensemble.gain[0]).toBeCloseTo(2 * number.ensemble.gain[0]!, 12)
  })
})

describe('out of bag', () => {
  const { matrix, target } = noise(101, 2)

  it('no row is left out where every tree has all', () => {
    const { outOfBag } = grow(matrix, { target }, { ...EXTRA_TREES_DEFAULTS, trees: 3 })
    expect(outOfBag.rows).toBe(0)
    expect(outOfBag.prediction.every(Number.isNaN)).toBe(true)
  })

  it('every tree leaves out what it does not draw', () => {
    const options = { ...RANDOM_FOREST_DEFAULTS, trees: 6, bootstrap: false, rowFraction: 0.6 }
    const { outOfBag } = grow(matrix, { target }, options)
    expect(outOfBag.trees.reduce((sum, times) => sum + times, 0)).toBe(6 * (101 - 61))
  })

  it('counts a share of about 1 / e of drawn rows', () => {
    const { outOfBag } = grow(matrix, { target }, { ...RANDOM_FOREST_DEFAULTS, trees: 200 })
    expect(outOfBag.trees.reduce((sum, times) => sum + times, 0) / (200 * 101)).toBeCloseTo(Math.exp(-1), 1)
    expect(outOfBag.rows).toBe(101)
  })
})

describe('the seed', () => {
  const { matrix, target } = noise(150, 4)
  const options = { ...EXTRA_TREES_DEFAULTS, trees: 3, featureFraction: 0.5 }

  it('gives the same forest again, and another one another', () => {
    expect(grow(matrix, { target }, options)).toEqual(grow(matrix, { target }, options))
    expect(grow(matrix, { target }, { ...options, seed: 1 }).ensemble).not.toEqual(
      grow(matrix, { target }, options).ensemble,
    )
  })

  it('gives every tree randomness of its own', () => {
    const binned = binFeatures(matrix)
    const [a, b] = [0, 1].map((first) => trainForestPart(binned, { target }, options, { first, count: 1 }).ensemble)
    expect(a!.threshold).not.toEqual(b!.threshold)
  })
})

describe('what does not fit', () => {
  const { matrix, target } = noise(10, 2)
  const binned = binFeatures(matrix)

  it.each<[string, ForestData, Partial<ForestOptions>]>([
    ['no tree', { target }, { trees: 0 }],
    ['half a tree', { target }, { trees: 1.5 }],
    ['no depth', { target }, { maxDepth: 0 }],
    ['no rows of a tree', { target }, { rowFraction: 0 }],
    ['more rows than there are', { target }, { rowFraction: 1.1 }],
    ['no feature', { target }, { featureFraction: 0 }],
    ['leaves of no row', { target }, { minSamplesLeaf: 0 }],
    ['no least node', { target }, { minSamplesSplit: Number.NaN }],
    ['a target that is not a number', { target: target.with(3, Number.NaN) }, {}],
    ['an infinite target', { target: target.with(3, Number.NEGATIVE_INFINITY) }, {}],
    ['a class beyond the last', { target: new Float64Array(10).fill(2), classes: 2 }, { criterion: 'gini' }],
    ['classes by squares', { target: new Float64Array(10), classes: 2 }, {}],
    ['numbers by Gini', { target }, { criterion: 'gini' }],
    ['a negative weight', { target, weights: new Float64Array(10).fill(1).with(0, -1) }, {}],
    ['weights of 0', { target, weights: new Float64Array(10) }, {}],
    ['no rows', { target, rows: [] }, {}],
  ])('is refused: %s', (_, data, changed) => {
    expect(() => trainForest(binned, data, { ...RANDOM_FOREST_DEFAULTS, trees: 2, ...changed })).toThrow(RangeError)
  })

  it('is refused: trees beyond the last, and parts of other forests', () => {
    const options = { ...RANDOM_FOREST_DEFAULTS, trees: 4 }
    expect(() => trainForestPart(binned, { target }, options, { first: 2, count: 3 })).toThrow(RangeError)
    expect(() => mergeForests([])).toThrow(RangeError)
    const part = (rows: number[]) => trainForestPart(binned, { target, rows }, options, { first: 0, count: 2 })
    expect(() => mergeForests([part([0, 1, 2]), part([0, 1, 2, 3])])).toThrow(RangeError)
  })
})
