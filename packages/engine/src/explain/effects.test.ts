import { describe, expect, it } from 'vitest'
import { type FeatureMatrix, numericMatrix } from '../features/feature-matrix.ts'
import { seededGenerator } from '../random/generator.ts'
import { accumulatedEffects } from './accumulated-effects.ts'
import { effectGrid, nearestPoint } from './effect-grid.ts'
import { interactionStrengths } from './interaction-strength.ts'
import { levelOrder } from './level-order.ts'
import { jointDependence, partialDependence } from './partial-dependence.ts'
import { meanOf, type PredictionFunction } from './prediction-function.ts'

/** A model that is a formula in the values of a row. */
const formula =
  (of: (...values: number[]) => number): PredictionFunction =>
  ({ rows, columns }) =>
    Float64Array.from({ length: rows }, (_, i) => of(...columns.map((column) => column[i]!)))

function uniform(rows: number, features: number, seed = 1): FeatureMatrix {
  const generator = seededGenerator(seed)
  return numericMatrix(
    Array.from({ length: features }, () => Float64Array.from({ length: rows }, () => 2 * generator.uniform() - 1)),
  )
}

/** All rows of −1 and 1. */
const CORNERS = numericMatrix([0, 1, 2].map((j) => Float64Array.from({ length: 8 }, (_, i) => ((i >> j) & 1 ? 1 : -1))))

/** A number whose mean follows the level, then a category of three levels. */
function withCategory(): FeatureMatrix {
  const level = Float64Array.from({ length: 90 }, (_, i) => i % 3)
  const number = Float64Array.from(level, (own, i) => [0, 10, 3][own]! + (i % 7))
  return { rows: 90, columns: [number, level], levels: Int32Array.of(0, 3) }
}

describe('effectGrid', () => {
  it('has each of few values, and how many rows are nearest', () => {
    const matrix = numericMatrix([Float64Array.of(3, 1, 1, Number.NaN, 2)])
    const { points, counts, elsewhere } = effectGrid(matrix, 0, 5)
    expect([[...points], [...counts], elsewhere]).toEqual([[1, 2, 3], [2, 1, 1], 1])
  })

  it('has points at evenly spaced ranks of many values, the least and the largest among them', () => {
    const matrix = numericMatrix([Float64Array.from({ length: 101 }, (_, i) => (i % 2 === 0 ? i : 100 - i) ** 2)])
    expect([...effectGrid(matrix, 0, 5).points]).toEqual([0, 625, 2500, 5625, 10000])
    expect(effectGrid(matrix, 0, 5).counts.reduce((a, b) => a + b)).toBe(101)
  })

  it('has the commonest levels of a category, the others elsewhere', () => {
    const matrix: FeatureMatrix = {
      rows: 7,
      columns: [Float64Array.of(4, 4, 0, 2, 2, Number.NaN, 9)],
      levels: Int32Array.of(5),
    }
    const { points, counts, elsewhere } = effectGrid(matrix, 0, 2)
    expect([[...points], [...counts], elsewhere]).toEqual([[2, 4], [2, 2], 3])
  })

  it('lets the lower one of two points that are as near stand for a value', () => {
    const points = Float64Array.of(0, 2, 4)
    expect([-5, 0.9, 1, 1.1, 3, 9].map((value) => nearestPoint(points, value, false))).toEqual([0, 0, 0, 1, 1, 2])
    expect([2, 3, Number.NaN].map((value) => nearestPoint(points, value, true))).toEqual([1, -1, -1])
  })

  it.each([
    [2, 5],
    [-1, 5],
    [0, 1],
    [0, 2.5],
  ])('refuses feature %d with %d points', (feature, most) => {
    expect(() => effectGrid(uniform(5, 2), feature, most)).toThrow(RangeError)
  })
})

