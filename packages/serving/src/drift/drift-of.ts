import type { DriftColumn } from '@zerosec/contract'
import type { Baseline, ColumnBaseline } from './baseline.ts'
import { populationStability, total } from './population-stability.ts'
import type { ColumnCounts, TrafficCounts } from './traffic-counts.ts'

/** Rows below which nothing is said. */
export const MINIMUM_ROWS = 200
/** The usual reading of PSI. */
const SHIFTING = 0.1
const DRIFTED = 0.25
/** Every column is looked at all the time: what alarms by chance would be switched off. */
const CHANCE = 1e-4
const PSI_BINS = 10

/** PSI and KS of every column against the baseline. */
export function driftOf(
  names: readonly string[],
  target: string,
  baseline: Baseline,
  traffic: TrafficCounts,
): { inputs: DriftColumn[]; output: DriftColumn } {
  return {
    inputs: names.map((name, j) => columnDrift(name, baseline.inputs[j]!, traffic.inputs[j]!)),
    output: baseline.output ? columnDrift(target, baseline.output, traffic.output) : waiting(target, traffic.rows),
  }
}

/** Of a column that there is nothing to compare with yet. */
export function waiting(name: string, rows: number): DriftColumn {
  return { name, state: 'not_enough', rows, psi: null, ks: null, ks_p: null, missing_share: null }
}

export function columnDrift(name: string, baseline: ColumnBaseline, { counts, missing }: ColumnCounts): DriftColumn {
  const nothing = { name, psi: null, ks: null, ks_p: null }
  if (baseline.kind === 'none') return { ...nothing, state: 'not_measured', rows: 0, missing_share: null }
  const known = total(counts)
  const rows = known + missing
  const missing_share = rows === 0 ? null : missing / rows
  if (rows < MINIMUM_ROWS || total(baseline.counts) + baseline.missing < PSI_BINS)
    return { ...nothing, state: 'not_enough', rows, missing_share }
  const isNumber = baseline.kind === 'number'
  const [before, now] = isNumber
    ? [merged(baseline.counts, baseline.counts), merged(counts, baseline.counts)]
    : [[...baseline.counts], [...counts]]
  const { psi, p } = populationStability([...before, baseline.missing], [...now, missing])
  const ks = isNumber && known > 0 && total(baseline.counts) > 0 ? largestDistance(baseline.counts, counts) : null
  const ksP = ks === null ? null : ksProbability(ks, total(baseline.counts), known)
  const isMoved = ksP !== null && ksP < CHANCE
  const isReal = isMoved || p < CHANCE
  const state = isReal && psi > DRIFTED ? 'drifted' : (isReal && psi > SHIFTING) || isMoved ? 'shifting' : 'stable'
  return { name, state, rows, psi, ks, ks_p: ksP, missing_share }
}

/** Two-sample Kolmogorov–Smirnov distance at the edges of the bins: the true one is at most one bin's share larger. */
function largestDistance(before: readonly number[], now: readonly number[]): number {
  const [n, m] = [total(before), total(now)]
  let [a, b, largest] = [0, 0, 0]
  for (let k = 0; k < before.length; k++) {
    a += before[k]! / n
    b += now[k]! / m
    largest = Math.max(largest, Math.abs(a - b))
  }
  return largest
}

/** The chance of at least this distance without a difference: Kolmogorov's series with Stephens' correction for small samples. */
export function ksProbability(distance: number, n: number, m: number): number {
  const root = Math.sqrt((n * m) / (n + m))
  const x = (root + 0.12 + 0.11 / root) * distance
  if (x < 0.2) return 1
  let sum = 0
  for (let k = 1; k <= 100; k++) {
    const term = 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * x * x)
    sum += term
    if (Math.abs(term) < 1e-12) break
  }
  return Math.min(1, Math.max(0, sum))
}

/** Neighbouring bins together, so that each has about a tenth of the baseline's rows; what is outside of its range stays by itself. */
function merged(counts: readonly number[], baseline: readonly number[]): number[] {
  const target = total(baseline) / PSI_BINS
  const last = counts.length - 1
  const bins: number[] = []
  let [now, ofBaseline] = [0, 0]
  counts.forEach((count, k) => {
    now += count
    ofBaseline += baseline[k]!
    if (ofBaseline < target - 1e-9 && k > 0 && k < last - 1) return
    bins.push(now)
    now = 0
    ofBaseline = 0
  })
  return bins
}
