import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../../random/generator.ts'
import { chooseInterval } from './choose-interval.ts'
import { intervalCoverage } from './interval-coverage.ts'

const LEVELS = [0.8, 0.9]

/** Errors as `error` draws them from a normal number and the row's spread; the spread is at hand as a scale. */
function held(seed: number, n: number, error: (normal: number, spread: number, prediction: number) => number) {
  const generator = seededGenerator(seed)
  const spread = Float64Array.from({ length: n }, () => 0.1 + 3 * generator.uniform() ** 3)
  const predicted = Float64Array.from({ length: n }, () => 20 + 15 * generator.uniform())
  const target = predicted.map((value, i) => value + error(generator.normal(), spread[i]!, value))
  return { target, predicted, scales: { spread } }
}

const choose = (data: ReturnType<typeof held>) => chooseInterval(data, LEVELS, 0.9, seededGenerator(1))

describe('chooseInterval', () => {
  it.each([
    ['spread', 'symmetric', (e: number, spread: number) => e * spread],
    ['none', 'symmetric', (e: number) => e],
    ['none', 'two_sided', (e: number) => Math.exp(1.5 * e)],
  ] as const)('finds errors that follow %s, %s', (scaledBy, kind, error) => {
    expect(choose(held(3, 400, error)).interval).toMatchObject({ scaledBy, kind })
  })

  it('is narrower than the plain interval at the same coverage where errors follow a scale', () => {
    const { interval, candidates } = choose(held(3, 600, (e, spread) => e * spread))
    const [fresh] = intervalCoverage(
      interval,
      held(4, 3000, (e, spread) => e * spread),
    ).slice(-1)
    expect(Math.abs(fresh!.coverage - 0.9)).toBeLessThan(0.03)
    expect(fresh!.meanWidth).toBeLessThan(0.8 * candidates[0]!.meanWidth)
  })

  it('holds what it promises on average over small samples, choice included', () => {
    let covered = 0
    for (let seed = 0; seed < 40; seed++) {
      const { interval } = choose(held(seed, 60, (e, spread) => e * Math.sqrt(spread)))
      covered += intervalCoverage(
        interval,
        held(1000 + seed, 500, (e, spread) => e * Math.sqrt(spread)),
      )[1]!.coverage
    }
    expect(covered / 40).toBeGreaterThan(0.885)
    expect(covered / 40).toBeLessThan(0.925)
  })

  it('knows of no gain among few rows', () => {
    const { interval, candidates } = choose(held(3, 39, (e, spread) => e * spread))
    expect(interval).toMatchObject({ kind: 'symmetric', scaledBy: 'none' })
    expect(candidates).toEqual([])
  })

  it('keeps the plain interval in most samples of errors that follow nothing', () => {
    const kept = Array.from({ length: 20 }, (_, seed) => choose(held(seed, 120, (e) => e)).interval).filter(
      ({ kind, scaledBy }) => kind === 'symmetric' && scaledBy === 'none',
    )
    expect(kept.length).toBeGreaterThan(10)
  })

  it('passes over a scale that says nothing', () => {
    const data = { ...held(3, 100, (e) => e), scales: { spread: new Float64Array(100) } }
    expect(choose(data).candidates.some(({ scaledBy }) => scaledBy === 'spread')).toBe(false)
  })

  it('is the same for the same seed', () => {
    const data = held(5, 200, (e, spread) => e * spread)
    expect(choose(data)).toEqual(choose(data))
  })
})