describe('partialDependence', () => {
  const matrix = uniform(60, 3)
  const squares = meanOf(matrix.columns[1]!.map((value) => value * value))

  it('is the feature’s own part of a sum, raised by the mean of the rest', () => {
    const { grid, mean, individual } = partialDependence(
      formula((a, b) => Math.exp(a) + b * b),
      matrix,
      0,
      9,
    )
    expect(grid.points).toHaveLength(9)
    grid.points.forEach((point, k) => {
      expect(mean[k]).toBeCloseTo(Math.exp(point) + squares, 12)
      for (let i = 0; i < 60; i++) {
        expect(individual[i * 9 + k]).toBeCloseTo(Math.exp(point) + matrix.columns[1]![i]! ** 2, 12)
      }
    })
  })

  it('is a function’s mean over the other feature where they act together', () => {
    const { grid, mean } = partialDependence(
      formula((a, b) => a * b),
      matrix,
      0,
    )
    grid.points.forEach((point, k) => expect(mean[k]).toBeCloseTo(point * meanOf(matrix.columns[1]!), 12))
  })

  it('has for two features their joint part, and the rows near each cell', () => {
    const { first, second, mean, counts } = jointDependence(
      formula((a, b, c) => a * b + c),
      matrix,
      [0, 1],
      5,
    )
    const rest = meanOf(matrix.columns[2]!)
    first.points.forEach((a, k) => {
      second.points.forEach((b, l) => expect(mean[k * 5 + l]).toBeCloseTo(a * b + rest, 12))
    })
    expect(counts.reduce((a, b) => a + b)).toBe(60)
    expect(Array.from({ length: 5 }, (_, k) => counts.subarray(5 * k, 5 * k + 5).reduce((a, b) => a + b))).toEqual([
      ...first.counts,
    ])
    expect(() =>
      jointDependence(
        formula((a) => a),
        matrix,
        [1, 1],
      ),
    ).toThrow(RangeError)
  })
})

describe('accumulatedEffects', () => {
  it.each([2, 3, 10, 25])('is a line of the slope that a linear function has, over %d points', (most) => {
    const matrix = uniform(200, 3)
    const linear = formula((a, b) => 3 * a - 2 * b + 7)
    for (const [feature, slope] of [3, -2, 0].entries()) {
      const { points, effects, counts, standardErrors } = accumulatedEffects(linear, matrix, feature, most)
      expect(points).toHaveLength(most)
      const centre = meanOf(matrix.columns[feature]!)
      points.forEach((point, k) => expect(effects[k]).toBeCloseTo(slope * (point - centre), 10))
      expect(counts.reduce((a, b) => a + b)).toBe(200)
      for (const error of standardErrors) expect(error).toBeLessThan(1e-12)
    }
  })

  it('is a sum’s own part at the points, whatever its form', () => {
    const { points, effects } = accumulatedEffects(
      formula((a, b) => Math.sin(4 * a) + b ** 3),
      uniform(150, 2),
      0,
    )
    points.forEach((point, k) => {
      expect(effects[k]! - effects[0]!).toBeCloseTo(Math.sin(4 * point) - Math.sin(4 * points[0]!), 10)
    })
  })

  it('follows features that go together, where partial dependence asks for rows that there are not', () => {
    const column = Float64Array.from({ length: 401 }, (_, i) => i / 400)
    const { points, effects } = accumulatedEffects(
      formula((a, b) => a * b),
      numericMatrix([column, column]),
      0,
      41,
    )
    points.forEach((point, k) => expect(effects[k]! - effects[0]!).toBeCloseTo(point ** 2 / 2, 2))
    const { mean } = partialDependence(
      formula((a, b) => a * b),
      numericMatrix([column, column]),
      0,
      41,
    )
    expect(mean.at(-1)! - mean[0]!).toBeCloseTo(0.5, 10)
    expect(mean[20]! - mean[0]!).toBeCloseTo(0.25, 10)
  })

  it('has the mean 0 over the rows where most have one of two values', () => {
    const rare = numericMatrix([Float64Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 1)])
    const { effects } = accumulatedEffects(
      formula((a) => 10 * a),
      rare,
      0,
    )
    expect([...effects]).toEqual([-1, 9])
  })

  it('has the difference of levels for a category, neighbours alike in the rest', () => {
    const matrix = withCategory()
    const { points, effects, counts } = accumulatedEffects(
      formula((a, level) => a + [5, -1, 2][level]!),
      matrix,
      1,
    )
    expect([...points]).toEqual([0, 2, 1])
    expect([...effects].map((effect) => effect - effects[0]!)).toEqual(
      [0, -3, -6].map((each) => expect.closeTo(each, 10)),
    )
    expect([...counts]).toEqual([60, 60])
    expect(effects.reduce((sum, effect) => sum + effect)).toBeCloseTo(0, 10)
  })

  it('leaves out rows without a value, and a feature of one value has no effect', () => {
    const gaps = numericMatrix([Float64Array.of(1, Number.NaN, 2, 3), Float64Array.of(4, 4, 4, 4)])
    const model = formula((a, b) => (a || 0) + b)
    expect(accumulatedEffects(model, gaps, 0).elsewhere).toBe(1)
    // a row on an edge is in the bin below it
    expect([...accumulatedEffects(model, gaps, 0).counts]).toEqual([2, 1])
    expect([...accumulatedEffects(model, gaps, 0).effects]).toEqual([-1, 0, 1])
    expect([...accumulatedEffects(model, gaps, 1).effects]).toEqual([0])
  })

  it('asks rows with the value of their own bin only', () => {
    const asked: number[] = []
    const column = Float64Array.from({ length: 50 }, (_, i) => i)
    const spy: PredictionFunction = ({ rows, columns }) => {
      columns[0]!.forEach((value, i) => asked.push(Math.abs(value - columns[1]![i]!)))
      return new Float64Array(rows)
    }
    accumulatedEffects(spy, numericMatrix([column, column]), 0, 11)
    expect(Math.max(...asked)).toBeLessThanOrEqual(5)
  })
})

