import { seededGenerator } from '@zerosec/engine'
import { describe, expect, it } from 'vitest'
import { levelsBaseline, numberBaseline } from './baseline.ts'
import { columnDrift, ksProbability, psiOf } from './drift-of.ts'

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

  it('takes equal values as one bin', () => {
    expect(numberBaseline(new Float64Array(50).fill(3))).toEqual({
      kind: 'number',
      edges: [],
      counts: [50],
      missing: 0,
    })
  })
})

it('PSI is the sum of (q − p) ln(q / p) for large counts', () => {
  const [p, q] = [
    [0.5, 0.5],
    [0.2, 0.8],
  ]
  const expected = p.reduce((sum, share, k) => sum + (q[k]! - share) * Math.log(q[k]! / share), 0)
  expect(psiOf([5e6, 5e6], [2e6, 8e6])).toBeCloseTo(expected, 4)
})

it('the KS probability is that of the tables: 1.358 √(2/n) is the 5 % point', () => {
  expect(ksProbability(1.358 * Math.sqrt(2 / 10_000), 10_000, 10_000)).toBeCloseTo(0.05, 2)
})
