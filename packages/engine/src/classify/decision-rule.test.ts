import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { decide, fitDecisionRule, fitSayingThreshold } from './decision-rule.ts'
import { rowsForBound, wilsonUpperBound } from './wilson-bound.ts'

const OPTIONS = { alpha: 0.05, costFalseOk: 1, costFalseNg: 1 }

function drawn(n: number, apart: number, seed = 1) {
  const generator = seededGenerator(seed)
  const isOk = Uint8Array.from({ length: n }, (_, i) => i % 2)
  const shares = Float64Array.from(isOk, (ok) => {
    const score = apart * (ok - 0.5) + generator.normal()
    return 1 / (1 + Math.exp(-apart * score))
  })
  return { shares, isOk }
}

describe('fitDecisionRule', () => {
  it.each([0.01, 0.05, 0.2])('bounds false OK and false NG by alpha %d, and says as much as that allows', (alpha) => {
    const { shares, isOk } = drawn(1000, 1.2)
    const rule = fitDecisionRule(shares, isOk, { ...OPTIONS, alpha })
    const count = (what: string, ok: number) =>
      shares.filter((share, i) => isOk[i] === ok && decide(rule, share) === what).length
    expect(wilsonUpperBound(count('ok', 0), 500)).toBeLessThanOrEqual(alpha)
    expect(wilsonUpperBound(count('ng', 1), 500)).toBeLessThanOrEqual(alpha)
    expect(wilsonUpperBound(count('ok', 0) + 1, 500)).toBeGreaterThan(alpha)
    expect(wilsonUpperBound(count('ng', 1) + 1, 500)).toBeGreaterThan(alpha)
    expect(shares.some((share) => decide(rule, share) === 'measure')).toBe(true)
  })

  it('keeps the rate on new rows', () => {
    const known = drawn(2000, 1.2)
    const fresh = drawn(20_000, 1.2, 2)
    const rule = fitDecisionRule(known.shares, known.isOk, OPTIONS)
    const falseOk = fresh.shares.filter((share, i) => fresh.isOk[i] === 0 && decide(rule, share) === 'ok').length
    expect(falseOk / 10_000).toBeLessThan(0.05)
    expect(falseOk / 10_000).toBeGreaterThan(0.02)
  })

  it('measures nothing where both answers are safe, and lets the costs decide', () => {
    const { shares, isOk } = drawn(1000, 6)
    const even = fitDecisionRule(shares, isOk, OPTIONS)
    expect(even.okFrom).toBe(even.ngBelow)
    const dear = fitDecisionRule(shares, isOk, { ...OPTIONS, costFalseOk: 1e6 })
    const cheap = fitDecisionRule(shares, isOk, { ...OPTIONS, costFalseNg: 1e6 })
    expect(dear.okFrom).toBeGreaterThan(even.okFrom!)
    expect(cheap.okFrom).toBeLessThan(even.okFrom!)
  })

  it('never says OK where too few rows that are not could bound it', () => {
    const needed = rowsForBound(0.05)
    expect(needed).toBe(52)
    const shares = Float64Array.from({ length: 2 * needed }, (_, i) => (i < needed ? 0.1 : 0.9))
    const isOk = shares.map((share) => (share > 0.5 ? 1 : 0))
    expect(fitDecisionRule(shares, isOk, OPTIONS).okFrom).not.toBeNull()
    expect(fitDecisionRule(shares.slice(1), isOk.slice(1), OPTIONS).okFrom).toBeNull()
    expect(fitDecisionRule(shares.slice(1), isOk.slice(1), OPTIONS).ngBelow).not.toBeNull()
  })

  it('counts rows of equal shares together', () => {
    const shares = new Float64Array(200).fill(0.7)
    const isOk = Uint8Array.from({ length: 200 }, (_, i) => i % 2)
    const rule = fitDecisionRule(shares, isOk, OPTIONS)
    expect(decide(rule, 0.7)).toBe('measure')
  })

  it.each([[{ ...OPTIONS, alpha: 0 }], [{ ...OPTIONS, alpha: 1 }], [{ ...OPTIONS, costFalseOk: 0 }]])(
    'refuses %o',
    (options) => {
      expect(() => fitDecisionRule(new Float64Array(2), [0, 1], options)).toThrow(RangeError)
    },
  )
})

describe('fitSayingThreshold', () => {
  it('says a class of as many rows as keep the wrong ones bounded', () => {
    const generator = seededGenerator(3)
    const largest = Float64Array.from({ length: 800 }, () => 0.4 + 0.6 * generator.uniform())
    const isRight = largest.map((share) => (generator.uniform() < share ? 1 : 0))
    const from = fitSayingThreshold(largest, isRight, 0.1)!
    const said = [...largest.keys()].filter((i) => largest[i]! >= from)
    expect(wilsonUpperBound(said.filter((i) => isRight[i] === 0).length, said.length)).toBeLessThanOrEqual(0.1)
    expect(said.length).toBeGreaterThan(50)
  })

  it('says nothing where nothing is bounded', () => {
    expect(fitSayingThreshold(Float64Array.of(0.9, 0.8), [1, 1], 0.05)).toBeNull()
  })
})
