import { describe, expect, it } from 'vitest'
import { BOX_BEHNKEN_CENTER_POINTS, boxBehnken } from './box-behnken.ts'
import { type CentralCompositeOptions, centralComposite } from './central-composite.ts'
import { conferenceMatrix } from './conference-matrix.ts'
import { definitiveScreening } from './definitive-screening.ts'

describe('boxBehnken', () => {
  // corners and the published totals with centre points
  it.each([
    [3, 12, 15],
    [4, 24, 27],
    [5, 40, 46],
    [6, 48, 54],
    [7, 56, 62],
    [9, 120, 130],
    [10, 160, 170],
    [11, 176, 188],
    [12, 192, 204],
  ])('has the published runs and uncorrelated first- and second-order moments: %i factors', (k, corners, total) => {
    const { runs } = boxBehnken(k, BOX_BEHNKEN_CENTER_POINTS.get(k)!)
    expect(runs.length).toBe(total * k)
    expect(total - BOX_BEHNKEN_CENTER_POINTS.get(k)!).toBe(corners)
    expect(oddMoments(runs, k)).toBe(0)
    const squares = new Set(Array.from({ length: k }, (_, j) => moment(runs, k, [j, j])))
    expect(squares.size).toBe(1)
    for (let a = 0; a < k; a++) for (let b = 0; b < a; b++) expect(moment(runs, k, [a, a, b, b])).toBeGreaterThan(0)
  })

  it.each([
    [4, 3, 3],
    [5, 6, 2],
    [6, 6, 2],
    [7, 6, 2],
    [9, 10, 5],
    [10, 10, 2],
    [12, 12, 2],
  ])('has blocks that are orthogonal to the second-order model: %i factors', (k, centers, count) => {
    const { runs, blocks } = boxBehnken(k, centers)
    expect(new Set(blocks).size).toBe(count)
    expect(blockDifferences(runs, blocks, k)).toBe(0)
  })

  it('has none for 8 factors', () => {
    expect(() => boxBehnken(8, 3)).toThrow(RangeError)
  })
})

describe('centralComposite', () => {
  const options: CentralCompositeOptions = {
    kind: 'circumscribed',
    alpha: 'rotatable',
    cube: 'full',
    centerPoints: [0, 6],
  }

  it.each([2, 3, 4, 5])('is rotatable: fourth moments are three times the mixed ones, %i factors', (k) => {
    const { runs, alpha } = centralComposite(k, options)
    expect(alpha).toBeCloseTo(2 ** (k / 4), 12)
    expect(moment(runs, k, [0, 0, 0, 0])).toBeCloseTo(3 * moment(runs, k, [0, 0, 1, 1]), 9)
  })

  it('makes squares uncorrelated when orthogonal', () => {
    const { runs } = centralComposite(3, { ...options, alpha: 'orthogonal' })
    const n = runs.length / 3
    expect(moment(runs, 3, [0, 0, 1, 1]) - moment(runs, 3, [0, 0]) ** 2 / n).toBeCloseTo(0, 9)
  })

  it('makes cube and axial points orthogonal blocks', () => {
    const { runs, blocks, alpha } = centralComposite(4, { ...options, alpha: 'blocks', centerPoints: [4, 2] })
    expect(alpha).toBeCloseTo(2, 12)
    expect(blockDifferences(runs, blocks, 4)).toBeCloseTo(0, 9)
  })

  it.each([
    ['fraction', 5, 16],
    ['fraction', 6, 32],
    ['fraction', 8, 64],
    ['fraction', 12, 256],
    ['small', 3, 4],
    ['small', 4, 8],
    ['small', 6, 16],
    ['small', 7, 32],
  ] as const)('cuts the cube: %s, %i factors, %i corners', (cube, k, corners) => {
    const { runs } = centralComposite(k, { ...options, cube, centerPoints: [0, 0] })
    expect(runs.length / k - 2 * k).toBe(corners)
  })

  it('stays within the cube when inscribed or faced', () => {
    for (const kind of ['inscribed', 'faced'] as const) {
      const { runs } = centralComposite(3, { ...options, kind })
      expect(Math.max(...runs)).toBe(1)
      expect(Math.min(...runs)).toBe(-1)
    }
  })
})

describe('definitiveScreening', () => {
  it.each([4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 30, 32])('comes from a conference matrix of order %i', (order) => {
    const matrix = conferenceMatrix(order)!
    for (let a = 0; a < order; a++) {
      for (let b = 0; b <= a; b++) expect(moment(matrix, order, [a, b])).toBe(a === b ? order - 1 : 0)
    }
  })

  it.each([
    [4, 9],
    [5, 13],
    [6, 13],
    [7, 17],
    [22, 49],
  ])('keeps main effects clear of second-order effects: %i factors in %i runs', (k, n) => {
    const runs = definitiveScreening(k)
    expect(runs.length).toBe(n * k)
    for (let a = 0; a < k; a++) {
      for (let b = 0; b < k; b++) {
        expect(a === b || moment(runs, k, [a, b]) === 0).toBe(true)
        for (let c = 0; c <= b; c++) expect(moment(runs, k, [a, b, c])).toBe(0)
      }
    }
  })
})

/** Σ over runs of the product of these factors. */
function moment(runs: Float64Array, k: number, factors: readonly number[]): number {
  let sum = 0
  for (let at = 0; at < runs.length; at += k) sum += factors.reduce((product, j) => product * runs[at + j]!, 1)
  return sum
}

/** The largest |Σ xₐ|, |Σ xₐ·x_b|, |Σ xₐ²·x_b|. */
function oddMoments(runs: Float64Array, k: number): number {
  let largest = 0
  for (let a = 0; a < k; a++) {
    largest = Math.max(largest, Math.abs(moment(runs, k, [a])))
    for (let b = 0; b < k; b++) {
      if (a === b) continue
      largest = Math.max(largest, Math.abs(moment(runs, k, [a, b])), Math.abs(moment(runs, k, [a, a, b])))
    }
  }
  return largest
}

/** The largest difference of a block's mean of a first- or second-order column from the mean of all. */
function blockDifferences(runs: Float64Array, blocks: Uint8Array, k: number): number {
  let largest = 0
  for (const block of new Set(blocks)) {
    const own = Float64Array.from(
      [...blocks.keys()].filter((i) => blocks[i] === block).flatMap((i) => [...runs.subarray(i * k, (i + 1) * k)]),
    )
    for (let a = 0; a < k; a++) {
      for (const columns of [[a], ...Array.from({ length: k }, (_, b) => [a, b])]) {
        const difference = moment(own, k, columns) / (own.length / k) - moment(runs, k, columns) / (runs.length / k)
        largest = Math.max(largest, Math.abs(difference))
      }
    }
  }
  return largest
}
