import { describe, expect, it } from 'vitest'
import {
  chiSquareCdf,
  chiSquareDensity,
  chiSquareQuantile,
  chiSquareSurvival,
  chiSquareUpperQuantile,
} from './chi-square.ts'
import { fCdf, fDensity, fQuantile, fSurvival, fUpperQuantile } from './f.ts'
import { normalCdf, normalQuantile, normalSurvival } from './normal.ts'
import { tCdf, tDensity, tQuantile, tSurvival, tTwoSided, tUpperQuantile } from './student-t.ts'

const DEGREES = [0.5, 1, 2, 3.7, 12, 150, 4000, 1e6]
const PROBABILITIES = [1e-12, 1e-3, 0.05, 0.3, 0.5, 0.7, 0.975, 0.999999]

const close = (value: number, expected: number, tolerance = 1e-11) =>
  expect(Math.abs(value - expected), `${value}, expected ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.abs(expected),
  )

describe('distributions', () => {
  it.each(DEGREES)('lower and upper tail make one, and t² is F(1, df): df %d', (df) => {
    for (const x of [0.001, 0.4, 1, 1.7, 5, 40]) {
      close(tCdf(x, df) + tSurvival(x, df), 1)
      close(fCdf(x, df, 7) + fSurvival(x, df, 7), 1)
      close(chiSquareCdf(x * df, df) + chiSquareSurvival(x * df, df), 1)
      if (tTwoSided(x, df) > 1e-290) close(tTwoSided(x, df), fSurvival(x * x, 1, df))
      if (fSurvival(x, df, 7) > 1e-290) close(fSurvival(x, df, 7), fCdf(1 / x, 7, df))
    }
  })

  it.each(DEGREES)('quantiles invert the distribution function: df %d', (df) => {
    for (const p of PROBABILITIES) {
      close(tCdf(tQuantile(p, df), df), p)
      close(tSurvival(tUpperQuantile(p, df), df), p)
      close(fCdf(fQuantile(p, df, 9), df, 9), p)
      close(fSurvival(fUpperQuantile(p, df, 9), df, 9), p)
      close(chiSquareCdf(chiSquareQuantile(p, df), df), p)
      close(chiSquareSurvival(chiSquareUpperQuantile(p, df), df), p)
      close(normalCdf(normalQuantile(p)), p)
    }
  })

  it('t goes over into the normal, χ²(2) is exponential, F(2, 2) is x/(1+x)', () => {
    close(tSurvival(2.5, 1e9), normalSurvival(2.5), 1e-7)
    close(chiSquareSurvival(600, 2), Math.exp(-300), 1e-12)
    close(fCdf(3, 2, 2), 0.75, 1e-15)
  })

  it.each(DEGREES)('quantiles of t next to the middle keep their digits: df %d', (df) => {
    close(tQuantile(0.5 + 2 ** -30, df) * tDensity(0, df), 2 ** -30, 1e-12)
  })

  it('takes the ends of the range for what they are', () => {
    expect([tCdf(0, 5), tQuantile(0.5, 5)]).toEqual([0.5, 0])
    expect([fCdf(0, 2, 3), fSurvival(-1, 2, 3), chiSquareCdf(0, 3), chiSquareSurvival(-1, 3)]).toEqual([0, 1, 0, 1])
    expect([tQuantile(0, 4), fUpperQuantile(0, 1, 4), chiSquareQuantile(1, 4), normalQuantile(1)]).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ])
    expect([tSurvival(Infinity, 3), fSurvival(Infinity, 2, 3), chiSquareSurvival(Infinity, 3)]).toEqual([0, 0, 0])
    expect([fDensity(0, 1, 3), fDensity(0, 2, 3), fDensity(0, 3, 3)]).toEqual([Number.POSITIVE_INFINITY, 1, 0])
    expect([chiSquareDensity(0, 1), chiSquareDensity(0, 2), chiSquareDensity(0, 3)]).toEqual([Infinity, 0.5, 0])
  })

  it.each([
    ['df 0', () => tCdf(1, 0)],
    ['infinite df', () => fCdf(1, 2, Number.POSITIVE_INFINITY)],
    ['NaN', () => tCdf(Number.NaN, 3)],
    ['NaN for chi-square', () => chiSquareCdf(Number.NaN, 3)],
    ['a probability above 1', () => normalQuantile(1.1)],
    ['a negative probability', () => fQuantile(-0.1, 1, 2)],
  ])('refuses %s', (_, call) => {
    expect(call).toThrow(RangeError)
  })
})
