import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { designRegion } from './constrained-region.ts'
import { codedLevel, type Factor, naturalLevel } from './factor.ts'
import { parseConstraints } from './parse-constraints.ts'
import { roundedRuns } from './rounded-runs.ts'

const continuous = (name: string, low: number, high: number): Factor => ({ kind: 'continuous', name, low, high })
const component = (name: string, low: number, high: number, total = 1, step?: number): Factor => ({
  kind: 'mixture',
  name,
  low,
  high,
  group: 'm',
  total,
  ...(step === undefined ? {} : { step }),
})

function rounded(factors: readonly Factor[], text: string, natural: readonly number[], digits: readonly number[]) {
  const region = designRegion(factors, parseConstraints(text, factors))
  const run = Float64Array.from(factors, (factor, j) => codedLevel(factor, natural[j]!))
  const { runs, unrounded } = roundedRuns(region, run, digits)
  expect(region.contains(runs, 0)).toBe(true)
  return { settings: factors.map((factor, j) => Number(naturalLevel(factor, runs[j]!).toFixed(9))), unrounded }
}

describe('roundedRuns', () => {
  it('rounds to the nearest where that is allowed', () => {
    const factors = [
      continuous('x', 0, 10),
      continuous('y', 0, 1),
      { kind: 'discrete', name: 'n', levels: [0.125, 1] } as const,
    ]
    expect(rounded(factors, '', [3.456, 0.7777, 0.125], [1, 2, 0]).settings).toEqual([3.5, 0.78, 0.125])
  })

  it('goes to the other side where the nearest would break a constraint', () => {
    const factors = [continuous('x', 0, 10), continuous('y', 0, 10)]
    expect(rounded(factors, 'x + y <= 10', [3.6, 6.4], [0, 1]).settings).toEqual([3, 6.4])
    expect(rounded(factors, 'x < 4', [3.999, 1], [1, 1]).settings).toEqual([3.9, 1])
  })

  it('stays within a range whose ends have more decimals', () => {
    expect(rounded([continuous('x', 0.25, 9.75)], '', [9.75], [0]).settings).toEqual([9])
  })

  it('keeps the sum of a mixture', () => {
    const factors = ['A', 'B', 'C'].map((name) => component(name, 0, 1))
    expect(rounded(factors, '', [1 / 3, 1 / 3, 1 / 3], [2, 2, 2]).settings).toEqual([0.34, 0.33, 0.33])
    const percent = ['A', 'B', 'C'].map((name) => component(name, 0, 100, 100, 5))
    expect(rounded(percent, '', [33, 33, 34], [1, 1, 1]).settings).toEqual([35, 30, 35])
  })

  it('keeps an equality of process factors', () => {
    const factors = [continuous('x', 0, 10), continuous('y', 0, 10)]
    expect(rounded(factors, 'x + 2*y = 10', [3.4444, 3.2778], [1, 2]).settings).toEqual([3.4, 3.3])
  })

  it('keeps the sum where a further constraint binds', () => {
    const factors = [component('A', 0, 1), component('B', 0.05, 1), component('C', 0, 1)]
    const { settings, unrounded } = rounded(factors, 'A <= 2*B; C <= 0.4', [0.5666, 0.2833, 0.1501], [2, 2, 2])
    expect(unrounded).toEqual([])
    expect(settings[0]! + settings[1]! + settings[2]!).toBeCloseTo(1, 12)
    for (const setting of settings) expect(setting * 100).toBeCloseTo(Math.round(setting * 100), 9)
  })

  it('tells of runs that no rounded setting is near enough to', () => {
    const factors = [continuous('x', 0, 10)]
    expect(rounded(factors, '3.21 <= x <= 3.24', [3.22], [1])).toEqual({ settings: [3.22], unrounded: [0] })
  })

  it('rounds drawn runs of a thin mixture so that all are allowed', () => {
    const factors = [
      component('A', 0.4, 0.6),
      component('B', 0.1, 0.5),
      component('C', 0.1, 0.5),
      component('D', 0.03, 0.08),
      continuous('t', 0, 90),
    ]
    const region = designRegion(factors, parseConstraints('A + 2*D <= 0.7; t + 100*B <= 120', factors))
    const runs = new Float64Array(100 * 5)
    const generator = seededGenerator(3)
    for (let i = 0; i < 100; i++) region.sample(generator, runs, 5 * i)
    const result = roundedRuns(region, runs, [2, 2, 2, 2, 0])
    expect(result.unrounded).toEqual([])
    for (let i = 0; i < 100; i++) expect(region.contains(result.runs, 5 * i)).toBe(true)
  })
})
