import { describe, expect, it } from 'vitest'
import {
  EXAMPLE_PLAN,
  emptyFactor,
  withFactor,
  withMovedFactor,
  withNewFactor,
  withoutFactor,
  withPastedFactors,
} from './plan-draft.ts'

const names = (plan: typeof EXAMPLE_PLAN) => plan.factors.map(({ name }) => name).join(' ')
const { id: _, ...blank } = emptyFactor(0)

describe('the factors of a plan', () => {
  it('move up and down and stop at the ends', () => {
    expect(names(withMovedFactor(EXAMPLE_PLAN, 1, 1))).toBe('保圧 金型温度 冷却時間')
    expect(names(withMovedFactor(EXAMPLE_PLAN, 1, -1))).toBe('金型温度 保圧 冷却時間')
    expect(names(withMovedFactor(EXAMPLE_PLAN, 3, 5))).toBe('金型温度 保圧 冷却時間')
  })

  it('get a new number when added, also after one was removed', () => {
    const plan = withNewFactor(withoutFactor(EXAMPLE_PLAN, 1))
    expect(plan.factors.map(({ id }) => id)).toEqual([2, 3, 4])
  })

  it('are pasted below the row that had the cursor, in place of empty rows', () => {
    const plan = withNewFactor(EXAMPLE_PLAN)
    expect(names(withPastedFactors(plan, [{ ...blank, name: 'a' }], 1))).toBe('金型温度 a 保圧 冷却時間')
  })

  it('change one by one', () => {
    expect(names(withFactor(EXAMPLE_PLAN, 2, { name: 'P' }))).toBe('金型温度 P 冷却時間')
  })
})
