import type { ReleaseLimits } from './release.ts'
import { latencyAt, measuredRequests, type ReleaseCounts, requestsAbove, scorePsi } from './release-counts.ts'

/** Failures that are enough where they are half of what was asked: nobody waits for more. */
const PLAIN_FAILURES = 3
/** Requests that are enough where four fifths of them take ten times what they may. */
const PLAIN_MEASURED = 5
const PLAIN_RATIO = 10
/** Below it, a ratio of latencies is noise of the machine. */
const LATENCY_SLACK_MS = 5
/** Requests may take longer than the limit as often as production's take longer than usual. */
const SLOW_SHARE = 0.05
/** Counts are looked at again and again: how many standard deviations above what is expected are not chance. */
const DEVIATIONS = 4
/** How many more of the last requests alone than of all it takes. */
const LATELY = 4

/** Why the candidate is to be returned; undefined: nothing speaks against it yet. */
export function reasonToReturn(counts: ReleaseCounts, limits: ReleaseLimits): string | undefined {
  const { requests, errors } = counts.candidate
  const isTooMany = requests >= limits.minimum && errors > limits.error_rate * requests
  if (isTooMany || isPlain(counts)) return `it failed ${errors} of ${requests} requests, which production answered`
  return slowness(counts, limits, limits.minimum) ?? otherScores(counts, limits)
}

/**
 * The same of what was counted lately. A candidate that did well for a day is not kept for another one by that; and one that fails now
 * and then, which it may, is not returned for the minute in which it does so more often.
 */
export function reasonLately(recent: ReleaseCounts, limits: ReleaseLimits): string | undefined {
  const { requests, errors } = recent.candidate
  const expected = limits.error_rate * requests
  const isTooMany = requests >= limits.minimum && errors > beyondChance(expected)
  if (isTooMany || isPlain(recent))
    return `it failed ${errors} of its last ${requests} requests, which production answered`
  const reason = slowness(recent, limits, LATELY * limits.minimum) ?? otherScores(recent, limits)
  return reason && `lately ${reason}`
}

/** A pause of the machine or of garbage collection meets either side, and a few of them one side alone. */
function beyondChance(expected: number): number {
  return expected + DEVIATIONS * Math.sqrt(expected)
}

function isPlain({ candidate: { requests, errors } }: ReleaseCounts): boolean {
  return errors >= PLAIN_FAILURES && errors >= requests / 2
}

function slowness(counts: ReleaseCounts, { latency_ratio: ratio }: ReleaseLimits, minimum: number): string | undefined {
  const measured = measuredRequests(counts)
  if (measured < Math.min(minimum, PLAIN_MEASURED)) return undefined
  const { candidate, production } = counts
  const usual = latencyAt(production, 0.95)!
  const limit = ratio * usual + LATENCY_SLACK_MS
  const slow = requestsAbove(candidate, limit)
  if (measured >= minimum && slow > beyondChance(SLOW_SHARE * measured))
    return `${slow} of its ${measured} requests took longer than ${limit.toFixed(1)} ms, and 95 % of production's up to ${usual.toFixed(1)} ms`
  const mostly = latencyAt(candidate, 0.2)!
  return mostly > PLAIN_RATIO * limit
    ? `80 % of its requests take ${mostly.toFixed(0)} ms or more, production's ${usual.toFixed(1)} ms`
    : undefined
}

function otherScores(counts: ReleaseCounts, limits: ReleaseLimits): string | undefined {
  const psi = scorePsi(counts, limits.score_minimum)
  return psi !== null && psi > limits.score_psi
    ? `its predictions are distributed otherwise than production's of the same rows: PSI ${psi.toFixed(2)}`
    : undefined
}
