import { populationStability, total } from '../drift/population-stability.ts'

/** What one side answered, as counts that can be added over processes. */
export interface SideCounts {
  requests: number
  rows: number
  /** Requests that it failed where the other one would not. */
  errors: number
  /** Of requests that both were asked, by latency: bin k holds up to FASTEST_MS · STEP^k. */
  latency: number[]
  /** Predictions of rows that both were asked, by `scoreBin`. */
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

export function newCounts(): ReleaseCounts {
  return { production: newSide(), candidate: newSide(), differences: { rows: 0, equal: 0, sum: 0, largest: 0 } }
}

function newSide(): SideCounts {
  return { requests: 0, rows: 0, errors: 0, latency: Array.from({ length: LATENCY_BINS }, () => 0), scores: {} }
}

export function countRequest(side: SideCounts, rows: number, failed: boolean): void {
  side.requests++
  side.rows += rows
  if (failed) side.errors++
}

export function countLatency(side: SideCounts, ms: number): void {
  const bin = Math.ceil(Math.log(Math.max(ms, FASTEST_MS) / FASTEST_MS) / Math.log(STEP))
  side.latency[Math.min(LATENCY_BINS - 1, bin)]!++
}

export function countScore(side: SideCounts, bin: string): void {
  side.scores[bin] = (side.scores[bin] ?? 0) + 1
}

export function addCounts(parts: readonly ReleaseCounts[]): ReleaseCounts {
  const sum = newCounts()
  for (const part of parts) addPart(sum, part, 1)
  return sum
}

/** What came after `before`, but for the largest difference, which is that of all. */
export function countsSince(counts: ReleaseCounts, before: ReleaseCounts): ReleaseCounts {
  const later = addCounts([counts])
  addPart(later, before, -1)
  return later
}

function addPart(sum: ReleaseCounts, part: ReleaseCounts, sign: 1 | -1): void {
  for (const side of ['production', 'candidate'] as const) addSide(sum[side], part[side], sign)
  sum.differences.rows += sign * part.differences.rows
  sum.differences.equal += sign * part.differences.equal
  sum.differences.sum += sign * part.differences.sum
  sum.differences.largest = Math.max(sum.differences.largest, part.differences.largest)
}

function addSide(sum: SideCounts, part: SideCounts, sign: 1 | -1): void {
  sum.requests += sign * part.requests
  sum.rows += sign * part.rows
  sum.errors += sign * part.errors
  part.latency.forEach((count, bin) => (sum.latency[bin]! += sign * count))
  for (const [bin, count] of Object.entries(part.scores)) sum.scores[bin] = (sum.scores[bin] ?? 0) + sign * count
}

/** Requests whose latency is known of both sides. */
export function measuredRequests({ production, candidate }: ReleaseCounts): number {
  return Math.min(total(production.latency), total(candidate.latency))
}

/** The upper end of the bin in which the share of the requests lies, in ms; null without requests. */
export function latencyAt({ latency }: SideCounts, share: number): number | null {
  const all = total(latency)
  if (all === 0) return null
  let seen = 0
  const bin = latency.findIndex((count) => (seen += count) >= share * all)
  return FASTEST_MS * STEP ** bin
}

/** Requests in bins that end above `ms`. */
export function requestsAbove({ latency }: SideCounts, ms: number): number {
  return total(latency.filter((_, bin) => FASTEST_MS * STEP ** bin > ms))
}

/**
 * PSI of the candidate's predictions against production's of the same rows.
 *
 * @returns null below `minimum` rows
 */
export function scorePsi({ production, candidate }: ReleaseCounts, minimum: number): number | null {
  const bins = [...new Set([...Object.keys(production.scores), ...Object.keys(candidate.scores)])]
  const countsOf = ({ scores }: SideCounts) => bins.map((bin) => scores[bin] ?? 0)
  const [before, now] = [countsOf(production), countsOf(candidate)]
  return Math.min(total(before), total(now)) < minimum ? null : populationStability(before, now).psi
}
