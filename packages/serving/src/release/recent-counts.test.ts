import { describe, expect, it } from 'vitest'
import { reasonLately, reasonToReturn } from './judge.ts'
import { RecentCounts } from './recent-counts.ts'
import { addCounts, countLatency, countRequest, countScore, newCounts } from './release-counts.ts'

const LIMITS = { minimum: 50, error_rate: 0.02, latency_ratio: 2, score_psi: 0.25, score_minimum: 300 }

interface Second {
  readonly requests: number
  readonly failed?: (i: number) => boolean
  readonly ms?: number
  readonly score?: (i: number) => string
}

/** A candidate that did well for a day, and then otherwise: the second in which it is returned, and why. */
function afterADay(later: Second, seconds = 60): [second: number, reason: string] | undefined {
  const counts = newCounts()
  const recent = new RecentCounts()
  const ask = ({ requests, failed = () => false, ms = 10, score = (i) => `+${i % 10}` }: Second) => {
    for (let i = 0; i < requests; i++) {
      const isFailed = failed(i)
      countRequest(counts.candidate, 1, isFailed)
      if (isFailed) continue
      countLatency(counts.production, 10)
      countLatency(counts.candidate, ms)
      countScore(counts.production, `+${i % 10}`)
      countScore(counts.candidate, score(i))
    }
  }
  for (let minute = 0; minute < 1440; minute++) {
    ask({ requests: 60 * later.requests })
    recent.since(60_000 * minute, addCounts([counts]), LIMITS.minimum)
  }
  for (let second = 1; second <= seconds; second++) {
    ask(later)
    const all = addCounts([counts])
    const reason =
      reasonToReturn(all, LIMITS) ?? reasonLately(recent.since(1000 * (86_400 + second), all, LIMITS.minimum), LIMITS)
    if (reason !== undefined) return [second, reason]
  }
  return undefined
}

describe('a candidate that did well for a day is returned within a minute', () => {
  it.each<[string, Second, string | RegExp]>([
    ['that fails everything now', { requests: 10, failed: () => true }, 'of its last'],
    ['that fails a tenth now', { requests: 20, failed: (i) => i % 10 === 0 }, 'of its last'],
    ['that is three times as slow now', { requests: 10, ms: 30 }, /^lately \d+ of its \d+ requests took longer/],
    ['that scores otherwise now', { requests: 10, score: () => '+3' }, 'lately its predictions'],
  ])('%s', (_, later, reason) => {
    const found = afterADay(later)
    expect(found?.[1]).toMatch(reason)
  })
})

it('is not returned for a minute in which it fails a little more than it may', () => {
  expect(afterADay({ requests: 40, failed: (i) => i === 0 })).toBeUndefined() // 2.5 %
})

it('looks further back where a minute has few requests', () => {
  const counts = newCounts()
  const recent = new RecentCounts()
  for (let minute = 0; minute < 600; minute++) {
    countRequest(counts.candidate, 1, minute >= 590)
    const lately = recent.since(60_000 * minute, addCounts([counts]), LIMITS.minimum)
    if (minute === 589) expect(lately.candidate.requests).toBeGreaterThanOrEqual(200)
    if (minute === 589) expect(lately.candidate.requests).toBeLessThan(230)
    expect(reasonLately(lately, LIMITS) !== undefined).toBe(lately.candidate.errors > 12)
  }
})
