import { describe, expect, it } from 'vitest'
import { type Generator, seededGenerator } from '../random/generator.ts'
import { hypervolume, hypervolumeContributions, referencePoint, selectByHypervolume } from './hypervolume.ts'

describe('hypervolume', () => {
  it.each([
    ['nothing', [], [1, 1], 0],
    ['a box', [[1, 2, 3]], [2, 4, 6], 6],
    ['a box in five dimensions', [[0, 0, 0, 0, 0]], [1, 2, 1, 3, 1], 6],
    ['one objective', [[3], [2], [5]], [10], 8],
    [
      'a staircase',
      [
        [1, 3],
        [2, 2],
        [3, 1],
      ],
      [4, 4],
      6,
    ],
    [
      'equal points',
      [
        [1, 1],
        [1, 1],
      ],
      [2, 3],
      2,
    ],
    [
      'a point at the reference, and one beyond it',
      [
        [2, 0],
        [0, 5],
        [1, 1],
      ],
      [2, 2],
      1,
    ],
  ])('of %s', (_, losses, reference, expected) => {
    expect(hypervolume(losses, reference)).toBeCloseTo(expected, 12)
  })

  it('comes to that of ZDT1 with a fine front', () => {
    const front = Array.from({ length: 20_001 }, (_, i) => [i / 20_000, 1 - Math.sqrt(i / 20_000)])
    // ∫ of the front: 1.1² − (0.1 + ⅓ + …), known as 0.87666…
    expect(hypervolume(front, [1.1, 1.1])).toBeCloseTo(0.8766666667, 3)
  })

  it.each([1, 2, 3, 4, 5])('counts the cells of a grid that are dominated, of %i objectives', (m) => {
    const generator = seededGenerator(m)
    for (let round = 0; round < 20; round++) {
      const losses = integerPoints(generator, 7, m)
      const reference = Array.from({ length: m }, () => 4)
      expect(hypervolume(losses, reference)).toBeCloseTo(dominatedCells(losses, m), 10)
    }
  })

  it('is divided among vectors by what each adds to the others', () => {
    const generator = seededGenerator(4)
    for (const m of [2, 3, 4]) {
      const losses = Array.from({ length: 9 }, () => Array.from({ length: m }, () => generator.uniform()))
      losses.push([...losses[0]!])
      const reference = Array.from({ length: m }, () => 0.9)
      const total = hypervolume(losses, reference)
      const expected = losses.map((_, i) => total - hypervolume(losses.toSpliced(i, 1), reference))
      const contributions = hypervolumeContributions(losses, reference)
      for (const [i, value] of expected.entries()) expect(contributions[i]).toBeCloseTo(value, 12)
      expect(contributions[0]).toBe(0)
    }
  })
})

describe('selectByHypervolume', () => {
  it('takes in turn the vector that adds most, as plain greedy search does', () => {
    const generator = seededGenerator(8)
    for (const m of [2, 3, 4]) {
      for (let round = 0; round < 8; round++) {
        // on a sphere, where none dominates another and none adds nothing
        const losses = Array.from({ length: 14 }, () => {
          const direction = Array.from({ length: m }, () => 0.05 + generator.uniform())
          return direction.map((value) => value / Math.hypot(...direction) - 1)
        })
        const reference = referencePoint(losses)
        expect(selectByHypervolume(losses, 6, reference)).toEqual(plainGreedy(losses, 6, reference))
      }
    }
  })

  it('takes the first of equals, and no more than there are', () => {
    const losses = [
      [1, 1],
      [1, 1],
      [0, 2],
    ]
    expect(selectByHypervolume(losses, 5, [3, 3])).toEqual([0, 2, 1])
    expect(selectByHypervolume([], 3, [])).toEqual([])
  })
})

describe('referencePoint', () => {
  it('lies a tenth beyond the worst of each objective, whatever its sign', () => {
    const reference = referencePoint([
      [10, -10, 0],
      [5, -20, -1],
    ])
    expect(reference[0]).toBeCloseTo(11, 12)
    expect(reference[1]).toBeCloseTo(-9, 12)
    expect(reference[2]).toBeGreaterThan(0)
  })
})

function integerPoints(generator: Generator, n: number, m: number): number[][] {
  return Array.from({ length: n }, () => Array.from({ length: m }, () => generator.integer(5)))
}

/** Unit cells of [0, 4]^m that some point is at or below the lower corner of. */
function dominatedCells(losses: readonly (readonly number[])[], m: number): number {
  let count = 0
  for (let cell = 0; cell < 4 ** m; cell++) {
    const corner = Array.from({ length: m }, (_, k) => Math.floor(cell / 4 ** k) % 4)
    if (losses.some((point) => point.every((value, k) => value <= corner[k]!))) count++
  }
  return count
}

function plainGreedy(losses: readonly (readonly number[])[], count: number, reference: readonly number[]): number[] {
  const chosen: number[] = []
  while (chosen.length < count) {
    const volumes = losses.map((point, i) =>
      chosen.includes(i) ? -1 : hypervolume([...chosen.map((k) => losses[k]!), point], reference),
    )
    chosen.push(volumes.indexOf(Math.max(...volumes)))
  }
  return chosen
}
