import { describe, expect, it } from 'vitest'
import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { seededGenerator } from '../../random/generator.ts'
import { binFeatures } from '../bins/bin-features.ts'
import { type BoostingOptions, LEAF_WISE_DEFAULTS } from '../boost/boosting-options.ts'
import { trainBoosting } from '../boost/train-boosting.ts'
import { goesLeft } from '../node-decision.ts'
import { predictRaw } from '../predict/predict-raw.ts'

const FREE = { smoothing: 0, l2: 0, maxLevels: 64, maxOneAgainstRest: 1 }
const STUMP: BoostingOptions = {
  ...LEAF_WISE_DEFAULTS,
  rounds: 1,
  maxLeaves: 2,
  minChildSamples: 1,
  minChildWeight: 0,
  learningRate: 1,
  categories: FREE,
}

function categories(codes: ArrayLike<number>, levels: number): FeatureMatrix {
  return { rows: codes.length, columns: [Float64Array.from(codes)], levels: Int32Array.of(levels) }
}

/** Rows of each level with a mean of its own. */
function problem(levels: number, seed: number) {
  const generator = seededGenerator(seed)
  const means = Array.from({ length: levels }, () => 2 * generator.normal())
  const codes = Array.from({ length: 12 * levels }, (_, i) => (i < levels ? i : generator.integer(levels)))
  const target = Float64Array.from(codes, (code) => means[code]! + generator.normal())
  const weights = Float64Array.from(codes, () => 0.5 + generator.uniform())
  return { codes, target, weights }
}

/** The largest gain of squared loss over all allowed sets of levels on one side. */
function bestGain(
  { codes, target, weights }: ReturnType<typeof problem>,
  levels: number,
  isAllowed: (size: number) => boolean = () => true,
): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = target.reduce((sum, y, i) => sum + weights[i]! * y, 0) / total
  let best = 0
  for (let mask = 1; mask < 2 ** levels - 1; mask++) {
    if (!isAllowed(mask.toString(2).replaceAll('0', '').length)) continue
    let gradient = 0
    let hessian = 0
    codes.forEach((code, i) => {
      if (((mask >> code) & 1) === 0) return
      gradient += weights[i]! * (mean - target[i]!)
      hessian += weights[i]!
    })
    best = Math.max(best, gradient ** 2 / hessian + gradient ** 2 / (total - hessian))
  }
  return best
}

