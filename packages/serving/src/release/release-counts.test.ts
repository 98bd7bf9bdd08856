import { describe, expect, it } from 'vitest'
import { reasonToReturn } from './judge.ts'
import {
  addCounts,
  countLatency,
  countRequest,
  countScore,
  latencyAt,
  newCounts,
  type ReleaseCounts,
  scorePsi,
} from './release-counts.ts'

const LIMITS = { minimum: 50, error_rate: 0.02, latency_ratio: 2, score_psi: 0.25, score_minimum: 300 }

/** Of requests with one row, which production was asked as well and took 10 ms for. */
function counts(candidate: {
  requests: number
  errors?: number
  ms?: number | ((i: number) => number)
  score?: (i: number) => string
}): ReleaseCounts {
  const made = newCounts()
  for (let i = 0; i < candidate.requests; i++) {
    countRequest(made.candidate, 1, i < (candidate.errors ?? 0))
    for (const side of ['production', 'candidate'] as const) {
      const { ms = 10 } = side === 'candidate' ? candidate : {}
      countLatency(made[side], typeof ms === 'number' ? ms : ms(i))
      countScore(made[side], (side === 'candidate' && candidate.score?.(i)) || `+${i % 10}`)
    }
  }
  return made
}

describe('a candidate is returned', () => {
  it.each([
    ['that fails three of three requests', { requests: 3, errors: 3 }, 'failed 3 of 3'],
    ['that fails more than it may', { requests: 100, errors: 3 }, 'failed 3 of 100'],
    ['that takes three times as long', { requests: 60, ms: 30 }, '60 of its 60 requests took longer than 26'],
    ['that is slow in a fifth', { requests: 60, ms: (i: number) => (i % 5 ? 10 : 30) }, '12 of its 60 requests'],
    ['that is slow in an eighth', { requests: 200, ms: (i: number) => (i % 8 ? 10 : 30) }, '25 of its 200 requests'],
    ['that takes a hundred times as long, after a few requests', { requests: 5, ms: 1000 }, '80 % of its requests'],
    ['that scores otherwise', { requests: 400, score: () => '+3' }, 'distributed otherwise'],
  ])('%s', (_, candidate, reason) => {
    expect(reasonToReturn(counts(candidate), LIMITS)).toContain(reason)
  })
})

describe('a candidate goes on', () => {
  it.each([
    ['that does what production does', { requests: 1000 }],
    ['that failed two of two requests: too few to tell', { requests: 2, errors: 2 }],
    ['that fails one of a hundred', { requests: 100, errors: 1 }],
    ['that a machine stopped five times of fifty', { requests: 50, ms: (i: number) => (i % 10 ? 10 : 300) }],
    ['that is slow in fewer requests than the minimum', { requests: 49, ms: 100 }],
    ['that scores otherwise in fewer rows than the minimum', { requests: 299, score: () => '+3' }],
  ])('%s', (_, candidate) => {
    expect(reasonToReturn(counts(candidate), LIMITS)).toBeUndefined()
  })
})

it('adds the counts of processes', () => {
  const sum = addCounts([counts({ requests: 20, errors: 1 }), counts({ requests: 5 })])
  expect([sum.candidate.requests, sum.candidate.errors, sum.candidate.scores['+0']]).toEqual([25, 1, 3])
  expect(latencyAt(sum.candidate, 0.95)! / 10).toBeCloseTo(1.1, 0)
  expect(latencyAt(newCounts().candidate, 0.95)).toBeNull()
})

it('finds no difference of scores that is chance alone', () => {
  const psi = scorePsi(counts({ requests: 1000, score: (i) => `+${(i * 7) % 10}` }), 300)!
  expect(psi).toBe(0)
})
