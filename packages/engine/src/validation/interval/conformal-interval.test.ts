import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../../random/generator.ts'
import { conformalInterval, type IntervalShape, intervalAt } from './conformal-interval.ts'
import { intervalCoverage, intervalScore } from './interval-coverage.ts'

const PLAIN: IntervalShape = { kind: 'symmetric', scaledBy: 'none', floor: 1 }
const TWO_SIDED: IntervalShape = { kind: 'two_sided', scaledBy: 'none', floor: 1 }

/** Errors −1, 2, −3, 4 … around predictions of 10. */
const alternating = (n: number) => ({
  predicted: new Float64Array(n).fill(10),
  target: Float64Array.from({ length: n }, (_, i) => 10 + (i + 1) * (i % 2 === 0 ? -1 : 1)),
})

/** Errors whose spread is the scale. */
function uneven(seed: number, n: number, bend = (e: number) => e) {
  const generator = seededGenerator(seed)
  const spread = Float64Array.from({ length: n }, () => 0.2 + 3 * generator.uniform() ** 2)
  const predicted = Float64Array.from({ length: n }, () => 5 + generator.normal())
  const target = predicted.map((value, i) => value + spread[i]! * bend(generator.normal()))
  return { target, predicted, scales: { spread } }
}

describe('conformalInterval', () => {
  it.each([
    [0.5, 10],
    [0.9, 18],
    [0.95, 19],
  ])('reaches at level %d as far as the ⌈(n + 1)·level⌉-th of 19 errors: %d', (level, rank) => {
    const interval = conformalInterval(alternating(19), PLAIN, [level])
    expect([interval.lower, interval.upper, interval.reached]).toEqual([[-rank], [rank], [true]])
    expect(intervalAt(interval, 7, level)).toEqual([7 - rank, 7 + rank])
  })

  it('takes each side by itself when two-sided', () => {
    // of the errors −19, −17 … −1, 2, 4 … 18 the second and the second last
    const interval = conformalInterval(alternating(19), TWO_SIDED, [0.8])
    expect([interval.lower, interval.upper]).toEqual([[-17], [16]])
  })

  it('says which levels so few rows can not reach, and takes the largest error there', () => {
    const interval = conformalInterval(alternating(10), PLAIN, [0.99, 0.5])
    expect(interval.levels).toEqual([0.5, 0.99])
    expect(interval.reached).toEqual([true, false])
    expect(interval.upper[1]).toBe(10)
  })

  it('multiplies by scale and floor, or by the size of the prediction', () => {
    const held = {
      target: Float64Array.of(6, 2),
      predicted: Float64Array.of(3, 1),
      scales: { spread: Float64Array.of(1, 2) },
    }
    const spread = conformalInterval(held, { kind: 'symmetric', scaledBy: 'spread', floor: 0.5 }, [0.5])
    expect(spread.upper).toEqual([2])
    expect(intervalAt(spread, 0, 0.5, 1)).toEqual([-3, 3])
    const size = conformalInterval(held, { kind: 'symmetric', scaledBy: 'size', floor: 0 }, [0.5])
    expect(intervalAt(size, -4, 0.5)).toEqual([-8, 0])
  })

  it.each([PLAIN, TWO_SIDED, { ...PLAIN, scaledBy: 'spread' }, { ...TWO_SIDED, scaledBy: 'size' }] as const)(
    'covers new rows as often as it says: %j',
    (shape) => {
      const interval = conformalInterval(uneven(1, 4000), shape, [0.5, 0.8, 0.9])
      for (const { level, coverage } of intervalCoverage(interval, uneven(2, 4000))) {
        expect(Math.abs(coverage - level)).toBeLessThan(0.03)
      }
    },
  )

  it('covers (⌈(n + 1)·level⌉)/(n + 1) on average over small samples', () => {
    let covered = 0
    for (let seed = 0; seed < 3000; seed++) {
      const held = uneven(seed, 10)
      const interval = conformalInterval(held, PLAIN, [0.8], upTo(9))
      covered += intervalCoverage(interval, held, [9])[0]!.coverage
    }
    expect(Math.abs(covered / 3000 - 0.8)).toBeLessThan(0.02)
  })

  it.each([
    ['no rows', () => conformalInterval(alternating(0), PLAIN, [0.9])],
    ['a level of 1', () => conformalInterval(alternating(5), PLAIN, [1])],
    ['no level', () => conformalInterval(alternating(5), PLAIN, [])],
    ['a scale that is not given', () => conformalInterval(alternating(5), { ...PLAIN, scaledBy: 'spread' }, [0.9])],
    ['a scale of nothing', () => conformalInterval(zeroScale, { ...PLAIN, scaledBy: 'spread', floor: 0 }, [0.9])],
    ['another level', () => intervalAt(conformalInterval(alternating(5), PLAIN, [0.5]), 1, 0.9)],
    [
      'a missing scale',
      () => intervalAt(conformalInterval(uneven(1, 9), { ...PLAIN, scaledBy: 'spread' }, [0.5]), 1, 0.5),
    ],
  ])('refuses %s', (_, act) => {
    expect(act).toThrow(RangeError)
  })
})

const zeroScale = { ...alternating(5), scales: { spread: new Float64Array(5) } }
const upTo = (n: number) => Array.from({ length: n }, (_, row) => row)

describe('intervalCoverage', () => {
  it('counts ends as inside, and adds 2/(1 − level) for what lies outside', () => {
    const held = { target: Float64Array.of(8, 12, 15), predicted: Float64Array.of(10, 10, 10) }
    const interval = { ...conformalInterval(alternating(2), PLAIN, [0.6]), lower: [-2], upper: [2] }
    expect(intervalCoverage(interval, held)[0]).toMatchObject({ coverage: 2 / 3, meanWidth: 4 })
    expect(intervalCoverage(interval, held)[0]!.intervalScore).toBeCloseTo(4 + (5 * 3) / 3, 12)
    expect(() => intervalCoverage(interval, held, [])).toThrow(RangeError)
  })

  it('scores the honest quantiles best', () => {
    const generator = seededGenerator(9)
    const values = Float64Array.from({ length: 20_000 }, () => generator.normal())
    const score = (half: number) =>
      values.reduce((sum, value) => sum + intervalScore(value, -half, half, 0.9), 0) / values.length
    expect(score(1.645)).toBeLessThan(score(1.4))
    expect(score(1.645)).toBeLessThan(score(1.9))
  })
})
