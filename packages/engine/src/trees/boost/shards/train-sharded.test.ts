import { describe, expect, it } from 'vitest'
import { numericMatrix } from '../../../features/feature-matrix.ts'
import { seededGenerator } from '../../../random/generator.ts'
import { binFeatures } from '../../bins/bin-features.ts'
import type { TreeEnsemble } from '../../tree-ensemble.ts'
import { type BoostingOptions, DEPTH_WISE_DEFAULTS, LEAF_WISE_DEFAULTS } from '../boosting-options.ts'
import { trainBoosting } from '../train-boosting.ts'
import { canBeSharded, shardTraining, trainShards } from './train-sharded.ts'

/** Numbers with missing cells, a column of few values, and a constant one. */
function table(rows: number) {
  const generator = seededGenerator(11)
  const columns = Array.from({ length: 7 }, (_, j) =>
    Float64Array.from({ length: rows }, () => {
      if (j === 5) return generator.integer(3)
      if (j === 6) return 4
      return j === 2 && generator.uniform() < 0.2 ? Number.NaN : generator.normal()
    }),
  )
  const target = Float64Array.from(
    { length: rows },
    (_, i) => columns[0]![i]! * columns[1]![i]! + (columns[2]![i] || -1) + 0.3 * columns[5]![i]! + generator.normal(),
  )
  return { binned: binFeatures(numericMatrix(columns)), target }
}

function train(rows: number, options: BoostingOptions, shards: number): TreeEnsemble {
  const { binned, target } = table(rows)
  return trainShards(shardTraining(binned, target, options, shards))
}

const OPTIONS: readonly (readonly [string, BoostingOptions])[] = [
  ['leaf-wise', { ...LEAF_WISE_DEFAULTS, rounds: 8 }],
  // of two rows many splits gain the same, which rounding decides
  ['depth-wise', { ...DEPTH_WISE_DEFAULTS, rounds: 8, l1: 0.5, minSplitGain: 0.1, minChildSamples: 10 }],
  ['level by level', { ...DEPTH_WISE_DEFAULTS, rounds: 5, maxLeaves: 9, maxDepth: 12 }],
  ['on drawn rows', { ...LEAF_WISE_DEFAULTS, rounds: 8, rowFraction: 0.6, rowFrequency: 2, seed: 3 }],
  [
    'on drawn features',
    { ...LEAF_WISE_DEFAULTS, rounds: 8, featureFraction: 0.7, featureFractionByNode: 0.6, seed: 4 },
  ],
]

describe('trainShards', () => {
  it.each(OPTIONS)('gives the same trees of any number of shards, %s', (_, options) => {
    const whole = train(1500, options, 1)
    expect(whole.feature.length).toBeGreaterThan(50)
    for (const shards of [2, 3, 7]) expect(train(1500, options, shards)).toEqual(whole)
  })

  it.each(OPTIONS)('grows the trees of trainBoosting, %s', (_, options) => {
    const { binned, target } = table(1500)
    const plain = trainBoosting(binned, { target }, options)
    const sharded = train(1500, options, 3)
    expect(sharded.feature).toEqual(plain.feature)
    expect(sharded.threshold).toEqual(plain.threshold)
    expect(sharded.missingLeft).toEqual(plain.missingLeft)
    expect(sharded.cover).toEqual(plain.cover)
    for (const [k, value] of plain.value.entries()) expect(sharded.value[k]).toBeCloseTo(value, 6)
    for (const [k, gain] of plain.gain.entries()) expect(sharded.gain[k]! / (gain || 1)).toBeCloseTo(gain ? 1 : 0, 4)
  })

  it('grows a leaf where no split is allowed, also without any error', () => {
    const { binned } = table(40)
    const target = new Float64Array(40).fill(2)
    const training = shardTraining(binned, target, { ...LEAF_WISE_DEFAULTS, rounds: 2 }, 2)
    const { baseScore, value } = trainShards(training)
    expect(baseScore).toEqual(Float64Array.of(2))
    expect(value).toEqual(Float64Array.of(0, 0))
  })

  it('refuses what it can not divide', () => {
    const { binned, target } = table(60)
    expect(canBeSharded(binned, { ...LEAF_WISE_DEFAULTS, loss: { kind: 'absolute' } })).toBe(false)
    expect(canBeSharded(binned, { ...LEAF_WISE_DEFAULTS, monotone: Int8Array.of(1, 0, 0, 0, 0, 0, 0) })).toBe(false)
    expect(canBeSharded({ ...binned, levels: Int32Array.of(3, 0, 0, 0, 0, 0, 0) }, LEAF_WISE_DEFAULTS)).toBe(false)
    expect(() => shardTraining(binned, target, { ...LEAF_WISE_DEFAULTS, loss: { kind: 'absolute' } }, 2)).toThrow(
      RangeError,
    )
    expect(() => shardTraining(binned, target.fill(Number.NaN, 3, 4), LEAF_WISE_DEFAULTS, 2)).toThrow('finite')
  })
})
