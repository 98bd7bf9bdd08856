import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import type { DesignProblem } from './design-problem.ts'
import type { Factor } from './factor.ts'
import { runOrder } from './run-order.ts'

const TEMPERATURE: Factor = { kind: 'continuous', name: 'temperature', low: 20, high: 80 }
const DAY: Factor = { kind: 'block', name: 'day', levels: ['Mon', 'Tue'], sizes: [4, 4] }

describe('runOrder', () => {
  it('makes every run once, in an order that the seed decides', () => {
    const runs = new Float64Array(12)
    const order = (seed: number) => [...runOrder(problem([TEMPERATURE]), runs, seededGenerator(seed))]
    expect(order(1).toSorted((a, b) => a - b)).toEqual([...Array(12).keys()])
    expect(order(1)).toEqual(order(1))
    expect(order(1)).not.toEqual(order(2))
  })

  it('puts every run of three in every place equally often', () => {
    const counts = new Map<string, number>()
    const generator = seededGenerator(3)
    for (let draw = 0; draw < 6000; draw++) {
      const key = runOrder(problem([TEMPERATURE]), new Float64Array(3), generator).join('')
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })

  it('finishes a block before the next, in the order of the blocks, replicates in their own block', () => {
    const blocks = [0, 0, 0, 0, 1, 1, 1, 1, /* replicates */ 1, 0]
    const runs = Float64Array.from(blocks.flatMap((block) => [0, block]))
    for (let seed = 0; seed < 20; seed++) {
      const order = runOrder(problem([TEMPERATURE, DAY]), runs, seededGenerator(seed))
      expect(Array.from(order, (i) => blocks[i])).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
    }
  })

  it('keeps the runs of a whole plot together, and shuffles plots and the runs within them', () => {
    const sizes = [3, 2, 3]
    const plotOf = [0, 0, 0, 1, 1, 2, 2, 2]
    const seen = new Set<string>()
    for (let seed = 0; seed < 60; seed++) {
      const split: DesignProblem = {
        ...problem([TEMPERATURE]),
        wholePlots: { sizes, factors: ['temperature'], varianceRatio: 1 },
      }
      const order = runOrder(split, new Float64Array(8), seededGenerator(seed))
      const plots = Array.from(order, (i) => plotOf[i]!)
      expect(plots.filter((plot, i) => plot !== plots[i - 1])).toHaveLength(3)
      seen.add(plots.join(''))
    }
    expect(seen.size).toBe(6)
  })

  it.each([
    [9, 1, [4]],
    [10, 2, [2, 7]],
    [12, 3, [2, 6, 10]],
    [2, 2, [0, 1]],
  ])('of %i runs spaces the last %i evenly, as centre points', (n, count, places) => {
    for (let seed = 0; seed < 5; seed++) {
      const order = runOrder(problem([TEMPERATURE]), new Float64Array(n), seededGenerator(seed), count)
      const found = Array.from(order, (i) => i >= n - count).flatMap((isCenter, place) => (isCenter ? [place] : []))
      expect(found).toEqual(places)
    }
  })
})

function problem(factors: Factor[]): DesignProblem {
  return {
    factors,
    model: { terms: { intercept: true, terms: [] }, columns: [] },
    criterion: { kind: 'D' },
    runs: 0,
    constraints: [],
  }
}