describe('levelOrder', () => {
  it('puts levels beside those that are like them, the end with the lower level first', () => {
    expect([...levelOrder(withCategory(), 1, Float64Array.of(0, 1, 2))]).toEqual([0, 2, 1])
  })

  it('compares shares of levels in other categories', () => {
    const own = Float64Array.from({ length: 400 }, (_, i) => i % 4)
    // levels 0 and 3 have mostly 0, level 2 has mostly 1, level 1 has both
    const shares = [0, 0.5, 0.9, 0.1]
    const other = Float64Array.from(own, (level, i) => (Math.floor(i / 4) < 100 * shares[level]! ? 1 : 0))
    const matrix: FeatureMatrix = { rows: 400, columns: [own, other], levels: Int32Array.of(4, 2) }
    expect([...levelOrder(matrix, 0, Float64Array.of(0, 1, 2, 3))]).toEqual([0, 3, 1, 2])
  })
})

describe('interactionStrengths', () => {
  it('is 0 for a sum of single effects', () => {
    const additive = formula((a, b, c) => Math.exp(a) + Math.sin(3 * b) - c * c)
    for (const { strength, size } of interactionStrengths(additive, uniform(80, 3), [
      [0, 1],
      [0, 2],
      [1, 2],
    ])) {
      expect(strength).toBeLessThan(1e-12)
      expect(size).toBeLessThan(1e-12)
    }
  })

  it('is the share that a product has of the joint effect', () => {
    const [both, half, none] = interactionStrengths(
      formula((a, b, c) => 4 * a * b + 4 * c + 4 * b * c),
      CORNERS,
      [
        [0, 1],
        [1, 2],
        [0, 2],
      ],
    )
    expect([both!.pair, both!.strength, both!.size]).toEqual([[0, 1], expect.closeTo(1, 10), expect.closeTo(4, 10)])
    expect([half!.strength, half!.size]).toEqual([expect.closeTo(Math.SQRT1_2, 10), expect.closeTo(4, 10)])
    expect([none!.strength, none!.size]).toEqual([expect.closeTo(0, 10), expect.closeTo(0, 10)])
  })

  it('is 0 where nothing has an effect, and needs rows and features that there are', () => {
    expect(
      interactionStrengths(
        formula(() => 5),
        CORNERS,
        [[0, 1]],
      )[0],
    ).toMatchObject({ strength: 0, size: 0 })
    expect(() =>
      interactionStrengths(
        formula(() => 5),
        CORNERS,
        [[0, 3]],
      ),
    ).toThrow(RangeError)
    expect(() =>
      interactionStrengths(
        formula(() => 5),
        uniform(0, 2),
        [[0, 1]],
      ),
    ).toThrow(RangeError)
  })
})
