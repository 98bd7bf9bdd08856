import { describe, expect, it } from 'vitest'
import { interventionalGame, shapleyValues } from '../../test/brute-force-shapley.ts'
import { randomEnsemble, randomRows } from '../../test/random-ensemble.ts'
import { type FeatureMatrix, numericMatrix } from '../features/feature-matrix.ts'
import { seededGenerator } from '../random/generator.ts'
import { predictRaw } from '../trees/predict/predict-raw.ts'
import { backgroundRows, modelShap } from './model-shap.ts'
import { meanOf, type PredictionFunction } from './prediction-function.ts'
import { treeShap } from './tree-shap.ts'

/** Every feature acts with the next one; missing values count as 1, levels as numbers. */
const entangled: PredictionFunction = ({ rows, columns }) =>
  Float64Array.from({ length: rows }, (_, i) => {
    const row = columns.map((column) => (Number.isNaN(column[i]!) ? 1 : column[i]!))
    return row.reduce((sum, value, j) => sum + Math.sin(value) * (row[(j + 1) % row.length]! + j), 3)
  })

function expectSums(predicted: Float64Array, base: number, values: Float64Array): void {
  const p = values.length / predicted.length
  predicted.forEach((value, i) => {
    const sum = values.subarray(i * p, (i + 1) * p).reduce((a, b) => a + b, base)
    expect(Math.abs(sum - value)).toBeLessThan(1e-9)
  })
}

describe('modelShap within its predictions', () => {
  it.each([[[0]], [[0, 0]], [[0, 3, 0]], [[4, 0, 0, 2]]])(
    'is Shapley’s formula over all coalitions: levels %o',
    (levels) => {
      const generator = seededGenerator(levels.length)
      const matrix = randomRows(generator, levels, 6)
      const background = randomRows(generator, levels, 5)
      const shap = modelShap(entangled, matrix, { background, generator })
      const p = levels.length
      expect(shap.isExact).toBe(true)
      expect(shap.standardErrors).toEqual(new Float64Array(6 * p))
      expect(shap.base[0]).toBeCloseTo(meanOf(entangled(background)), 12)
      for (let i = 0; i < 6; i++) {
        const row = matrix.columns.map((column) => column[i]!)
        shapleyValues(interventionalGame(entangled, background, row), p).forEach((value, j) =>
          expect(shap.values[i * p + j]).toBeCloseTo(value, 10),
        )
      }
      expectSums(entangled(matrix), shap.base[0]!, shap.values)
    },
  )

  it('is the same as the exact values of trees', () => {
    const generator = seededGenerator(3)
    const levels = [0, 4, 0, 0, 0]
    const ensemble = randomEnsemble(generator, levels, { leaves: 14 })
    const [matrix, background] = [randomRows(generator, levels, 8), randomRows(generator, levels, 7)]
    const predict: PredictionFunction = (rows) => predictRaw(ensemble, rows)
    const { values, base } = modelShap(predict, matrix, { background, generator })
    const trees = treeShap(ensemble, matrix, { kind: 'interventional', background })
    expect(base[0]).toBeCloseTo(trees.base[0]!, 12)
    values.forEach((value, at) => expect(value).toBeCloseTo(trees.values[at]!, 11))
  })
})

describe('modelShap beyond its predictions', () => {
  const levels = Array<number>(9).fill(0)
  const generator = seededGenerator(8)
  const matrix = randomRows(generator, levels, 4)
  const background = randomRows(generator, levels, 10)

  it('sums to the prediction, however few predictions it may ask for', () => {
    for (const predictions of [1, 100, 2000]) {
      const shap = modelShap(entangled, matrix, { background, generator, predictions })
      expect(shap.isExact).toBe(false)
      expectSums(entangled(matrix), shap.base[0]!, shap.values)
    }
  })

  it('is exact but for its standard errors', () => {
    const exact = modelShap(entangled, matrix, { background, generator, predictions: 1e5 })
    expect(exact.isExact).toBe(true)
    const drawn = modelShap(entangled, matrix, { background, generator, predictions: 4000 })
    drawn.values.forEach((value, at) => {
      expect(Math.abs(value - exact.values[at]!)).toBeLessThan(4 * drawn.standardErrors[at]! + 1e-9)
    })
    const wide = meanOf(modelShap(entangled, matrix, { background, generator, predictions: 400 }).standardErrors)
    expect(meanOf(drawn.standardErrors) / wide).toBeGreaterThan(0.2)
    expect(meanOf(drawn.standardErrors) / wide).toBeLessThan(0.5)
  })

  it('is exact for a sum of single effects, and gives nothing to a feature without one', () => {
    const additive: PredictionFunction = ({ columns }) =>
      columns[0]!.map((value, i) => (value || 0) - 2 * (columns[8]![i]! || 0))
    const { values } = modelShap(additive, matrix, { background, generator, predictions: 1 })
    const means = [0, 8].map((j) => meanOf(background.columns[j]!.map((value) => value || 0)))
    for (let i = 0; i < 4; i++) {
      const [first, last] = [matrix.columns[0]![i]! || 0, matrix.columns[8]![i]! || 0]
      expect(values[9 * i]).toBeCloseTo(first - means[0]!, 12)
      expect(values[9 * i + 8]).toBeCloseTo(-2 * (last - means[1]!), 12)
      expect([...values.subarray(9 * i + 1, 9 * i + 8)].every((value) => Math.abs(value) < 1e-15)).toBe(true)
    }
  })

  it('gives the same bytes in parts', () => {
    const options = { background, generator, predictions: 300 }
    const whole = modelShap(entangled, matrix, options)
    const parts = [
      [0, 1],
      [1, 4],
    ].map(([from, to]) => modelShap(entangled, matrix, { ...options, from: from!, to: to! }))
    expect(parts.flatMap(({ values }) => [...values])).toEqual([...whole.values])
    expect(parts.flatMap(({ standardErrors }) => [...standardErrors])).toEqual([...whole.standardErrors])
  })

  it.each([
    [{ background: numericMatrix([new Float64Array(3)]) }, '1 features against 9'],
    [{ background: randomRows(seededGenerator(1), levels, 0) }, 'one row at least'],
    [{ from: 2, to: 5 }, 'rows 2 to 5 are not rows of 4'],
  ])('refuses %o', (wrong: { background?: FeatureMatrix; from?: number; to?: number }, message) => {
    const run = () => modelShap(entangled, matrix, { background, generator, ...wrong })
    expect(run).toThrow(RangeError)
    expect(run).toThrow(message)
  })
})

describe('backgroundRows', () => {
  const generator = seededGenerator(2)
  const predictions = Float64Array.from({ length: 1000 }, () => Math.exp(generator.normal()))

  it('stand for all: their mean prediction is near that of all, ascending and each once', () => {
    const rows = backgroundRows(predictions, 50)
    expect([...new Set(rows)].sort((a, b) => a - b)).toEqual([...rows])
    expect(rows).toHaveLength(50)
    const mean = meanOf(Array.from(rows, (row) => predictions[row]!))
    expect(Math.abs(mean / meanOf(predictions) - 1)).toBeLessThan(0.05)
  })

  it('are all rows where there are no more than asked for', () => {
    expect([...backgroundRows(Float64Array.of(3, 1, 2), 3)]).toEqual([0, 1, 2])
    expect([...backgroundRows(Float64Array.of(9, 1, 5), 1)]).toEqual([2])
  })
})
