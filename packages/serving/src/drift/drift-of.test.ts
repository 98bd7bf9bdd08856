import { seededGenerator } from '@zerosec/engine'
import { describe, expect, it } from 'vitest'
import { levelsBaseline, numberBaseline } from './baseline.ts'
import { alarmingPsi, columnDrift, ksProbability } from './drift-of.ts'
import { populationStability } from './population-stability.ts'

const normal = (n: number, seed: number, mean = 0, sd = 1): Float64Array => {
  const draw = seededGenerator(seed)
  return Float64Array.from({ length: n }, () => mean + sd * draw.normal())
}

/** Counts of other rows in the bins of the baseline. */
function drift(before: Float64Array, now: Float64Array) {
  const baseline = numberBaseline(before)
  if (baseline.kind !== 'number') throw new Error('no number')
  const counts = baseline.counts.map(() => 0)
  for (const value of now) {
    const bin = baseline.edges.findIndex((edge) => edge >= value)
    counts[bin < 0 ? baseline.edges.length : bin]!++
  }
  return columnDrift('x', baseline, { counts, missing: 0 })
}

describe('drift of a column', () => {
  it.each([1, 2, 3, 4, 5])('is not found between draws of one distribution (seed %i)', (seed) => {
    expect(drift(normal(2000, seed), normal(400, seed + 100)).state).toBe('stable')
  })

  it('is found where the mean moves by one standard deviation, with the KS distance of two normals', () => {
    const found = drift(normal(2000, 1), normal(2000, 2, 1))
    expect(found.state).toBe('drifted')
    expect(found.ks).toBeCloseTo(0.3829, 1) // 2Φ(1/2) − 1
    expect(found.ks_p).toBeLessThan(1e-10)
  })

  it('is told with the bins of PSI: tenths of the rows before, and what is outside of their range', () => {
    const { bins = [] } = drift(
      Float64Array.from({ length: 1000 }, (_, i) => i),
      Float64Array.from({ length: 400 }, (_, i) => 900 + i),
    )
    expect(bins.map(({ before }) => before)).toEqual([0, ...Array.from({ length: 10 }, () => 0.1), 0])
    expect(bins.map(({ now }) => now)).toEqual([...Array.from({ length: 10 }, () => 0), 0.25, 0.75])
    expect(bins.slice(1).map(({ up_to }) => up_to)).toEqual([
      99,
      199,
      299,
      399,
      499,
      599,
      699,
      799,
      899,
      999,
      undefined,
    ])
    const baseline = levelsBaseline(
      ['a', 'b', 'c'],
      Array.from({ length: 300 }, (_, i) => (i % 3 ? 'a' : 'b')),
    )
    expect(columnDrift('c', baseline, { counts: [0, 200, 0, 200], missing: 0 }).bins).toEqual([
      { level: 'a', before: 2 / 3, now: 0 },
      { level: 'b', before: 1 / 3, now: 0.5 },
      { before: 0, now: 0.5 },
    ])
    expect(drift(normal(2000, 1), normal(199, 2)).bins).toBeUndefined()
  })

  it('says nothing below 200 rows', () => {
    expect(drift(normal(2000, 1), normal(199, 2, 5))).toMatchObject({ state: 'not_enough', psi: null, rows: 199 })
  })

  it('is found in levels that were not there before, and in cells that are missing now', () => {
    const baseline = levelsBaseline(
      ['a', 'b'],
      Array.from({ length: 300 }, (_, i) => (i % 2 ? 'a' : 'b')),
    )
    expect(columnDrift('c', baseline, { counts: [150, 150, 0], missing: 0 }).state).toBe('stable')
    expect(columnDrift('c', baseline, { counts: [100, 100, 100], missing: 0 }).state).toBe('drifted')
    expect(columnDrift('c', baseline, { counts: [100, 100, 0], missing: 100 })).toMatchObject({
      state: 'drifted',
      missing_share: 1 / 3,
    })
  })

  it('takes equal values as one bin, and sees when they become others', () => {
    const baseline = numberBaseline(new Float64Array(50).fill(3))
    expect(baseline).toMatchObject({ edges: [3 - 3 * Number.EPSILON, 3], counts: [0, 50, 0], missing: 0 })
    expect(drift(new Float64Array(50).fill(3), new Float64Array(300).fill(3)).state).toBe('stable')
    for (const other of [2.9, 3.1]) {
      expect(drift(new Float64Array(50).fill(3), new Float64Array(300).fill(other)).state).toBe('drifted')
    }
  })

  it.each([12, 20, 60, 500])('is rarely told of chance, also against %i training rows', (rows) => {
    const states = Array.from({ length: 200 }, (_, seed) => drift(normal(rows, seed), normal(200, seed + 1000)).state)
    expect(states.filter((state) => state !== 'stable')).toEqual([])
    const psi = Array.from({ length: 200 }, (_, seed) =>
      alarmingPsi(drift(normal(rows, seed), normal(200, seed + 1000))),
    )
    expect(Math.max(...psi.map(Number))).toBeLessThanOrEqual(0.1)
  })

  it('is rarely told of chance where there are many levels', () => {
    const levels = Array.from({ length: 50 }, (_, k) => `L${k}`)
    const states = Array.from({ length: 200 }, (_, seed) => {
      const draw = seededGenerator(seed)
      const baseline = levelsBaseline(
        levels,
        Array.from({ length: 500 }, () => levels[draw.integer(50)]!),
      )
      const counts = Array.from({ length: 51 }, () => 0)
      for (let i = 0; i < 200; i++) counts[draw.integer(50)]!++
      return columnDrift('c', baseline, { counts, missing: 0 }).state
    })
    expect(states.filter((state) => state !== 'stable')).toEqual([])
  })
})

it('PSI is the sum of (q − p) ln(q / p) for large counts, and its chance that of chi-square', () => {
  const [p, q] = [
    [0.5, 0.5],
    [0.2, 0.8],
  ]
  const expected = p.reduce((sum, share, k) => sum + (q[k]! - share) * Math.log(q[k]! / share), 0)
  expect(populationStability([5e6, 5e6], [2e6, 8e6]).psi).toBeCloseTo(expected, 4)
  // scipy.stats.chi2.sf(500 * 0.01001343, 1)
  expect(populationStability([500, 500], [450, 550]).p).toBeCloseTo(0.0252492, 6)
  expect(populationStability([50, 0], [70, 0])).toEqual({ psi: 0, p: 1 })
})

it('the KS probability is that of the tables: 1.358 √(2/n) is the 5 % point', () => {
  expect(ksProbability(1.358 * Math.sqrt(2 / 10_000), 10_000, 10_000)).toBeCloseTo(0.05, 2)
})
