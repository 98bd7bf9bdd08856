import { describe, expect, it } from 'vitest'
import { EXAMPLE_PLAN } from './plan-draft.ts'
import { planState } from './plan-state.ts'
import { type KeptPlan, rememberedPlan, rememberPlan } from './plan-storage.ts'
import { foundRuns, withReplacedRun } from './planned-runs.ts'

function storage(start: Record<string, string> = {}): Storage {
  const entries = new Map(Object.entries(start))
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, text: string) => entries.set(key, text),
  } as unknown as Storage
}

const ORIGIN = { kind: 'search', algorithm: 'coordinate exchange', start: 3 } as const
const KEPT: KeptPlan = { draft: EXAMPLE_PLAN, planned: null }

function keptDesign(): KeptPlan {
  const plan = planState(EXAMPLE_PLAN).ready!
  const runs = Float64Array.from({ length: 15 * 3 }, (_, i) => (i % 3) - 1)
  return {
    draft: EXAMPLE_PLAN,
    planned: withReplacedRun(foundRuns(plan, { runs, origin: ORIGIN }, 0.46), 2, Float64Array.of(1, 1, 0.25), 0.45),
  }
}

describe('a remembered plan', () => {
  it('comes back as it was', () => {
    const kept = storage()
    expect(rememberPlan(kept, KEPT)).toBe(true)
    expect(rememberedPlan(kept)).toEqual({ kind: 'plan', ...KEPT })
  })

  it('comes back with its design, what was replaced and what was refused', () => {
    const kept = storage()
    rememberPlan(kept, keptDesign())
    expect(rememberedPlan(kept)).toEqual({ kind: 'plan', ...keptDesign() })
  })

  it('comes back without a design that does not fit it', () => {
    const kept = storage()
    rememberPlan(kept, keptDesign())
    const stored = JSON.parse(kept.getItem('zerosec.plan')!)
    stored.design.runs.pop()
    expect(rememberedPlan(storage({ 'zerosec.plan': JSON.stringify(stored) }))).toEqual({ kind: 'plan', ...KEPT })
  })

  it.each([
    'no JSON',
    'null',
    '[]',
    '{"format":"zerosec.plan/0","draft":{}}',
    '{"format":"zerosec.plan/1","draft":{"factors":[]}}',
    JSON.stringify({ format: 'zerosec.plan/1', draft: { ...EXAMPLE_PLAN, model: 'unknown' } }),
    JSON.stringify({ format: 'zerosec.plan/1', draft: { ...EXAMPLE_PLAN, factors: [{ name: 'x' }] } }),
    JSON.stringify({ format: 'zerosec.plan/1', draft: { ...EXAMPLE_PLAN, factors: {} } }),
  ])('that can not be read is told from none: %s', (text) => {
    expect(rememberedPlan(storage({ 'zerosec.plan': text }))).toEqual({ kind: 'unreadable' })
    expect(rememberedPlan(storage())).toEqual({ kind: 'nothing' })
  })

  it('is not kept, and that is known, where the browser refuses', () => {
    const full = {
      setItem() {
        throw new DOMException('full', 'QuotaExceededError')
      },
    } as unknown as Storage
    expect(rememberPlan(full, KEPT)).toBe(false)
  })
})
