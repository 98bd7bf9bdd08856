import { describe, expect, it } from 'vitest'
import { type Factor, naturalLevel } from '../factor.ts'
import { CATALOGUE, type ClassicalName } from './catalogue-index.ts'
import { type ClassicalOptions, classicalDesign } from './classical-design.ts'

const NUMBERS = Array.from(
  { length: 4 },
  (_, i): Factor => ({ kind: 'continuous', name: `x${i + 1}`, low: 10, high: 30 }),
)
const CATALYST: Factor = { kind: 'categorical', name: 'catalyst', levels: ['a', 'b', 'c'] }
const SPEED: Factor = { kind: 'discrete', name: 'speed', levels: [100, 200, 400] }
const COMPONENTS = ['a', 'b', 'c'].map(
  (name): Factor => ({ kind: 'mixture', name, low: 0, high: 100, group: 'mix', total: 100 }),
)
const UPPER: Factor = { kind: 'mixture', name: 'd', low: 0, high: 20, group: 'mix', total: 100 }

describe('classicalDesign', () => {
  it.each<[ClassicalName, ClassicalOptions, readonly Factor[], number]>([
    ['full_factorial', {}, NUMBERS, 16],
    ['full_factorial', { levels: 3, centerPoints: 0 }, [NUMBERS[0]!, CATALYST], 9],
    ['fractional_factorial', {}, NUMBERS, 8],
    ['fractional_factorial', { generators: ['C=AB', 'D=-AB'], centerPoints: 2 }, NUMBERS, 6],
    ['plackett_burman', {}, NUMBERS, 8],
    ['plackett_burman', { runs: 12 }, NUMBERS, 12],
    ['orthogonal_array', { levels: 3 }, NUMBERS, 9],
    ['orthogonal_array', {}, [NUMBERS[0]!, CATALYST, SPEED], 18],
    ['definitive_screening', {}, NUMBERS, 9],
    ['box_behnken', {}, NUMBERS, 27],
    ['central_composite', {}, NUMBERS, 27],
    ['central_composite', { composite: { kind: 'circumscribed', cube: 'small' }, centerPoints: 1 }, NUMBERS, 17],
    ['simplex_lattice', {}, COMPONENTS, 6],
    ['simplex_lattice', { degree: 3, axial: true }, COMPONENTS, 14],
    ['simplex_centroid', {}, COMPONENTS, 7],
    ['latin_hypercube', { runs: 10 }, [...NUMBERS, CATALYST], 10],
    ['sobol', { runs: 9, seed: 4 }, [...NUMBERS, SPEED], 9],
  ])('has the runs that its name promises: %s %j', (name, options, factors, runs) => {
    expect(classicalDesign(name, factors, options).length).toBe(runs * factors.length)
  })

  it('sets factors to their own levels', () => {
    const factors = [SPEED, CATALYST]
    const runs = classicalDesign('full_factorial', factors)
    const speeds = Array.from({ length: 9 }, (_, i) => naturalLevel(SPEED, runs[2 * i]!))
    expect([...new Set(speeds)].map(Math.round)).toEqual([100, 200, 400])
    const spread = classicalDesign('latin_hypercube', factors, { runs: 9 })
    expect(Array.from({ length: 9 }, (_, i) => spread[2 * i + 1]!).sort((a, b) => a - b)).toEqual([
      0, 0, 0, 1, 1, 1, 2, 2, 2,
    ])
  })

  it('places axial points for the centre points that are made', () => {
    const runs = classicalDesign('central_composite', NUMBERS, {
      centerPoints: 6,
      composite: { kind: 'circumscribed', alpha: 'orthogonal', cube: 'full' },
    })
    const n = runs.length / 4
    const sum = (power: (at: number) => number) =>
      Array.from({ length: n }, (_, i) => power(4 * i)).reduce((a, b) => a + b)
    const squares = sum((at) => runs[at]! ** 2)
    expect(sum((at) => runs[at]! ** 2 * runs[at + 1]! ** 2) - squares ** 2 / n).toBeCloseTo(0, 9)
  })

  it('blends within the bounds', () => {
    const factors = COMPONENTS.map((factor): Factor => ({ ...factor, low: 10 }) as Factor)
    const runs = classicalDesign('simplex_centroid', factors)
    expect([...runs.subarray(0, 3)].map((share) => Math.round(100 * share))).toEqual([80, 10, 10])
  })

  it.each<[string, ClassicalName, readonly Factor[], ClassicalOptions, RegExp]>([
    ['a category of three levels', 'plackett_burman', [...NUMBERS, CATALYST], {}, /catalyst has more than two levels/],
    ['unevenly spaced levels', 'box_behnken', [...NUMBERS, SPEED], {}, /sets speed to 250, which is none/],
    ['eight factors', 'box_behnken', [...NUMBERS, ...NUMBERS], {}, /3 to 7 or 9 to 12 factors, not 8/],
    ['an upper bound', 'simplex_lattice', [...COMPONENTS, UPPER], {}, /upper bounds/],
    ['a category', 'definitive_screening', [...NUMBERS, CATALYST], {}, /no place for catalyst/],
    ['a single level', 'full_factorial', NUMBERS, { levels: 1 }, /two levels at least/],
    ['no number of runs', 'sobol', NUMBERS, {}, /how many runs/],
    ['no such array', 'orthogonal_array', NUMBERS, { levels: 3, runs: 10 }, /none is known/],
    ['too few runs', 'plackett_burman', NUMBERS, { runs: 4 }, /multiple of 4 above 4/],
  ])('says why there is none: %s', (_, name, factors, options, reason) => {
    expect(() => classicalDesign(name, factors, options)).toThrow(
      expect.objectContaining({ code: 'design_classical_impossible', message: expect.stringMatching(reason) }),
    )
  })
})

describe('CATALOGUE', () => {
  it.each(CATALOGUE.filter(({ purpose }) => purpose !== 'space filling'))('tells the runs that $name has', (design) => {
    const factors = design.purpose === 'mixture' ? COMPONENTS : NUMBERS
    const counts = design.runCounts(factors.length)!
    const runs = classicalDesign(design.name, factors, { centerPoints: 0 })
    expect(counts).toContain(runs.length / factors.length)
  })
})
