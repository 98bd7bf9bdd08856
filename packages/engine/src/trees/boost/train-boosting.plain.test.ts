import { describe, expect, it } from 'vitest'
import { type PlainBoosting, type PlainNode, plainBoosting } from '../../../test/plain-boosting.ts'
import { type FeatureMatrix, numericMatrix } from '../../features/feature-matrix.ts'
import type { Loss } from '../../losses/loss.ts'
import { type Generator, seededGenerator } from '../../random/generator.ts'
import { binFeatures } from '../bins/bin-features.ts'
import { goesLeft } from '../node-decision.ts'
import { predictRaw } from '../predict/predict-raw.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'
import { type BoostingOptions, DEPTH_WISE_DEFAULTS, LEAF_WISE_DEFAULTS } from './boosting-options.ts'
import { trainBoosting } from './train-boosting.ts'

interface Case {
  readonly name: string
  readonly loss?: Loss
  readonly options?: Partial<BoostingOptions>
  readonly rows?: number
  readonly features?: number
  readonly maxBins?: number
  /** Values are rounded so that there are so few of them. */
  readonly distinct?: number
  readonly missing?: number
  readonly weighted?: boolean
}

const LEAF_WISE: BoostingOptions = { ...LEAF_WISE_DEFAULTS, rounds: 8, maxLeaves: 12, minChildSamples: 8 }
const DEPTH_WISE: BoostingOptions = { ...DEPTH_WISE_DEFAULTS, rounds: 6, maxDepth: 4, minChildWeight: 4 }

const CASES: readonly Case[] = [
  { name: 'leaf-wise' },
  { name: 'leaf-wise, few rows', rows: 40, options: { minChildSamples: 3 } },
  { name: 'leaf-wise, one feature', features: 1 },
  { name: 'leaf-wise, nine features and 255 bins', features: 9, rows: 600 },
  { name: 'leaf-wise, few bins', maxBins: 7 },
  { name: 'leaf-wise, ties', distinct: 6 },
  { name: 'leaf-wise, missing values', missing: 0.2 },
  { name: 'leaf-wise, ties and missing values', distinct: 5, missing: 0.3 },
  { name: 'leaf-wise, weights', weighted: true },
  { name: 'leaf-wise, weights, missing values', weighted: true, missing: 0.2, features: 5 },
  { name: 'leaf-wise, a depth too', options: { maxDepth: 3 } },
  { name: 'leaf-wise, l1 and l2', options: { l1: 3, l2: 5 } },
  { name: 'leaf-wise, least gain', options: { minSplitGain: 4 } },
  { name: 'leaf-wise, least hessian', options: { minChildSamples: 1, minChildWeight: 15 } },
  { name: 'depth-wise', options: DEPTH_WISE },
  { name: 'depth-wise, gamma', options: { ...DEPTH_WISE, minSplitGain: 3 } },
  { name: 'depth-wise, lambda and alpha', options: { ...DEPTH_WISE, l1: 2, l2: 10 } },
  { name: 'depth-wise, ties and missing values', options: DEPTH_WISE, distinct: 8, missing: 0.25 },
  { name: 'depth-wise, weights', options: DEPTH_WISE, weighted: true },
  { name: 'depth-wise, logistic', options: DEPTH_WISE, loss: { kind: 'logistic' } },
  { name: 'depth-wise, softmax, missing', options: DEPTH_WISE, loss: { kind: 'softmax', classes: 3 }, missing: 0.2 },
  { name: 'absolute', loss: { kind: 'absolute' } },
  { name: 'absolute, weights', loss: { kind: 'absolute' }, weighted: true },
  { name: 'huber', loss: { kind: 'huber', delta: 0.7 } },
  { name: 'huber, weights', loss: { kind: 'huber', delta: 0.7 }, weighted: true },
  { name: 'quantile', loss: { kind: 'quantile', level: 0.8 } },
  { name: 'poisson', loss: { kind: 'poisson' } },
  { name: 'poisson, weights', loss: { kind: 'poisson' }, weighted: true },
  { name: 'tweedie', loss: { kind: 'tweedie', power: 1.4 } },
  { name: 'logistic', loss: { kind: 'logistic' } },
  { name: 'logistic, weights, l1', loss: { kind: 'logistic' }, weighted: true, options: { l1: 0.3 } },
  { name: 'softmax', loss: { kind: 'softmax', classes: 4 } },
  { name: 'softmax, weights', loss: { kind: 'softmax', classes: 3 }, weighted: true },
]

/** A response with curves and an interaction in numbers that a loss can take. */
function problemOf(
  { rows = 300, features = 4, distinct, missing = 0, weighted, loss = { kind: 'squared' } }: Case,
  generator: Generator,
) {
  const columns = Array.from({ length: features }, () =>
    Float64Array.from({ length: rows }, () => {
      const value = generator.uniform()
      if (generator.uniform() < missing) return Number.NaN
      return distinct ? Math.floor(value * distinct) : value
    }),
  )
  const at = (j: number, row: number) => (columns[j % features]![row]! || 0) / (distinct ?? 1)
  const target = Float64Array.from({ length: rows }, (_, i) =>
    targetOf(loss, 2 * Math.sin(5 * at(0, i)) + 3 * at(1, i) * at(2, i) + 0.5 * generator.normal(), generator),
  )
  const weights = weighted ? Float64Array.from({ length: rows }, () => 0.2 + 2 * generator.uniform()) : undefined
  const trained = Array.from({ length: rows }, (_, i) => i).filter(() => generator.uniform() < 0.8)
  return { matrix: numericMatrix(columns), target, trained, ...(weights && { weights }) }
}

