import { describe, expect, it } from 'vitest'
import { dtlz2, tradeOffProblem, unitFactors } from '../../../test/trade-off-problems.ts'
import { nsga3 } from './nsga3.ts'
import { referenceDirections } from './reference-directions.ts'

describe('nsga3', () => {
  it.each([
    [3, 92, [1, 1, 1], 0.05],
    [4, 120, [1, 10, 100, 1000], 0.05],
  ])('reaches the sphere of %i objectives in every direction, whatever their scales', (m, population, scales, near) => {
    const { losses, count } = nsga3(dtlz2(m, scales), { population, evaluations: 15_000, seed: 1 })
    const points = Array.from({ length: count }, (_, i) => scales.map((scale, k) => losses[i * m + k]! / scale))
    for (const point of points) expect(Math.abs(Math.hypot(...point) - 1)).toBeLessThan(near)
    const directions = referenceDirections(m, population)
    for (let d = 0; d < directions.length; d += m) {
      const wanted = [...directions.subarray(d, d + m)]
      const cosine = (point: readonly number[]) =>
        point.reduce((sum, part, k) => sum + part * wanted[k]!, 0) / Math.hypot(...point) / Math.hypot(...wanted)
      expect(Math.max(...points.map(cosine))).toBeGreaterThan(Math.cos(0.12))
    }
  })

  it('keeps to constraints, and gives the same for the same seed', () => {
    const problem = () =>
      tradeOffProblem(unitFactors(4), 4, ([a, b, c, d]) => [a!, b!, c!, 3 - a! - b! - c! + d!], {
        violationAt: ([a]) => Math.max(0, 0.5 - a!),
      })
    const run = () => nsga3(problem(), { population: 40, evaluations: 2_000, seed: 4 })
    const found = run()
    expect([...found.violations].every((violation) => violation === 0)).toBe(true)
    expect(Math.min(...found.runs.filter((_, at) => at % 4 === 0))).toBeLessThan(0.01)
    expect(run()).toEqual(found)
  })
})

describe('referenceDirections', () => {
  it.each([
    [2, 100, 100],
    [3, 92, 91],
    [4, 120, 120],
    [8, 160, 156],
    [5, 5, 5],
  ])('of %i objectives and %i at most are %i, each summing to 1', (m, most, count) => {
    const directions = referenceDirections(m, most)
    expect(directions.length / m).toBe(count)
    for (let d = 0; d < directions.length; d += m) {
      expect(directions.subarray(d, d + m).reduce((a, b) => a + b)).toBeCloseTo(1, 12)
    }
  })
})
