import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { designRegion } from './constrained-region.ts'
import type { Factor } from './factor.ts'
import { parseConstraints } from './parse-constraints.ts'

const continuous = (name: string): Factor => ({ kind: 'continuous', name, low: -1, high: 1 })

/** Rows of n draws, coded. */
function draws(factors: readonly Factor[], text: string, n: number, seed = 1): Float64Array[] {
  const region = designRegion(factors, parseConstraints(text, factors))
  const generator = seededGenerator(seed)
  return Array.from({ length: n }, () => {
    const run = new Float64Array(factors.length)
    region.sample(generator, run, 0)
    return run
  })
}

function mean(rows: readonly Float64Array[], value: (run: Float64Array) => number): number {
  return rows.reduce((sum, run) => sum + value(run), 0) / rows.length
}

describe('sample', () => {
  it('is uniform over a corner that is too small for drawing and dropping', () => {
    // a simplex of four dimensions and side 0.6, a 3,000th of the cube: mean s/5, mean square 2s²/30 from the corner
    const rows = draws(['a', 'b', 'c', 'd'].map(continuous), 'a + b + c + d <= -3.4', 3000)
    for (let j = 0; j < 4; j++) {
      expect(mean(rows, (run) => run[j]! + 1)).toBeCloseTo(0.12, 2)
      expect(mean(rows, (run) => (run[j]! + 1) ** 2)).toBeCloseTo(0.024, 2.5)
    }
  })

  it('is uniform over the hexagon that an equality cuts from a cube', () => {
    const rows = draws(['a', 'b', 'c'].map(continuous), 'a + b + c = 0', 4000)
    for (let j = 0; j < 3; j++) {
      expect(Math.abs(mean(rows, (run) => run[j]!))).toBeLessThan(0.03)
      expect(Math.abs(mean(rows, (run) => run[j]! ** 2) - 5 / 18)).toBeLessThan(0.02)
    }
  })

  it('is uniform over a mixture: the mean square of a share is 2/(q(q + 1))', () => {
    const factors = ['a', 'b', 'c'].map(
      (name): Factor => ({ kind: 'mixture', name, low: 0, high: 1, group: 'm', total: 1 }),
    )
    const rows = draws(factors, '', 4000)
    for (let j = 0; j < 3; j++) {
      expect(mean(rows, (run) => run[j]!)).toBeCloseTo(1 / 3, 1.5)
      expect(mean(rows, (run) => run[j]! ** 2)).toBeCloseTo(1 / 6, 1.5)
    }
  })

  it('is uniform over a thin curved band', () => {
    // a ring of radius 0.5 to 0.505: every quarter turn is as likely
    const rows = draws(['a', 'b'].map(continuous), '0.25 <= a^2 + b^2 <= 0.255', 2000)
    for (const [a, b] of [
      [1, 1],
      [1, -1],
      [-1, 1],
      [-1, -1],
    ] as const) {
      expect(Math.abs(mean(rows, (run) => Number(run[0]! * a > 0 && run[1]! * b > 0)) - 0.25)).toBeLessThan(0.05)
    }
  })

  it('reaches every combination of levels that an equality leaves', () => {
    const factors = ['a', 'b', 'c', 'd', 'e'].map(
      (name): Factor => ({ kind: 'discrete', name, levels: [0, 1, 2, 3, 4, 5, 6] }),
    )
    const rows = draws([...factors, continuous('x')], 'a + b + c + d + e = 3', 1500)
    // 3 among five: C(7, 4)
    expect(new Set(rows.map((run) => run.subarray(0, 5).join())).size).toBe(35)
    expect(rows.every((run) => Math.abs(run.subarray(0, 5).reduce((sum, x) => sum + 3 * x + 3, 0) - 3) < 1e-9)).toBe(
      true,
    )
  })

  it('draws a run of several alternatives as often as one of a single', () => {
    // two thin slabs that overlap: the middle is not twice as likely
    const text = '(a <= 0.3 and abs(b) <= 0.002) or (a >= -0.3 and abs(b) <= 0.002)'
    const rows = draws(['a', 'b'].map(continuous), text, 4000)
    expect(Math.abs(mean(rows, (run) => Number(Math.abs(run[0]!) < 0.3)) - 0.3)).toBeLessThan(0.04)
  })

  it('depends on the generator alone, not on what was asked of the region before', () => {
    const factors = ['a', 'b', 'c'].map(continuous)
    const region = designRegion(factors, parseConstraints('a + b + c = 0; a * b <= 0.2', factors))
    const first = new Float64Array(3)
    region.sample(seededGenerator(5), first, 0)
    region.candidates(50)
    const again = new Float64Array(3)
    for (const seed of [6, 5]) region.sample(seededGenerator(seed), again, 0)
    expect(again).toEqual(first)
  })

  it('leaves given factors as they are', () => {
    const factors: Factor[] = [{ kind: 'covariate', name: 'age', low: 0, high: 9 }, continuous('a'), continuous('b')]
    const region = designRegion(factors, parseConstraints('a + b = 0.5', factors))
    const run = Float64Array.of(0.7, 0, 0)
    region.sample(seededGenerator(1), run, 0)
    expect(run[0]).toBe(0.7)
    expect(region.contains(run, 0)).toBe(true)
  })
})
