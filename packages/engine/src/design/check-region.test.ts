import { describe, expect, it } from 'vitest'
import { checkFactors } from './check-factors.ts'
import { checkRegion } from './check-region.ts'
import { designRegion } from './constrained-region.ts'
import type { Factor } from './factor.ts'
import { parseConstraints } from './parse-constraints.ts'
import { conflictingConstraints } from './region-conflict.ts'

const continuous = (name: string, low: number, high: number): Factor => ({ kind: 'continuous', name, low, high })
const component = (name: string, low: number, high: number, total = 1): Factor => ({
  kind: 'mixture',
  name,
  low,
  high,
  group: 'resin',
  total,
})
const temp = continuous('temp', 100, 200)
const time = continuous('time', 60, 100)
const pressure: Factor = { kind: 'discrete', name: 'pressure', levels: [1, 2, 5] }
const catalyst: Factor = { kind: 'categorical', name: 'catalyst', levels: ['A', 'B', 'C'] }

/** The code and text of the only error. */
function failure(factors: readonly Factor[], ...texts: string[]): [string, string] {
  const { feasible, errors } = checkRegion(factors, texts)
  expect([feasible, errors.length]).toEqual([false, 1])
  return [errors[0]!.error.code, errors[0]!.error.message]
}

describe('checkRegion', () => {
  it.each([
    ['a name twice', [temp, temp], 'design_factor_invalid', /"temp".*same name/],
    ['no name', [continuous(' ', 0, 1)], 'design_factor_invalid', /no name/],
    ['low above high', [continuous('x', 3, 1)], 'design_factor_invalid', /low 3 is above its high 1; exchange/],
    ['no width', [continuous('x', 3, 3)], 'design_factor_invalid', /both 3; widen/],
    ['no number', [continuous('x', Number.NaN, 3)], 'design_factor_invalid', /not both numbers/],
    ['one level', [{ ...pressure, levels: [1] }], 'design_factor_invalid', /two levels/],
    ['a level twice', [{ ...catalyst, levels: ['A', 'B', 'A'] }], 'design_factor_invalid', /level A is there twice/],
    ['levels out of order', [{ ...pressure, levels: [2, 1] }], 'design_factor_invalid', /ascending/],
    ['a lonely component', [component('A', 0, 1)], 'design_mixture_impossible', /"resin" of A .* one component/],
    [
      'two totals',
      [component('A', 0, 1), component('B', 0, 1, 100)],
      'design_mixture_impossible',
      /A adds up to 1 and B to 100/,
    ],
    [
      'lows above the total',
      [component('A', 0.6, 1), component('B', 0.5, 1)],
      'design_mixture_impossible',
      /lows add up to 1.1, above 1/,
    ],
    [
      'highs below the total',
      [component('A', 0, 0.6), component('B', 0, 0.3)],
      'design_mixture_impossible',
      /highs add up to 0.9, below 1/,
    ],
    ['a negative amount', [component('A', -0.1, 0.6), component('B', 0, 1)], 'design_factor_invalid', /begin at 0/],
    [
      'a step that does not fit',
      [{ ...component('A', 0, 1), step: 0.3 }, component('B', 0, 1)],
      'design_factor_invalid',
      /does not divide/,
    ],
    [
      'steps that miss the bounds',
      ['A', 'B', 'C'].map((name) => ({ ...component(name, 0.1, 0.4), step: 0.5 })),
      'design_mixture_impossible',
      /no multiples of 0.5 within the bounds/,
    ],
  ] as [string, Factor[], string, RegExp][])('says of factors with %s what to change', (_, factors, code, text) => {
    expect(failure(factors)).toEqual([code, expect.stringMatching(text)])
    expect(() => checkFactors(factors)).toThrow(expect.objectContaining({ code }))
  })

  it('names the text that cannot be read, and only it', () => {
    const { errors } = checkRegion([temp, time], ['temp <= 150', 'tmp <= 3', 'temp + time <= 260'])
    expect(errors).toMatchObject([{ text: 1, error: { code: 'design_constraint_invalid' } }])
  })

  it('says which constraints exclude each other, without those that have no part in it, and how far to loosen', () => {
    const [code, text] = failure([temp, time], 'temp <= 190', 'time >= 80', '2*temp + time <= 260')
    expect(code).toBe('design_region_empty')
    expect(text).toBe(
      'No run meets these constraints together: "time >= 80", "2*temp + time <= 260". ' +
        "With the factors' ranges and the others of these, time is 60 at most; 2 temp + time is 280 at least: loosen one of them so far, or widen the ranges.",
    )
  })

  it.each([
    ['levels', ['catalyst = "A"', 'catalyst != "A"'], ['catalyst = "A"', 'catalyst != "A"']],
    [
      'an implication',
      ['if catalyst = "A" then temp >= 250', 'catalyst = "A"', 'time <= 90'],
      ['if catalyst = "A" then temp >= 250', 'catalyst = "A"'],
    ],
    ['levels of a number', ['pressure > 2', 'pressure < 5'], ['pressure > 2', 'pressure < 5']],
    [
      'no level of a number',
      ['pressure != 1 and pressure != 5', 'time >= 70', 'if pressure = 2 then temp <= 90'],
      ['pressure != 1 and pressure != 5', 'pressure != 1 and pressure != 5', 'if pressure = 2 then temp <= 90'],
    ],
    ['a strict bound at the end of the range', ['temp < 100'], ['temp < 100']],
    ['alternatives, each impossible', ['temp <= 90 or time >= 110', 'time >= 70'], ['temp <= 90 or time >= 110']],
  ])('finds the smallest conflict of %s', (_, texts, expected) => {
    const factors = [temp, time, pressure, catalyst]
    const conflict = conflictingConstraints(
      factors,
      texts.flatMap((text) => parseConstraints(text, factors)),
    )
    expect(conflict.map(({ text }) => text)).toEqual(expected)
    expect(failure(factors, ...texts)[0]).toBe('design_region_empty')
  })

  it('says of curved conditions that no run was found, and of how many', () => {
    expect(failure([temp, time], 'temp * time >= 20001')).toEqual([
      'design_region_not_found',
      expect.stringMatching(/None of \d+ tried runs meets the constraints \("temp \* time >= 20001"\)/),
    ])
  })

  it('finds the small corner that curved conditions leave', () => {
    expect(checkRegion([temp, time], ['temp * time >= 19990']).feasible).toBe(true)
  })

  it('tells what is left of each factor', () => {
    const factors = [temp, time, pressure, catalyst, component('A', 0.2, 0.9), component('B', 0.3, 0.9)]
    const texts = [
      'temp + time <= 220',
      'time >= 70',
      '100*pressure <= 2*temp + 50',
      'if catalyst = "A" then temp >= 160',
      'A >= B',
    ]
    expect(checkRegion(factors, texts).ranges).toEqual([
      { name: 'temp', low: 100, high: 150, levels: null, isFixed: false },
      { name: 'time', low: 70, high: 120 - 20, levels: null, isFixed: false },
      { name: 'pressure', low: 1, high: 2, levels: [1, 2], isFixed: false },
      { name: 'catalyst', low: null, high: null, levels: ['B', 'C'], isFixed: false },
      { name: 'A', low: 0.5, high: 0.7, levels: null, isFixed: false },
      { name: 'B', low: 0.3, high: 0.5, levels: null, isFixed: false },
    ])
  })

  it('tells which levels of a number are left, and what they leave of others', () => {
    const { ranges } = checkRegion(
      [temp, pressure],
      ['pressure != 2', 'pressure < 5 or temp <= 150', 'if pressure = 1 then temp >= 190 or temp = 120'],
    )
    expect(ranges).toMatchObject([
      { name: 'temp', low: 100, high: 200 },
      { name: 'pressure', levels: [1, 5] },
    ])
  })

  it('doubts factors with one setting left and constraints that exclude nothing', () => {
    const { feasible, doubts } = checkRegion(
      [temp, time, catalyst],
      ['temp >= 200', 'catalyst = "B"', 'time + temp <= 300', 'time <= 95'],
    )
    expect(feasible).toBe(true)
    expect(
      doubts.map(({ text, error }) => [text, error.code, error.details.factor ?? error.details.constraint]),
    ).toEqual([
      [null, 'design_factor_fixed', 'temp'],
      [null, 'design_factor_fixed', 'catalyst'],
      [2, 'design_constraint_redundant', 'time + temp <= 300'],
    ])
  })

  it.each([
    [
      'of numbers',
      [temp, time],
      Array.from({ length: 12 }, (_, i) => `temp <= ${150 + i} or time <= ${80 + i} or temp + time >= ${200 + i}`),
    ],
    [
      'of forbidden combinations',
      Array.from(
        { length: 6 },
        (_, i): Factor => ({ kind: 'categorical', name: `c${i}`, levels: ['a', 'b', 'c', 'd'] }),
      ),
      Array.from(
        { length: 30 },
        (_, i) => `not (c${i % 6} = "${'abcd'[i % 4]}" and c${(i * 7 + 1) % 6} = "${'abcd'[(i * 5 + 2) % 4]}")`,
      ),
    ],
  ])('copes with alternatives %s that multiply to millions', (_, factors, texts) => {
    expect(checkRegion(factors, texts)).toMatchObject({ feasible: true, errors: [] })
    const region = designRegion(
      factors,
      texts.flatMap((text) => parseConstraints(text, factors)),
    )
    const candidates = region.candidates(100)
    expect(candidates.length / factors.length).toBeGreaterThan(50)
    for (let at = 0; at < candidates.length; at += factors.length) expect(region.contains(candidates, at)).toBe(true)
  })
})

describe('designRegion', () => {
  it('refuses a constraint on a factor that is given', () => {
    const day: Factor = { kind: 'covariate', name: 'humidity', low: 0, high: 100 }
    const constraint = {
      kind: 'linear',
      text: 'humidity <= 50',
      coefficients: [{ factor: 'humidity', coefficient: 1 }],
      relation: '<=',
      bound: 50,
    } as const
    expect(() => designRegion([temp, day], [constraint])).toThrow(
      expect.objectContaining({ code: 'design_constraint_invalid' }),
    )
  })
})
