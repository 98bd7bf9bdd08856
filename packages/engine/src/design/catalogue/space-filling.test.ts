import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../../random/generator.ts'
import { type LatinHypercubeOptions, latinHypercube } from './latin-hypercube.ts'
import { correlationMeasure, distanceMeasure } from './latin-measures.ts'
import { SOBOL_DIMENSIONS, sobolSequence } from './sobol.ts'

describe('sobolSequence', () => {
  it('begins as Bratley and Fox, and Joe and Kuo print it', () => {
    const points = sobolSequence(8, 3)
    const rows = Array.from({ length: 8 }, (_, i) => [...points.subarray(3 * i, 3 * i + 3)])
    expect(rows).toEqual([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
    ])
  })

  it('agrees with the authors’ program in the last dimensions', () => {
    // points 5 and 13, dimensions 10, 30 and 60, of scipy.stats.qmc.Sobol(60, scramble=False)
    const points = sobolSequence(16, SOBOL_DIMENSIONS)
    const at = (i: number, dimension: number) => points[i * SOBOL_DIMENSIONS + dimension - 1]
    expect([at(5, 10), at(13, 10), at(5, 30), at(13, 30), at(5, 60), at(13, 60)]).toEqual([
      0.125, 0.4375, 0.625, 0.3125, 0.375, 0.1875,
    ])
  })

  it.each([undefined, 7])('puts one of 2^m points into each of 2^m cells of every dimension, seed %s', (seed) => {
    const points = sobolSequence(64, SOBOL_DIMENSIONS, seed === undefined ? undefined : seededGenerator(seed))
    for (let j = 0; j < SOBOL_DIMENSIONS; j++) {
      const cells = new Set(Array.from({ length: 64 }, (_, i) => Math.floor(points[i * SOBOL_DIMENSIONS + j]! * 64)))
      expect(cells.size).toBe(64)
    }
  })

  it('keeps the net of the first two dimensions when scrambled', () => {
    const points = sobolSequence(16, 2, seededGenerator(3))
    for (const [columns, rows] of [
      [16, 1],
      [8, 2],
      [4, 4],
      [2, 8],
    ] as const) {
      const cells = new Set(
        Array.from(
          { length: 16 },
          (_, i) => `${Math.floor(points[2 * i]! * columns)},${Math.floor(points[2 * i + 1]! * rows)}`,
        ),
      )
      expect(cells.size).toBe(16)
    }
    expect(points).not.toEqual(sobolSequence(16, 2))
  })
})

describe('latinHypercube', () => {
  const options: LatinHypercubeOptions = { optimise: 'random', place: 'center' }

  it.each([
    options,
    { ...options, place: 'random' },
    { ...options, optimise: 'maximin' },
    { ...options, optimise: 'uncorrelated' },
  ] as LatinHypercubeOptions[])('takes one value in each cell of every factor: %j', (given) => {
    const runs = latinHypercube(12, 4, seededGenerator(1), given)
    for (let j = 0; j < 4; j++) {
      const cells = Array.from({ length: 12 }, (_, i) => Math.floor(((runs[i * 4 + j]! + 1) / 2) * 12))
      expect(cells.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i))
    }
    expect(latinHypercube(12, 4, seededGenerator(1), given)).toEqual(runs)
  })

  it('reaches the best possible distance of small designs', () => {
    // van Dam, Husslage, den Hertog & Melissen, Oper. Res. 55 (2007) 158–169: squared distances 5, 10, 10
    for (const [n, best] of [
      [5, 5],
      [9, 10],
      [10, 10],
    ] as const) {
      const runs = latinHypercube(n, 2, seededGenerator(5), { optimise: 'maximin', place: 'edges' })
      expect(smallestSquare(runs, n, 2) * ((n - 1) / 2) ** 2).toBeCloseTo(best, 9)
    }
  })

  it('has correlations near 0 when uncorrelated', () => {
    const runs = latinHypercube(17, 5, seededGenerator(2), { optimise: 'uncorrelated', place: 'edges' })
    expect(largestCorrelation(runs, 17, 5)).toBeLessThan(0.01)
  })

  it.each([distanceMeasure, correlationMeasure])('follows swaps as if measured anew', (measureOf) => {
    const generator = seededGenerator(11)
    const [n, k] = [15, 4]
    const cells = latinHypercube(n, k, generator, { optimise: 'random', place: 'edges' }).map((x) =>
      Math.round(((x + 1) / 2) * (n - 1)),
    )
    const measure = measureOf(cells, n, k)
    for (let step = 0; step < 50; step++) {
      const [factor, first] = [generator.integer(k), generator.integer(n)]
      const second = (first + 1 + generator.integer(n - 1)) % n
      const foretold = measure.afterSwap(factor, first, second)
      measure.swap(factor, first, second)
      expect(foretold).toBeCloseTo(measureOf(cells.slice(), n, k).value(), 9)
      expect(measure.value()).toBeCloseTo(foretold, 9)
    }
  })
})

function smallestSquare(runs: Float64Array, n: number, k: number): number {
  let smallest = Number.POSITIVE_INFINITY
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) {
      let sum = 0
      for (let j = 0; j < k; j++) sum += (runs[a * k + j]! - runs[b * k + j]!) ** 2
      smallest = Math.min(smallest, sum)
    }
  }
  return smallest
}

function largestCorrelation(runs: Float64Array, n: number, k: number): number {
  let largest = 0
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < a; b++) {
      let [product, square] = [0, 0]
      for (let i = 0; i < n; i++) {
        product += runs[i * k + a]! * runs[i * k + b]!
        square += runs[i * k + a]! ** 2
      }
      largest = Math.max(largest, Math.abs(product / square))
    }
  }
  return largest
}
