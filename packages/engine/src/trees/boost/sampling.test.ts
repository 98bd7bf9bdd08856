import { describe, expect, it } from 'vitest'
import { numericMatrix } from '../../features/feature-matrix.ts'
import { seededGenerator } from '../../random/generator.ts'
import { binFeatures } from '../bins/bin-features.ts'
import { predictRaw } from '../predict/predict-raw.ts'
import { type BoostingOptions, DEPTH_WISE_DEFAULTS, LEAF_WISE_DEFAULTS } from './boosting-options.ts'
import { trainBoosting } from './train-boosting.ts'

const ROWS = 400
const FEATURES = 8
const OPTIONS: BoostingOptions = { ...LEAF_WISE_DEFAULTS, rounds: 20, maxLeaves: 8, minChildSamples: 5 }

/** A sum of all features alike, and at last a feature of one value that no split can use. */
function problem() {
  const generator = seededGenerator(9)
  const columns = Array.from({ length: FEATURES }, () => Float64Array.from({ length: ROWS }, () => generator.uniform()))
  const target = Float64Array.from({ length: ROWS }, (_, i) => columns.reduce((sum, column) => sum + column[i]!, 0))
  return { matrix: numericMatrix([...columns, new Float64Array(ROWS)]), target }
}

const { matrix, target } = problem()
const binned = binFeatures(matrix)
const train = (options: Partial<BoostingOptions>) => trainBoosting(binned, { target }, { ...OPTIONS, ...options })

const SAMPLING: readonly [string, Partial<BoostingOptions>][] = [
  ['rows', { rowFraction: 0.5 }],
  ['rows every third round', { rowFraction: 0.5, rowFrequency: 3 }],
  ['features of a tree', { featureFraction: 0.4 }],
  ['features of a node', { featureFractionByNode: 0.3 }],
  ['all of them', { rowFraction: 0.7, featureFraction: 0.6, featureFractionByNode: 0.5 }],
  ['gradients', { goss: { topShare: 0.1, otherShare: 0.2 } }],
]

describe('sampling in trainBoosting', () => {
  it.each(SAMPLING)('draws %s the same for a seed, and others for another', (_name, options) => {
    expect(train({ ...options, seed: 3 })).toEqual(train({ ...options, seed: 3 }))
    expect(train({ ...options, seed: 3 }).threshold).not.toEqual(train({ ...options, seed: 4 }).threshold)
  })

  it('asks the seed for nothing where nothing is drawn', () => {
    expect(train({ seed: 3 })).toEqual(train({ seed: 4 }))
  })

  it.each(SAMPLING)('draws %s alike however trees are grown', (_name, options) => {
    const monotone = Int8Array.from({ length: FEATURES + 1 }, (_, j) => (j === FEATURES ? 1 : 0))
    for (const growth of [OPTIONS, { ...DEPTH_WISE_DEFAULTS, rounds: 8, maxDepth: 3 }]) {
      const kernel = train({ ...growth, ...options, seed: 5 })
      const general = train({ ...growth, ...options, seed: 5, monotone })
      expect(general.feature).toEqual(kernel.feature)
      expect(general.threshold).toEqual(kernel.threshold)
      const predicted = predictRaw(kernel, matrix)
      predictRaw(general, matrix).forEach((value, i) => expect(value).toBeCloseTo(predicted[i]!, 9))
    }
  })

  it.each([0.1, 0.37, 0.999])('grows each tree on the share %f of the rows', (rowFraction) => {
    const { cover, treeStart } = train({ rowFraction })
    for (const root of treeStart.subarray(0, 20)) expect(cover[root]).toBe(Math.round(rowFraction * ROWS))
  })

  it('keeps the rows for as many rounds as it is told to', () => {
    // stumps of full steps on one feature of two values: a tree on the same rows has nothing left to gain
    const two = numericMatrix([Float64Array.from({ length: ROWS }, (_, i) => i % 2)])
    const noisy = Float64Array.from({ length: ROWS }, (_, i) => (i % 2) + Math.sin(i))
    const { treeStart } = trainBoosting(
      binFeatures(two),
      { target: noisy },
      { ...OPTIONS, rounds: 6, learningRate: 1, rowFraction: 0.5, rowFrequency: 3, minSplitGain: 1e-6 },
    )
    const nodes = Array.from({ length: 6 }, (_, tree) => treeStart[tree + 1]! - treeStart[tree]!)
    expect(nodes).toEqual([3, 1, 1, 3, 1, 1])
  })

  it.each([0.125, 0.5, 0.75])(
    'lets a tree use the share %f of the features, all of them in time',
    (featureFraction) => {
      const { feature, treeStart } = train({ featureFraction, rounds: 60, maxLeaves: 40 })
      const used = Array.from({ length: 60 }, (_, tree) => {
        const own = feature.subarray(treeStart[tree], treeStart[tree + 1])
        return new Set(own.filter((asked) => asked >= 0)).size
      })
      expect(Math.max(...used)).toBe(Math.round(featureFraction * (FEATURES + 1)))
      expect(new Set(feature.filter((asked) => asked >= 0)).size).toBe(FEATURES)
    },
  )

  it('lets a node use one feature where its share is least, another in the next', () => {
    const { feature } = train({ featureFractionByNode: 0.01, rounds: 60, maxLeaves: 2 })
    const counts = Array.from({ length: FEATURES }, (_, j) => feature.filter((asked) => asked === j).length)
    expect(Math.min(...counts)).toBeGreaterThan(0)
    expect(Math.max(...counts)).toBeLessThan(20)
  })

  it('takes the rows with the largest gradients, and weighs the others up to all', () => {
    // 40 rows far off at one end: all of them are in every one-sided tree
    const far = numericMatrix([Float64Array.from({ length: ROWS }, (_, i) => (i < 40 ? 1 : 0))])
    const own = Float64Array.from({ length: ROWS }, (_, i) => (i < 40 ? 100 + i : Math.cos(i)))
    const goss = { topShare: 0.1, otherShare: 0.2 }
    const options = { ...OPTIONS, rounds: 1, maxLeaves: 2, learningRate: 1, goss }
    const { cover, right, value } = trainBoosting(binFeatures(far), { target: own }, options)
    expect(cover[0]).toBe(120)
    expect(cover[right[0]!]).toBe(40)
    const mean = own.reduce((sum, y) => sum + y, 0) / ROWS
    expect(value[right[0]!]).toBeCloseTo(119.5 - mean, 4)
    // the root is what all rows would have been, but for the draw: 40 · 119.5 of the first, 80 · 0.9 / 0.2 of the others
    const others = value[0]! * (40 + 360) - 40 * (119.5 - mean)
    expect(Math.abs(others / 360 + mean)).toBeLessThan(0.3)
  })

  it('fits as well on part of the rows in many rounds', () => {
    for (const [, options] of SAMPLING) {
      const predicted = predictRaw(train({ ...options, rounds: 300, learningRate: 0.1 }), matrix)
      const worst = predicted.reduce((most, value, i) => Math.max(most, Math.abs(value - target[i]!)), 0)
      expect(worst).toBeLessThan(0.6)
    }
  })
})
