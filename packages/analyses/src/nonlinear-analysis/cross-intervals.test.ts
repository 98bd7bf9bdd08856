import { difficultyAt, intervalAt, nestedFolds, numericMatrix, seededGenerator } from '@zerosec/engine'
import { describe, expect, it } from 'vitest'
import { crossIntervals, knownRows, type MeasuringFold } from './cross-intervals.ts'

const LEVEL = 0.9
const NO_INNER = new Float64Array(0)

function dealt(rows: number, seed: number, count = 10): MeasuringFold[] {
  const rules = { outerFolds: count, innerFolds: 2, repeats: 1 }
  return nestedFolds(rows, rules, seededGenerator(seed)).outer.map((fold) => ({ ...fold, inner: NO_INNER }))
}

/** Noise that grows with x, and a prediction that knows the mean. */
function uneven(rows: number, seed: number) {
  const draw = seededGenerator(seed)
  const x = Float64Array.from({ length: rows }, () => draw.uniform())
  const target = x.map((value) => 10 * value + (0.05 + 2 * value * value) * draw.normal())
  return { matrix: numericMatrix([x]), target, predicted: x.map((value) => 10 * value) }
}

const insideOf = (target: Float64Array, low: Float64Array, high: Float64Array) =>
  knownRows(low).filter((row) => target[row]! >= low[row]! && target[row]! <= high[row]!).length

describe('crossIntervals', () => {
  it('hold their level where the noise differs from place to place, and are narrow where it is small', () => {
    const { matrix, target, predicted } = uneven(600, 1)
    const { low, high, coverage, chosen } = crossIntervals(matrix, target, predicted, dealt(600, 1), LEVEL, 1)
    expect(coverage).toBe(insideOf(target, low, high) / 600)
    expect(coverage).toBeGreaterThan(0.87)
    expect(coverage).toBeLessThan(0.93)
    expect(chosen.interval.scaledBy).not.toBe('none')
    const width = (from: number, to: number) => {
      const rows = [...predicted.keys()].filter((row) => predicted[row]! >= from && predicted[row]! < to)
      return rows.reduce((sum, row) => sum + high[row]! - low[row]!, 0) / rows.length
    }
    expect(width(0, 3)).toBeLessThan(0.3 * width(8, 10))
  })

  it('make no interval from the rows that it is for', () => {
    const { matrix, target, predicted } = uneven(300, 2)
    const folds = dealt(300, 2)
    const { test } = folds[3]!
    const changed = target.slice()
    for (const row of test) changed[row] = predicted[row]! + 100 * (row % 2 === 0 ? 1 : -1)
    const one = crossIntervals(matrix, target, predicted, folds, LEVEL, 1)
    const two = crossIntervals(matrix, changed, predicted, folds, LEVEL, 1)
    const meanWidth = ({ low, high }: typeof one) =>
      test.reduce((sum, row) => sum + high[row]! - low[row]!, 0) / test.length
    // the scale of other rows follows the changed ones a little; the interval's own offsets do not
    expect(meanWidth(two)).toBeLessThan(1.5 * meanWidth(one))
    expect(test.every((row) => changed[row]! < two.low[row]! || changed[row]! > two.high[row]!)).toBe(true)
  })

  it('travel with the model: what is delivered holds its level on new rows', () => {
    let inside = 0
    for (const seed of [3, 4, 5, 6]) {
      const { matrix, target, predicted } = uneven(400, seed)
      const { chosen, difficulty } = crossIntervals(matrix, target, predicted, dealt(400, seed), LEVEL, 1)
      const fresh = uneven(500, 100 + seed)
      const scales = difficulty ? difficultyAt(difficulty, fresh.matrix) : null
      fresh.predicted.forEach((value, row) => {
        const [low, high] = intervalAt(chosen.interval, value, LEVEL, scales?.[row])
        if (fresh.target[row]! >= low && fresh.target[row]! <= high) inside++
      })
    }
    expect(inside / 2000).toBeGreaterThan(0.87)
    expect(inside / 2000).toBeLessThan(0.93)
  })

  it('learn from earlier rows only in folds that follow time, from the inner folds before the first', () => {
    const { matrix, target, predicted } = uneven(120, 7)
    const blocks = [0, 1, 2, 3].map((block) => Int32Array.from({ length: 30 }, (_, i) => 30 * block + i))
    const ordered = [1, 2, 3].map((block): MeasuringFold => {
      const training = Int32Array.from(blocks.slice(0, block).flatMap((rows) => [...rows]))
      return { training, test: blocks[block]!, inner: predicted.slice(0, training.length) }
    })
    const tested = predicted.map((value, row) => (row < 30 ? Number.NaN : value))
    const one = crossIntervals(matrix, target, tested, ordered, LEVEL, 1)
    const later = target.map((value, row) => (row >= 60 ? value + 50 : value))
    const two = crossIntervals(matrix, later, tested, ordered, LEVEL, 1)
    const slack = 1e-6
    for (const row of blocks[0]!) expect(one.low[row]).toBeNaN()
    for (const row of [...blocks[1]!, ...blocks[2]!])
      expect(Math.abs(two.low[row]! - one.low[row]!)).toBeLessThan(slack)
    expect(two.high[100]! - two.low[100]!).toBeGreaterThan(one.high[100]! - one.low[100]!)
  })

  it('do not leave out by rounding what is predicted exactly', () => {
    const target = Float64Array.from({ length: 200 }, (_, row) => row % 2)
    const predicted = target.map((value, row) => value + (row % 3) * 1e-13)
    const matrix = numericMatrix([target.slice()])
    expect(crossIntervals(matrix, target, predicted, dealt(200, 1), LEVEL, 1).coverage).toBe(1)
  })

  it('are the same for the same seed', () => {
    const { matrix, target, predicted } = uneven(150, 9)
    const run = () => crossIntervals(matrix, target, predicted, dealt(150, 9), LEVEL, 5)
    expect(run()).toEqual(run())
  })
})