function targetOf(loss: Loss, signal: number, generator: Generator): number {
  switch (loss.kind) {
    case 'poisson':
    case 'tweedie':
      return Math.max(0, Math.round(Math.exp(signal / 2) + generator.normal()))
    case 'logistic':
      return signal + generator.normal() > 1 ? 1 : 0
    case 'softmax':
      return Math.max(0, Math.min(loss.classes - 1, Math.floor(signal)))
    default:
      return signal
  }
}

/** The same table for each way that trees are grown: a column that no split can use decides which one is taken. */
const GROWERS: readonly { readonly grower: string; readonly levels?: number; readonly isConstrained?: true }[] = [
  { grower: 'whole trees in the kernel' },
  { grower: 'node by node, beside a category', levels: 1 },
  { grower: 'node by node, under a constraint', levels: 0, isConstrained: true },
]

function withIdleFeature({ rows, columns, levels }: FeatureMatrix, levelsOfIdle: number | undefined): FeatureMatrix {
  if (levelsOfIdle === undefined) return { rows, columns, levels }
  return { rows, columns: [...columns, new Float64Array(rows)], levels: Int32Array.of(...levels, levelsOfIdle) }
}

/** Compares two trees node by node; where features tie, sides may be exchanged. Gives the number of tied nodes. */
function compareNodes(
  ensemble: TreeEnsemble,
  node: number,
  plain: PlainNode,
  columns: readonly Float64Array[],
  upper: readonly Float64Array[],
  weights: Float64Array | undefined,
): number {
  const { feature, threshold, cover, gain, missingLeft, value, left, right } = ensemble
  expect(cover[node]).toBeCloseTo(
    plain.rows.reduce((sum, row) => sum + (weights?.[row] ?? 1), 0),
    9,
  )
  if (!plain.left || !plain.right) {
    expect(feature[node]).toBe(-1)
    expect(Math.abs(value[node]! - plain.value)).toBeLessThan(1e-6)
    return 0
  }
  const split = plain.split!
  expect(feature[node]).toBeGreaterThanOrEqual(0)
  const scale = split.gain + plain.gradient ** 2 / plain.hessian
  expect(Math.abs(gain[node]! - split.gain)).toBeLessThan(1e-6 * Math.max(scale, 1))
  if (!split.isTied) {
    expect(feature[node]).toBe(split.feature)
    expect(threshold[node]).toBe(upper[split.feature]![split.bin])
    expect(missingLeft[node]).toBe(split.missingLeft ? 1 : 0)
  }
  const lefts = plain.rows.filter((row) => goesLeft(ensemble, node, columns[feature[node]!]![row]!))
  const isSwapped = split.isTied && lefts[0] !== plain.left.rows[0]
  const [first, second] = isSwapped ? [plain.right, plain.left] : [plain.left, plain.right]
  expect(lefts).toEqual(first.rows)
  const below = compareNodes(ensemble, left[node]!, first, columns, upper, weights)
  return below + compareNodes(ensemble, right[node]!, second, columns, upper, weights) + (split.isTied ? 1 : 0)
}

describe('trainBoosting beside plain boosting', () => {
  const cases = CASES.flatMap((each, seed) => GROWERS.map((grower) => ({ ...each, ...grower, seed })))
  const plains = new Map<number, PlainBoosting>()

  it.each(cases)('grows the same trees: $name, $grower', ({ seed, levels, isConstrained, ...each }) => {
    const { matrix: own, trained, ...data } = problemOf(each, seededGenerator(seed))
    const matrix = withIdleFeature(own, levels)
    const binned = binFeatures(matrix, { maxBins: each.maxBins ?? 255 })
    const options = { ...LEAF_WISE, ...each.options, ...(each.loss && { loss: each.loss }) }
    const isIdle = (j: number) => j === own.columns.length
    const monotone = isConstrained ? Int8Array.from(matrix.columns, (_, j) => (isIdle(j) ? 1 : 0)) : new Int8Array(0)
    const ensemble = trainBoosting(binned, { ...data, rows: trained }, { ...options, monotone })
    const plain = plains.get(seed) ?? plainBoosting(binned, { ...data, rows: trained }, options)
    plains.set(seed, plain)
    expect(ensemble.treeOutput.length).toBe(plain.trees.length)
    let tied = 0
    for (const [tree, { output, root }] of plain.trees.entries()) {
      expect(ensemble.treeOutput[tree]).toBe(output)
      tied += compareNodes(ensemble, ensemble.treeStart[tree]!, root, matrix.columns, binned.upper, data.weights)
    }
    expect(tied).toBeLessThan(0.05 * ensemble.feature.length)
    const scores = predictRaw(ensemble, matrix)
    // ties tell nothing of rows that no tree was grown on
    const compared = tied === 0 ? [...matrix.columns[0]!.keys()] : trained
    const far = (at: number) => Math.abs(scores[at]! - plain.scores[at]!)
    for (let k = 0; k < ensemble.outputs; k++) {
      const away = compared.map((row) => far(k * matrix.rows + row))
      expect(Math.max(...away)).toBeLessThan(1e-6)
    }
  })
})
