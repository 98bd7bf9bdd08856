import { describe, expect, it } from 'vitest'
import { designRegion } from './constrained-region.ts'
import { type Factor, naturalLevel } from './factor.ts'
import { parseConstraints } from './parse-constraints.ts'

const continuous = (name: string, low = -1, high = 1): Factor => ({ kind: 'continuous', name, low, high })
const component = (name: string, low: number, high: number, step?: number): Factor => ({
  kind: 'mixture',
  name,
  low,
  high,
  group: 'm',
  total: 1,
  ...(step === undefined ? {} : { step }),
})

/** Candidates in natural units, as text, sorted. */
function candidates(factors: readonly Factor[], text: string, limit = 10_000): string[] {
  const region = designRegion(factors, parseConstraints(text, factors))
  const runs = region.candidates(limit)
  return Array.from({ length: runs.length / factors.length }, (_, i) =>
    factors.map((factor, j) => Number(naturalLevel(factor, runs[i * factors.length + j]!).toFixed(6))).join(' '),
  ).sort()
}

describe('candidates', () => {
  it('are the three-level grid with every level where nothing binds', () => {
    const catalyst: Factor = { kind: 'categorical', name: 'c', levels: ['A', 'B'] }
    const found = candidates([continuous('x'), continuous('y'), catalyst], '')
    expect(found).toHaveLength(18)
    expect(found).toContain('-1 0 1')
  })

  it('of the flare experiment are its vertices, middles of edges and faces, and centre', () => {
    // McLean & Anderson, Technometrics 8 (1966) 447–454: 8 vertices, 6 faces; a hexahedron has 12 edges
    const flare = [
      component('Mg', 0.4, 0.6),
      component('Na', 0.1, 0.5),
      component('Sr', 0.1, 0.5),
      component('b', 0.03, 0.08),
    ]
    const found = candidates(flare, '')
    expect(found).toHaveLength(8 + 6 + 12 + 1)
    expect(found).toEqual(
      expect.arrayContaining(['0.4 0.1 0.47 0.03', '0.5 0.2225 0.2225 0.055', '0.5 0.345 0.1 0.055']),
    )
  })

  it('of a stepped mixture are all its amounts where they are few, else those nearest to the faces', () => {
    const coarse = ['A', 'B', 'C'].map((name) => component(name, 0, 1, 0.1))
    expect(candidates(coarse, '')).toHaveLength(66)
    expect(candidates(coarse, 'A <= 0.25').every((run) => Number(run.split(' ')[0]) <= 0.2)).toBe(true)
    const fine = ['A', 'B', 'C', 'D'].map((name) => component(name, 0.105, 0.7, 0.01))
    const found = candidates(fine, '', 100)
    expect(found).toContain('0.11 0.11 0.11 0.67')
    for (const run of found) expect(run.split(' ').reduce((sum, x) => sum + Number(x), 0)).toBeCloseTo(1, 9)
  })

  it('of levels alone are every allowed combination', () => {
    const factors = ['a', 'b', 'c', 'd', 'e', 'f'].map(
      (name): Factor => ({ kind: 'discrete', name, levels: [0, 1, 2, 3, 4, 5] }),
    )
    // 5 among six
    expect(candidates(factors, 'a + b + c + d + e + f = 5')).toHaveLength(252)
    expect(candidates(factors.slice(0, 2), 'a * b != 4 and a != 2')).toHaveLength(30 - 2)
  })

  it('lie on a curved boundary where vertices are cut off', () => {
    const found = candidates([continuous('x', 0, 10), continuous('y', 0, 10)], 'x * y <= 50')
    expect(found).toEqual(expect.arrayContaining(['0 0', '10 0', '10 5', '5 10', '0 10']))
    // on the diagonal, from the centre to the corner that is cut off
    expect(found).toContain('7.071068 7.071068')
  })

  it('lie on both boundaries of a thin ring, which holds no vertex and no centre', () => {
    const found = candidates([continuous('x'), continuous('y')], '0.25 <= x^2 + y^2 <= 0.255')
    const radii = found.map((run) => Math.hypot(...run.split(' ').map(Number)))
    expect(radii.filter((radius) => radius > 0.50497).length).toBeGreaterThan(20)
    expect(radii.filter((radius) => radius < 0.50003).length).toBeGreaterThan(20)
  })

  it('say of a stepped mixture when constraints leave none of its steps', () => {
    const steps = ['A', 'B', 'C'].map((name) => component(name, 0, 1, 0.5))
    expect(() => candidates(steps, 'A >= 0.1; A <= 0.4')).toThrow(
      expect.objectContaining({
        code: 'design_mixture_impossible',
        details: expect.objectContaining({ components: ['A', 'B', 'C'] }),
      }),
    )
  })

  it('hold the vertices of each level’s own polytope', () => {
    const catalyst: Factor = { kind: 'categorical', name: 'c', levels: ['A', 'B'] }
    const found = candidates([continuous('t', 0, 100), catalyst], 'if c = "A" then t <= 80')
    expect(found).toEqual(expect.arrayContaining(['0 0', '80 0', '0 1', '100 1']))
    expect(found).not.toContain('100 0')
  })

  it('keep to the limit, with each setting of each factor about equally often', () => {
    const factors = Array.from({ length: 12 }, (_, i) => continuous(`x${i}`))
    const found = candidates(factors, '', 300)
    expect(found).toHaveLength(300)
    for (let j = 0; j < 12; j++) expect(found.filter((run) => run.split(' ')[j] === '0')).toHaveLength(100)
  })

  it('are found where the vertices are too many to list', () => {
    const factors = Array.from({ length: 16 }, (_, i) => continuous(`x${i}`))
    const sum = factors.map(({ name }) => name).join(' + ')
    expect(candidates(factors, `-1 <= ${sum} <= 1`, 200)).toHaveLength(200)
  })
})
