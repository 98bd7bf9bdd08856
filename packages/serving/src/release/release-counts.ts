import type { Release } from '@zerosec/contract'

/** What one side answered, as counts that can be added over processes. */
export interface SideCounts {
  requests: number
  rows: number
  /** Requests that it failed where the other one would not. */
  errors: number
  /** By latency: bin k holds up to FASTEST_MS · STEP^k. */
  latency: number[]
  /** Predictions by `scoreBin`. */
  scores: Record<string, number>
}

/** Rows that both answered. */
export interface Differences {
  rows: number
  equal: number
  sum: number
  largest: number
}

export interface ReleaseCounts {
  production: SideCounts
  candidate: SideCounts
  differences: Differences
}

const FASTEST_MS = 0.05
const STEP = 1.25
const LATENCY_BINS = 64
/** Failures that are enough where they are half of what was asked: nobody waits for more. */
const PLAIN_FAILURES = 3
/** Below it, a ratio of latencies is noise of the machine. */
const LATENCY_SLACK_MS = 5

export function newCounts(): ReleaseCounts {
  return { production: newSide(), candidate: newSide(), differences: { rows: 0, equal: 0, sum: 0, largest: 0 } }
}

function newSide(): SideCounts {
  return { requests: 0, rows: 0, errors: 0, latency: Array.from({ length: LATENCY_BINS }, () => 0), scores: {} }
}

export function countRequest(side: SideCounts, ms: number, rows: number, failed: boolean): void {
  side.requests++
  side.rows += rows
  if (failed) side.errors++
  const bin = Math.ceil(Math.log(Math.max(ms, FASTEST_MS) / FASTEST_MS) / Math.log(STEP))
  side.latency[Math.min(LATENCY_BINS - 1, bin)]!++
}

export function countScore(side: SideCounts, bin: string): void {
  side.scores[bin] = (side.scores[bin] ?? 0) + 1
}

export function addCounts(parts: readonly ReleaseCounts[]): ReleaseCounts {
  const sum = newCounts()
  for (const part of parts) {
    for (const side of ['production', 'candidate'] as const) addSide(sum[side], part[side])
    sum.differences.rows += part.differences.rows
    sum.differences.equal += part.differences.equal
    sum.differences.sum += part.differences.sum
    sum.differences.largest = Math.max(sum.differences.largest, part.differences.largest)
  }
  return sum
}

function addSide(sum: SideCounts, part: SideCounts): void {
  sum.requests += part.requests
  sum.rows += part.rows
  sum.errors += part.errors
  part.latency.forEach((count, bin) => (sum.latency[bin]! += count))
  for (const [bin, count] of Object.entries(part.scores)) sum.scores[bin] = (sum.scores[bin] ?? 0) + count
}

/** The upper end of the bin in which the share of the requests lies, in ms; null without requests. */
export function latencyAt({ latency }: SideCounts, share: number): number | null {
  const all = latency.reduce((sum, count) => sum + count, 0)
  if (all === 0) return null
  let seen = 0
  const bin = latency.findIndex((count) => (seen += count) >= share * all)
  return FASTEST_MS * STEP ** bin
}

/**
 * PSI of the candidate's predictions against production's, less what chance alone would give: (bins − 1) · (1/n + 1/m).
 *
 * @returns null below `minimum` rows of a side
 */
export function scorePsi({ production, candidate }: ReleaseCounts, minimum: number): number | null {
  const total = ({ scores }: SideCounts) => Object.values(scores).reduce((sum, count) => sum + count, 0)
  const [n, m] = [total(production), total(candidate)]
  if (n < minimum || m < minimum) return null
  const bins = [...new Set([...Object.keys(production.scores), ...Object.keys(candidate.scores)])]
  let psi = 0
  for (const bin of bins) {
    // half a row keeps an empty bin finite
    const a = ((production.scores[bin] ?? 0) + 0.5) / (n + 0.5 * bins.length)
    const b = ((candidate.scores[bin] ?? 0) + 0.5) / (m + 0.5 * bins.length)
    psi += (b - a) * Math.log(b / a)
  }
  return Math.max(0, psi - (bins.length - 1) * (1 / n + 1 / m))
}

/** Why the candidate is to be returned; undefined: nothing speaks against it yet. */
export function reasonToReturn(counts: ReleaseCounts, limits: Release['limits']): string | undefined {
  const { production, candidate } = counts
  const { requests, errors } = candidate
  const isPlain = errors >= PLAIN_FAILURES && errors >= requests / 2
  if (isPlain || (requests >= limits.minimum && errors > limits.error_rate * requests))
    return `it failed ${errors} of ${requests} requests, which production answered`
  if (requests >= limits.minimum && production.requests >= limits.minimum) {
    const [slow, usual] = [latencyAt(candidate, 0.95)!, latencyAt(production, 0.95)!]
    if (slow > limits.latency_ratio * usual + LATENCY_SLACK_MS)
      return `95 % of its requests take up to ${slow.toFixed(1)} ms, production's ${usual.toFixed(1)} ms`
  }
  const psi = scorePsi(counts, limits.score_minimum)
  if (psi !== null && psi > limits.score_psi)
    return `its predictions are distributed otherwise than production's: PSI ${psi.toFixed(2)}`
  return undefined
}
