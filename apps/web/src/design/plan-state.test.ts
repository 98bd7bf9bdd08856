import { describe, expect, it } from 'vitest'
import { EXAMPLE_PLAN, emptyFactor, type PlanDraft } from './plan-draft.ts'
import { planState } from './plan-state.ts'

const state = (change: Partial<PlanDraft>) => planState({ ...EXAMPLE_PLAN, ...change })

describe('a plan as it is typed', () => {
  it('is ready when it is whole: the problem is that of the job', () => {
    const { ready, coefficients } = state({})
    expect(coefficients).toBe(10)
    expect(ready?.request.problem).toMatchObject({ runs: 15, criterion: { kind: 'D' } })
    expect(ready?.request.columns).toEqual([
      { name: '金型温度', digits: 1, unit: '°C' },
      { name: '保圧', digits: 1, unit: 'MPa' },
      { name: '冷却時間', digits: 1, unit: 's' },
    ])
    expect(ready?.parameters.starts).toBe(ready?.request.starts)
  })

  it.each([
    ['main', 4],
    ['interactions', 7],
    ['quadratic', 10],
  ] as const)('with the model %s has %i coefficients, also while the runs are too few', (model, coefficients) => {
    const found = state({ model, runs: '3' })
    expect(found.coefficients).toBe(coefficients)
    expect(found.ready).toBeNull()
    expect(found.failure?.code).toBe('design_runs_too_few')
  })

  it('with a formula that can not be read says so, and still knows its factors', () => {
    const found = state({ model: 'formula', formula: '金型温度 + 湿度' })
    expect(found.modelFailure?.message).toContain('湿度')
    expect(found.factors).toHaveLength(3)
    expect([found.coefficients, found.ready]).toEqual([null, null])
  })

  it('with a constraint that can not be met keeps its factors and its coefficients', () => {
    const found = state({ constraints: '金型温度 >= 90' })
    expect(found.failure?.code).toBe('design_region_empty')
    expect([found.factors?.length, found.coefficients, found.ready]).toEqual([3, 10, null])
  })

  it('is told field by field what to mend', () => {
    const { problems, ready } = state({ runs: 'many', blocks: 'x', varianceRatio: '-1', seed: '1.5', centerPoints: '' })
    expect(problems.map(({ field }) => field)).toEqual(['runs', 'blocks', 'varianceRatio', 'seed'])
    expect(ready).toBeNull()
  })

  it('of one row that is not filled in has no factors', () => {
    const found = state({ factors: [emptyFactor(1)] })
    expect(found.factors).toBeNull()
    expect(found.problems.map(({ field }) => field)).toEqual(['factors'])
  })

  it('says at a mixture, in whole, what is impossible about it', () => {
    const part = (id: number, high: string) => ({
      ...emptyFactor(id),
      name: `x${id}`,
      type: 'mixture' as const,
      low: '0',
      high,
    })
    const found = state({ factors: [part(1, '0.3'), part(2, '0.3')], model: 'main' })
    expect(found.failure?.code).toBe('design_mixture_impossible')
    expect(state({ factors: [part(1, '1'), part(2, '1')], model: 'special_cubic' }).coefficients).toBe(3)
  })
})
