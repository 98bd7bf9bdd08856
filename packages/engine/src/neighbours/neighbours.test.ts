import { describe, expect, it } from 'vitest'
import { numericMatrix, takeRows } from '../features/feature-matrix.ts'
import { seededGenerator } from '../random/generator.ts'
import { nearestRows } from './nearest-rows.ts'
import { fitNeighbours } from './neighbours.ts'
import { neighbourShares, predictNeighbours } from './predict-neighbours.ts'

describe('nearestRows', () => {
  it('finds what sorting all distances finds, of numbers and categories', () => {
    const generator = seededGenerator(1)
    const levels = Int32Array.of(0, 4, 0)
    const draw = (rows: number) => ({
      rows,
      levels,
      columns: [
        Float64Array.from({ length: rows }, () => generator.integer(6)),
        Float64Array.from({ length: rows }, () => (generator.integer(9) === 0 ? Number.NaN : generator.integer(4))),
        Float64Array.from({ length: rows }, () => 100 * generator.normal()),
      ],
    })
    const [training, fresh] = [draw(200), draw(30)]
    const model = fitNeighbours(training, new Float64Array(200), { k: 12 })
    const found = nearestRows(model, fresh)
    const { centers, scales } = model
    for (let i = 0; i < 30; i++) {
      const all = Array.from({ length: 200 }, (_, row) => {
        let squared = 0
        for (const j of [0, 1, 2]) {
          const [a, b] = [training.columns[j]![row]!, fresh.columns[j]![i]!]
          if (levels[j] === 0) squared += ((a - centers[j]!) / scales[j]! - (b - centers[j]!) / scales[j]!) ** 2
          else squared += Object.is(a, b) ? 0 : 2
        }
        return { row, distance: Math.sqrt(squared) }
      }).sort((a, b) => a.distance - b.distance || a.row - b.row)
      expect([...found.rows.subarray(12 * i, 12 * i + 12)]).toEqual(all.slice(0, 12).map(({ row }) => row))
      found.distances.subarray(12 * i, 12 * i + 12).forEach((distance, rank) => {
        expect(distance).toBeCloseTo(all[rank]!.distance, 12)
      })
    }
  })

  it('takes the earlier of rows that are equally far', () => {
    const model = fitNeighbours(numericMatrix([Float64Array.of(1, 2, 2, 1)]), new Float64Array(4), { k: 3 })
    expect([...nearestRows(model, numericMatrix([Float64Array.of(2)])).rows]).toEqual([1, 2, 0])
  })
})

describe('predictNeighbours', () => {
  const matrix = numericMatrix([Float64Array.of(0, 1, 3, 10)])
  const target = Float64Array.of(1, 2, 6, 100)

  it('is the mean of the nearest', () => {
    const model = fitNeighbours(matrix, target, { k: 3 })
    expect(predictNeighbours(model, numericMatrix([Float64Array.of(0.5)]))[0]).toBeCloseTo(3, 12)
  })

  it('weighs by the inverse of the distance', () => {
    const model = fitNeighbours(matrix, target, { k: 2, weighting: 'inverse_distance' })
    // 1 and 3 are 0.5 and 1.5 away: weights 3/4 and 1/4
    expect(predictNeighbours(model, numericMatrix([Float64Array.of(1.5)]))[0]).toBeCloseTo(3, 12)
  })

  it('is the target of the row itself at distance 0, or the mean of several', () => {
    const twice = takeRows(matrix, [0, 1, 1, 2])
    const model = fitNeighbours(twice, Float64Array.of(1, 2, 4, 6), { k: 4, weighting: 'inverse_distance' })
    expect([...predictNeighbours(model, numericMatrix([Float64Array.of(0, 1)]))]).toEqual([1, 3])
  })

  it('survives distances at the edge of zero', () => {
    const model = fitNeighbours(numericMatrix([Float64Array.of(0, 1)]), Float64Array.of(1, 2), {
      k: 2,
      weighting: 'inverse_distance',
    })
    const close = predictNeighbours(
      { ...model, centers: Float64Array.of(0), inputs: [Float64Array.of(0, 1)] },
      {
        ...numericMatrix([Float64Array.of(1e-310)]),
      },
    )
    expect(close[0]).toBe(1)
  })
})

describe('neighbourShares', () => {
  const matrix = numericMatrix([Float64Array.of(0, 1, 2, 10)])

  it('counts the classes of the nearest', () => {
    const model = fitNeighbours(matrix, Float64Array.of(0, 2, 2, 1), { k: 3 })
    const shares = neighbourShares(model, numericMatrix([Float64Array.of(1, 9)]), 3)
    expect([...shares]).toEqual([1 / 3, 0, 2 / 3, 0, 1 / 3, 2 / 3])
  })

  it('refuses targets that are not classes', () => {
    const model = fitNeighbours(matrix, Float64Array.of(0, 1, 2, 3), { k: 1 })
    expect(() => neighbourShares(model, matrix, 3)).toThrow(RangeError)
  })
})

describe('fitNeighbours', () => {
  const matrix = numericMatrix([Float64Array.of(0, 1)])

  it.each([
    ['more neighbours than rows', matrix, Float64Array.of(1, 2), 3],
    ['no neighbour', matrix, Float64Array.of(1, 2), 0],
    ['half a neighbour', matrix, Float64Array.of(1, 2), 1.5],
    ['a missing number', numericMatrix([Float64Array.of(0, Number.NaN)]), Float64Array.of(1, 2), 1],
    ['a missing target', matrix, Float64Array.of(1, Number.NaN), 1],
    ['a target too few', matrix, Float64Array.of(1), 1],
  ])('refuses %s', (_, wrong, target, k) => {
    expect(() => fitNeighbours(wrong, target, { k })).toThrow(RangeError)
  })

  it('refuses other features in prediction', () => {
    const model = fitNeighbours(matrix, Float64Array.of(1, 2))
    expect(() => predictNeighbours(model, numericMatrix([...matrix.columns, ...matrix.columns]))).toThrow(RangeError)
  })
})
