import type { DriftColumn } from '@zerosec/contract'
import type { Baseline, ColumnBaseline } from './baseline.ts'
import type { ColumnCounts, TrafficCounts } from './traffic-counts.ts'

/** Rows below which nothing is said. */
export const MINIMUM_ROWS = 200
/** The usual reading of PSI. */
const SHIFTING = 0.1
const DRIFTED = 0.25
/** Every column is looked at all the time: a threshold that would alarm by chance would be switched off. */
const KS_P = 1e-4
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
    output: columnDrift(target, baseline.output, traffic.output),
  }
}

export function columnDrift(name: string, baseline: ColumnBaseline, { counts, missing }: ColumnCounts): DriftColumn {
  const nothing = { name, psi: null, ks: null, ks_p: null }
  if (baseline.kind === 'none') return { ...nothing, state: 'not_measured', rows: 0, missing_share: null }
  const known = sum(counts)
  const rows = known + missing
  const missing_share = rows === 0 ? null : missing / rows
  if (rows < MINIMUM_ROWS || sum(baseline.counts) + baseline.missing < PSI_BINS)
    return { ...nothing, state: 'not_enough', rows, missing_share }
  const isNumber = baseline.kind === 'number'
  const [before, now] = isNumber
    ? [merged(baseline.counts, baseline.counts), merged(counts, baseline.counts)]
    : [[...baseline.counts], [...counts]]
  const psi = psiOf([...before, baseline.missing], [...now, missing])
  const ks = isNumber && known > 0 && sum(baseline.counts) > 0 ? largestDistance(baseline.counts, counts) : null
  const ksP = ks === null ? null : ksProbability(ks, sum(baseline.counts), known)
  const isDrifted = psi > DRIFTED && (ksP === null || ksP < KS_P || missing > 0)
  const state = isDrifted ? 'drifted' : psi > SHIFTING || (ksP !== null && ksP < KS_P) ? 'shifting' : 'stable'
  return { name, state, rows, psi, ks, ks_p: ksP, missing_share }
}

/**
 * Population stability index Σ (q − p) · ln(q / p), less what chance alone would give: (bins − 1) · (1/n + 1/m), not below 0. Half a
 * row is added to each bin, so that an empty one stays finite; bins that are empty on both sides don't count.
 */
export function psiOf(before: readonly number[], now: readonly number[]): number {
  const bins = before.flatMap((count, k) => (count + now[k]! > 0 ? [k] : []))
  const [n, m] = [sum(before), sum(now)]
  let psi = 0
  for (const k of bins) {
    const p = (before[k]! + 0.5) / (n + 0.5 * bins.length)
    const q = (now[k]! + 0.5) / (m + 0.5 * bins.length)
    psi += (q - p) * Math.log(q / p)
  }
  return Math.max(0, psi - Math.max(0, bins.length - 1) * (1 / n + 1 / m))
}

/** Two-sample Kolmogorov–Smirnov distance at the edges of the bins: the true one is at most one bin's share larger. */
function largestDistance(before: readonly number[], now: readonly number[]): number {
  const [n, m] = [sum(before), sum(now)]
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
  let total = 0
  for (let k = 1; k <= 100; k++) {
    const term = 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * x * x)
    total += term
    if (Math.abs(term) < 1e-12) break
  }
  return Math.min(1, Math.max(0, total))
}

/** Neighbouring bins together, so that each has about a tenth of the baseline's rows. */
function merged(counts: readonly number[], baseline: readonly number[]): number[] {
  const target = sum(baseline) / PSI_BINS
  const bins: number[] = []
  let [now, ofBaseline] = [0, 0]
  counts.forEach((count, k) => {
    now += count
    ofBaseline += baseline[k]!
    if (ofBaseline < target - 1e-9 && k < counts.length - 1) return
    bins.push(now)
    now = 0
    ofBaseline = 0
  })
  return bins
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
