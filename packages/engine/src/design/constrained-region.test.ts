import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { designRegion } from './constrained-region.ts'
import type { Constraint } from './constraint.ts'
import type { Factor } from './factor.ts'

const temperature: Factor = { kind: 'continuous', name: 'temp', low: 20, high: 100 }
const time: Factor = { kind: 'continuous', name: 'time', low: 0, high: 10 }
const pressure: Factor = { kind: 'discrete', name: 'pressure', levels: [1, 2, 5] }
const catalyst: Factor = { kind: 'categorical', name: 'catalyst', levels: ['A', 'B', 'C'] }
const component = (name: string, low: number, high: number): Factor => ({
  kind: 'mixture',
  name,
  low,
  high,
  group: 'resin',
  total: 100,
})
const linear = (relation: '<=' | '>=' | '=', bound: number, terms: Record<string, number>): Constraint => ({
  kind: 'linear',
  text: `${JSON.stringify(terms)} ${relation} ${bound}`,
  coefficients: Object.entries(terms).map(([factor, coefficient]) => ({ factor, coefficient })),
  relation,
  bound,
})

describe('designRegion', () => {
  it('allows the levels and ranges of factors without constraints, and nothing else', () => {
    const region = designRegion([temperature, pressure, catalyst], [])
    expect(region.isProduct).toBe(true)
    expect(region.contains(Float64Array.of(0.3, -0.5, 2), 0)).toBe(true)
    expect(region.contains(Float64Array.of(0.3, 0, 2), 0)).toBe(false)
    expect(region.contains(Float64Array.of(1.001, 1, 2), 0)).toBe(false)
    expect(region.contains(Float64Array.of(1, 1, 1.5), 0)).toBe(false)
    expect(region.contains(Float64Array.of(Number.NaN, 1, 1), 0)).toBe(false)
    expect(region.candidates(100).length).toBe(3 * 3 * 3 * 3)
  })

  it('gives the interval in which a factor can move, in coded units', () => {
    const region = designRegion([temperature, time], [linear('<=', 100, { temp: 1, time: 4 })])
    const out = new Float64Array(2)
    // at time 10, temperature goes from 20 to 60
    expect(region.span(Float64Array.of(-1, 1), 0, 0, out)).toBe(true)
    expect(out[0]).toBeCloseTo(-1, 12)
    expect(out[1]).toBeCloseTo(0, 12)
  })

  it('moves two components of a mixture against each other', () => {
    const region = designRegion([component('A', 10, 50), component('B', 20, 70), component('C', 0, 40)], [])
    const out = new Float64Array(2)
    expect(region.pairSpan(Float64Array.of(0.3, 0.5, 0.2), 0, 0, 1, out)).toBe(true)
    expect(out[0]).toBeCloseTo(-0.2, 12)
    expect(out[1]).toBeCloseTo(0.2, 12)
    expect(region.span(Float64Array.of(0.3, 0.5, 0.2), 0, 0, out)).toBe(true)
    expect(out[0]).toBeCloseTo(0.3, 12)
    expect(out[1]).toBeCloseTo(0.3, 12)
  })

  it('draws allowed runs', () => {
    const region = designRegion(
      [temperature, time, pressure, catalyst, component('A', 10, 50), component('B', 20, 70), component('C', 0, 40)],
      [linear('<=', 100, { temp: 1, time: 4 })],
    )
    const generator = seededGenerator(1)
    const runs = new Float64Array(14)
    for (let i = 0; i < 200; i++) {
      region.sample(generator, runs, 7)
      expect(region.contains(runs, 7)).toBe(true)
    }
  })
})
