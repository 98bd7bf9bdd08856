import { describe, expect, it } from 'vitest'
import { factorCholesky, inverseFromCholesky } from '../linalg/cholesky.ts'
import { parseFormula } from '../linear/formula.ts'
import { seededGenerator } from '../random/generator.ts'
import { designRegion } from './constrained-region.ts'
import type { Constraint } from './constraint.ts'
import { designModel, modelExpansion } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import type { Factor } from './factor.ts'
import { informationMatrix } from './information.ts'
import { largestVariance } from './largest-variance.ts'

const X: Factor = { kind: 'continuous', name: 'x', low: 0, high: 10 }
const Z: Factor = { ...X, name: 'z' }
const COLOUR: Factor = { kind: 'categorical', name: 'colour', levels: ['red', 'green', 'blue'] }
const DAY: Factor = { kind: 'block', name: 'day', levels: ['1', '2'], sizes: [6, 6] }
const component = (name: string): Factor => ({ kind: 'mixture', name, low: 0, high: 1, group: 'mix', total: 1 })
const TRIANGLE: Constraint = {
  kind: 'linear',
  text: 'x + z <= 12',
  coefficients: [
    { factor: 'x', coefficient: 1 },
    { factor: 'z', coefficient: 1 },
  ],
  relation: '<=',
  bound: 12,
}

describe('largestVariance', () => {
  it('is p, at the support points, for the D-optimal weights of a parabola', () => {
    const { value, run } = largestOf(problem([X], '~ x + I(x^2)'), Float64Array.of(-1, 0, 1), 3)
    expect(value).toBeCloseTo(3, 12)
    expect([-1, 0, 1]).toContain(run[0])
  })

  it('is at the corners of the 3² factorial: 0.8056', () => {
    const runs = Float64Array.from([-1, 0, 1].flatMap((x) => [-1, 0, 1].flatMap((z) => [x, z])))
    const { value, run } = largestOf(problem([X, Z], '~ x + z + x:z + I(x^2) + I(z^2)'), runs)
    expect(value).toBeCloseTo(0.8055555555555557, 12)
    expect(Array.from(run, Math.abs)).toEqual([1, 1])
  })

  it.each<[string, Factor[], Constraint[], string]>([
    ['a square', [X, Z], [], '~ x + z + x:z + I(x^2) + I(z^2)'],
    ['a cubic', [X, Z], [], '~ x + z + I(x^2) + I(x^3) + x:z'],
    ['a logarithm', [{ ...X, low: 1 }, Z], [], '~ log(x) + z + x:z + I(z^2)'],
    ['a cut corner', [X, Z], [TRIANGLE], '~ x + z + x:z + I(x^2) + I(z^2)'],
    ['a mixture', [component('a'), component('b'), component('c')], [], '~ 0 + a + b + c + a:b + a:c + b:c'],
    ['categories and blocks', [X, COLOUR, DAY], [], '~ x + colour + x:colour + I(x^2)'],
  ])('is exceeded nowhere in %s', (_, factors, constraints, formula) => {
    const generator = seededGenerator(3)
    const region = designRegion(factors, constraints)
    const drawn = { ...problem(factors, formula), constraints }
    const k = factors.length
    for (let repeat = 0; repeat < 8; repeat++) {
      const runs = sample(drawn.model.columns.length + 3)
      const inverse = inverseOf(drawn, runs, 1)
      const { value, run } = largestVariance(drawn, region, inverse)
      expect(region.contains(run, 0)).toBe(true)
      expect(value / varianceAt(drawn, inverse, run)).toBeCloseTo(1, 8)
      const others = sample(3000)
      const variances = Array.from({ length: 3000 }, (_, i) =>
        varianceAt(drawn, inverse, others.subarray(i * k, (i + 1) * k)),
      )
      expect(Math.max(...variances)).toBeLessThanOrEqual(value * (1 + 1e-9))
    }

    function sample(count: number): Float64Array {
      const runs = new Float64Array(count * k)
      for (let i = 0; i < count; i++) {
        region.sample(generator, runs, i * k)
        factors.forEach(({ kind }, j) => {
          if (kind === 'block') runs[i * k + j] = generator.integer(2)
        })
      }
      return runs
    }
  })

  it('is over the candidates where there are any', () => {
    const candidates = { runs: Float64Array.of(-0.5, 0, 0.5), repeats: true }
    const line = { ...problem([X], '~ x'), candidates }
    const { value, run } = largestVariance(line, designRegion([X], []), Float64Array.of(1, 0, 0, 1))
    expect(value).toBe(1.25)
    expect(Math.abs(run[0]!)).toBe(0.5)
  })

  it('is over the rows that bring a covariate', () => {
    const humidity: Factor = { kind: 'covariate', name: 'humidity', low: 0, high: 1 }
    const given = { ...problem([X, humidity], '~ x + humidity'), covariateRows: Float64Array.of(0, -0.25, 0, 0.5) }
    const inverse = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1)
    const { value, run } = largestVariance(given, designRegion([X, humidity], []), inverse)
    expect(value).toBe(2.25)
    expect(run[1]).toBe(0.5)
  })
})

function problem(factors: readonly Factor[], formula: string): DesignProblem {
  const columns = factors.map(({ name }) => name)
  const terms = parseFormula(formula, { columns, features: columns })
  return { factors, model: designModel(factors, terms), criterion: { kind: 'G' }, runs: 0, constraints: [] }
}

function largestOf(drawn: DesignProblem, runs: Float64Array, divisor = 1) {
  return largestVariance(drawn, designRegion(drawn.factors, []), inverseOf(drawn, runs, divisor))
}

function inverseOf(drawn: DesignProblem, runs: Float64Array, divisor: number): Float64Array {
  const p = drawn.model.columns.length
  const information = informationMatrix(drawn, runs).map((value) => value / divisor)
  return inverseFromCholesky(factorCholesky(information, p)!, p)
}

function varianceAt({ factors, model }: DesignProblem, inverse: Float64Array, run: Float64Array): number {
  const p = model.columns.length
  const row = new Float64Array(p)
  modelExpansion(factors, model.columns).expand(run, 0, row, 0)
  let sum = 0
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) sum += row[i]! * inverse[i * p + j]! * row[j]!
  return sum
}