describe('splits of a category', () => {
  it.each([2, 3, 5, 6, 8, 10])('are the best of all divisions of %d levels', (levels) => {
    for (let seed = 1; seed <= 8; seed++) {
      const own = problem(levels, seed)
      const { gain } = trainBoosting(binFeatures(categories(own.codes, levels)), own, STUMP)
      expect(gain[0]).toBeCloseTo(bestGain(own, levels), 3)
    }
  })

  it.each([3, 4])('are one of few levels against the others: %d', (levels) => {
    for (let seed = 1; seed <= 8; seed++) {
      const own = problem(levels, seed)
      const options = { ...STUMP, categories: { ...FREE, maxOneAgainstRest: 4, smoothing: 100 } }
      const { gain } = trainBoosting(binFeatures(categories(own.codes, levels)), own, options)
      expect(gain[0]).toBeCloseTo(
        bestGain(own, levels, (size) => size === 1),
        3,
      )
    }
  })

  it.each([1, 2, 3])('have %d levels on one side at most where it is said so', (maxLevels) => {
    for (let seed = 1; seed <= 8; seed++) {
      const own = problem(9, seed)
      const options = { ...STUMP, categories: { ...FREE, maxLevels } }
      const ensemble = trainBoosting(binFeatures(categories(own.codes, 9)), own, options)
      const lefts = Array.from({ length: 9 }, (_, level) => level).filter((level) => goesLeft(ensemble, 0, level))
      expect(lefts.length).toBeLessThanOrEqual(maxLevels)
      expect(lefts.length).toBeGreaterThan(0)
    }
  })

  it('predict the mean of each level once there are leaves for all', () => {
    const own = problem(40, 3)
    const matrix = categories(own.codes, 40)
    const options = { ...STUMP, maxLeaves: 40 }
    const predicted = predictRaw(trainBoosting(binFeatures(matrix), { target: own.target }, options), matrix)
    own.codes.forEach((code, i) => {
      const same = own.target.filter((_, k) => own.codes[k] === code)
      expect(predicted[i]).toBeCloseTo(same.reduce((sum, y) => sum + y, 0) / same.length, 5)
    })
  })

  it.each([
    { like: 'high', missing: 5 },
    { like: 'low', missing: 0 },
  ])('send missing values and levels that were not known the way of the levels they are like: $like', ({ missing }) => {
    const codes = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    const target = Float64Array.from([...codes, ...Array<number>(4).fill(missing)])
    const all = categories([...codes, ...Array<number>(4).fill(Number.NaN)], 6)
    const ensemble = trainBoosting(binFeatures(all), { target }, STUMP)
    const [nan, unknown, negative, similar] = predictRaw(ensemble, categories([Number.NaN, 6, -1, missing], 6))
    expect(nan).toBe(similar)
    expect([unknown, negative]).toEqual([nan, nan])
  })

  it('send missing values where most rows go when none was seen', () => {
    const codes = [0, 0, 0, 0, 0, 1, 2, 2, 2]
    const ensemble = trainBoosting(
      binFeatures(categories(codes, 3)),
      { target: Float64Array.from(codes, (c) => +(c === 1)) },
      STUMP,
    )
    const [nan, unknown, most, other] = predictRaw(ensemble, categories([Number.NaN, 3, 0, 1], 3))
    expect([nan, unknown]).toEqual([most, most])
    expect(other).not.toBe(most)
  })

  it('send levels that are too rare for a bin where missing values go', () => {
    const codes = [...Array.from({ length: 3 * 255 }, (_, i) => i % 255), 255, 256, 257, 258]
    const target = Float64Array.from(codes, (code) => (code >= 255 ? 9 : code % 7))
    const matrix = categories(codes, 259)
    const options = { ...STUMP, rounds: 3, maxLeaves: 9 }
    const ensemble = trainBoosting(binFeatures(matrix), { target }, options)
    const [nan, ...rare] = predictRaw(ensemble, categories([Number.NaN, 255, 256, 257, 258, 259], 259))
    for (const value of rare) expect(value).toBe(nan)
    expect(nan).toBeGreaterThan(5)
  })

  it('send levels that are too rare for a bin with most rows when none of them was trained on', () => {
    const common = Array.from({ length: 1000 }, (_, i) => i % 10)
    const others = Array.from({ length: 3 * 245 }, (_, i) => 10 + (i % 245))
    const trained = [...common, ...others]
    const matrix = categories([...trained, 255, 256], 257)
    const data = { target: matrix.columns[0]!.map((code) => (code < 10 ? 2 : 5)), rows: [...trained.keys()] }
    const ensemble = trainBoosting(binFeatures(matrix), data, STUMP)
    const [nan, first, second, low, high] = predictRaw(ensemble, categories([Number.NaN, 255, 256, 3, 99], 257))
    expect([nan, first, second]).toEqual([low, low, low])
    expect(high).not.toBe(low)
  })

  it('stand beside numbers in one tree, and the better of both is taken', () => {
    const generator = seededGenerator(2)
    const rows = 400
    const code = Float64Array.from({ length: rows }, () => generator.integer(7))
    const number = Float64Array.from({ length: rows }, () => generator.uniform())
    const target = code.map((level, i) => [3, -2, 3, -2, 0, 3, -2][level]! + number[i]!)
    const matrix: FeatureMatrix = { rows, columns: [number, code], levels: Int32Array.of(0, 7) }
    const ensemble = trainBoosting(binFeatures(matrix), { target }, { ...STUMP, maxLeaves: 12 })
    expect(ensemble.feature[0]).toBe(1)
    expect(ensemble.feature).toContain(0)
    const worst = predictRaw(ensemble, matrix).reduce(
      (most, value, i) => Math.max(most, Math.abs(value - target[i]!)),
      0,
    )
    expect(worst).toBeLessThan(0.4)
  })
})
