import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fSurvival } from './f.ts'
import { nonCentralFSurvival } from './non-central-f.ts'
import { normalDensity, normalSurvival } from './normal.ts'

// [f, df1, df2, noncentrality, upper tail], computed by mpmath with 60 digits: see reference/non_central_f.py
const rows: [number, number, number, number, number][] = JSON.parse(
  readFileSync(new URL('../../reference/non-central-f.json', import.meta.url), 'utf8'),
)

describe('nonCentralFSurvival', () => {
  it('agrees with 60-digit values to 1e-12', () => {
    for (const [f, df1, df2, noncentrality, expected] of rows) {
      const error = Math.abs(nonCentralFSurvival(f, df1, df2, noncentrality) / expected - 1)
      expect(error, `f ${f}, df ${df1} and ${df2}, noncentrality ${noncentrality}`).toBeLessThan(1e-12)
    }
  })

  it('is the central F without noncentrality', () => {
    expect(nonCentralFSurvival(3.2, 4, 9, 0)).toBeCloseTo(fSurvival(3.2, 4, 9), 14)
  })

  it('is 1 below 0, and 0 at infinity', () => {
    expect(nonCentralFSurvival(-1, 2, 3, 5)).toBe(1)
    expect(nonCentralFSurvival(Number.POSITIVE_INFINITY, 2, 3, 5)).toBe(0)
  })

  it.each([
    [2.5, 3, 10],
    [9, 1, 1],
  ])('goes over into a constant numerator at noncentrality 1e10: f %d · 1e9, df %i and %i', (f, df1, df2) => {
    const below = nonCentralFSurvival(f * 1e9, df1, df2, 1e10)
    const above = nonCentralFSurvival(f * 1e9, df1, df2, 1e10 * (1 + 1e-13))
    expect(below).toBeGreaterThan(0.01)
    expect(below).toBeLessThan(0.99)
    expect(Math.abs(above / below - 1)).toBeLessThan(1e-9)
  })

  it('at df1 = 1 is the two-sided tail of the non-central t, integrated over the standard deviation of 1 degree', () => {
    // df2 = 1: s = |N(0, 1)|, P(|Z + δ| > t·s)
    const [t, delta] = [1.7, 2.2]
    let integral = 0
    const step = 1 / 2000
    for (let i = 0; i <= 18_000; i++) {
      const s = i * step
      const simpson = i === 0 || i === 18_000 ? 1 : i % 2 === 1 ? 4 : 2
      const tails = normalSurvival(t * s - delta) + normalSurvival(t * s + delta)
      integral += ((simpson * step) / 3) * 2 * normalDensity(s) * tails
    }
    expect(nonCentralFSurvival(t * t, 1, 1, delta * delta)).toBeCloseTo(integral, 10)
  })

  it('refuses arguments outside their ranges', () => {
    expect(() => nonCentralFSurvival(1, 2, 3, -1)).toThrow(RangeError)
    expect(() => nonCentralFSurvival(1, 0, 3, 1)).toThrow(RangeError)
  })
})
