import { describe, expect, it } from 'vitest'
import { mainEffects } from '../linear/terms.ts'
import { augmentProblem } from './augment-problem.ts'
import { designRegion } from './constrained-region.ts'
import { criterionScore } from './criterion-score.ts'
import { designModel } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import type { BlockFactor, Factor } from './factor.ts'

const X: Factor = { kind: 'continuous', name: 'x', low: 0, high: 10 }
const DAY: BlockFactor = { kind: 'block', name: 'day', levels: ['Mon', 'Tue'], sizes: [3, 1] }

describe('augmentProblem', () => {
  it('scores added runs as the whole design scores them', () => {
    const region = designRegion([X], [])
    const augmented = augmentProblem(problem([X], 2), Float64Array.of(-1, 0.5), 2)
    expect(augmented.runs).toBe(2)
    expect(criterionScore(augmented, region, Float64Array.of(1, 1))).toBe(
      criterionScore(problem([X], 4), region, Float64Array.of(-1, 0.5, 1, 1)),
    )
  })

  it('fills up the smallest blocks', () => {
    const runs = Float64Array.of(-1, 0, 1, 0, -1, 0, 1, 1)
    const [, day] = augmentProblem(problem([X, DAY], 4), runs, 4).factors
    expect(day).toEqual({ ...DAY, sizes: [1, 3] })
  })

  it('can put the added runs into a new block, which the model then has', () => {
    const runs = Float64Array.of(-1, 0, 1, 0, -1, 0, 1, 1)
    const { factors, model } = augmentProblem(problem([X, DAY], 4), runs, 4, { factor: 'day', level: 'Wed' })
    expect(factors[1]).toEqual({ ...DAY, levels: ['Mon', 'Tue', 'Wed'], sizes: [0, 0, 4] })
    expect(model.columns.map(({ name }) => name)).toEqual(['(Intercept)', 'day[Tue]', 'day[Wed]', 'x'])
  })

  it('adds the block where there was none, with the finished runs in the first', () => {
    const block = { factor: 'day', level: 'Wed', before: 'Mon' }
    const augmented = augmentProblem(problem([X], 2), Float64Array.of(-1, 0.5), 2, block)
    expect(augmented.factors[1]).toEqual({ kind: 'block', name: 'day', levels: ['Mon', 'Wed'], sizes: [0, 2] })
    expect([...augmented.existing!]).toEqual([-1, 0, 0.5, 0])
    expect(augmented.model.columns).toHaveLength(3)
  })

  it('takes out candidates and covariate rows that are used up', () => {
    const select = { ...problem([X], 2), candidates: { runs: Float64Array.of(-1, 0, 0, 1), repeats: false } }
    expect([...augmentProblem(select, Float64Array.of(0, 1), 1).candidates!.runs]).toEqual([-1, 0])
    const humidity: Factor = { kind: 'covariate', name: 'humidity', low: 0, high: 1 }
    const given = { ...problem([X, humidity], 1), covariateRows: Float64Array.of(0, -1, 0, 0.5, 0, 1) }
    expect([...augmentProblem(given, Float64Array.of(1, 0.5), 1).covariateRows!]).toEqual([0, -1, 0, 1])
  })

  it('refuses a new block that is there already', () => {
    expect(() => augmentProblem(problem([X, DAY], 4), new Float64Array(2), 4, { factor: 'day', level: 'Tue' })).toThrow(
      RangeError,
    )
  })
})

function problem(factors: readonly Factor[], runs: number): DesignProblem {
  const names = factors.flatMap(({ kind, name }) => (kind === 'block' ? [] : [name]))
  return {
    factors,
    model: designModel(factors, { intercept: true, terms: mainEffects(names) }),
    criterion: { kind: 'D' },
    runs,
    constraints: [],
  }
}
