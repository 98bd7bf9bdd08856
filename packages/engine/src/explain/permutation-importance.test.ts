import { describe, expect, it } from 'vitest'
import { numericMatrix } from '../features/feature-matrix.ts'
import { seededGenerator } from '../random/generator.ts'
import { permutationImportance } from './permutation-importance.ts'
import { meanOf, type PredictionFunction } from './prediction-function.ts'

const ROWS = 300
const SLOPES = [3, -1, 0, 0.5]

function problem() {
  const generator = seededGenerator(11)
  const matrix = numericMatrix(
    SLOPES.map((_, j) => Float64Array.from({ length: ROWS }, () => (1 + j) * generator.normal())),
  )
  return { matrix, response: linear(matrix).map((value) => value + generator.normal()) }
}

const linear: PredictionFunction = ({ rows, columns }) =>
  Float64Array.from({ length: rows }, (_, i) => SLOPES.reduce((sum, slope, j) => sum + slope * columns[j]![i]!, 0))

const squared = (actual: Float64Array, predicted: Float64Array) =>
  meanOf(actual.map((value, i) => (value - predicted[i]!) ** 2))

function variance(column: Float64Array): number {
  const mean = meanOf(column)
  return meanOf(column.map((value) => (value - mean) ** 2))
}

describe('permutationImportance', () => {
  const { matrix, response } = problem()
  const options = { loss: squared, generator: seededGenerator(1), repeats: 200 }

  it('is twice the slope squared times the variance for a linear function', () => {
    const { loss, mean, deviation, rises, repeats } = permutationImportance(linear, matrix, response, options)
    expect(loss).toBeCloseTo(squared(response, linear(matrix)), 12)
    expect([rises.length, repeats]).toEqual([4 * 200, 200])
    SLOPES.forEach((slope, j) => {
      const expected = 2 * slope ** 2 * variance(matrix.columns[j]!)
      expect(Math.abs(mean[j]! - expected)).toBeLessThanOrEqual((5 * deviation[j]!) / Math.sqrt(200) + 0.1 * expected)
      expect(mean[j]).toBeCloseTo(meanOf(rises.subarray(200 * j, 200 * j + 200)), 12)
    })
    expect([...rises.subarray(400, 600)]).toEqual(Array<number>(200).fill(0))
  })

  it('shuffles the features of a set together', () => {
    const column = matrix.columns[0]!
    const twins = numericMatrix([column, column])
    const difference: PredictionFunction = ({ columns }) => columns[0]!.map((value, i) => value - columns[1]![i]!)
    const sets = [[0, 1], [0], [1]]
    const { mean } = permutationImportance(difference, twins, new Float64Array(ROWS), { ...options, sets, repeats: 3 })
    expect(mean[0]).toBe(0)
    expect(Math.min(mean[1]!, mean[2]!)).toBeGreaterThan(variance(column))
  })

  it('is the same for a seed, whatever was drawn before, and other for another', () => {
    const run = (seed: number, draws = 0) => {
      const generator = seededGenerator(seed)
      for (let k = 0; k < draws; k++) generator.uint32()
      return permutationImportance(linear, matrix, response, { loss: squared, generator, repeats: 2 }).rises
    }
    expect(run(5, 3)).toEqual(run(5))
    expect(run(6)).not.toEqual(run(5))
    expect(run(5)[0]).not.toBe(run(5)[1])
  })

  it('has no deviation from one repeat', () => {
    const { deviation } = permutationImportance(linear, matrix, response, { ...options, repeats: 1 })
    expect(deviation.every(Number.isNaN)).toBe(true)
  })

  it('leaves the table as it was', () => {
    const before = matrix.columns.map((column) => column.slice())
    permutationImportance(linear, matrix, response, { ...options, repeats: 1 })
    expect(matrix.columns).toEqual(before)
  })

  it.each([
    [{ repeats: 0 }, response],
    [{ sets: [[4]] }, response],
    [{}, new Float64Array(3)],
  ])('refuses %o', (wrong, given) => {
    expect(() => permutationImportance(linear, matrix, given, { ...options, ...wrong })).toThrow(RangeError)
  })
})
