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

/** PSI for alarms, which know thresholds alone: that of a column that is stable, where chance gives it, ends at the first of them. */
export function alarmingPsi({ state, psi }: DriftColumn): number | null {
  return psi !== null && state === 'stable' ? Math.min(psi, SHIFTING) : psi
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
  const ends = isNumber ? groupEnds(baseline.counts) : [...baseline.counts.keys()]
  const [before, now] = [grouped(baseline.counts, ends), grouped(counts, ends)]
  const { psi, p } = populationStability([...before, baseline.missing], [...now, missing])
  const ks = isNumber && known > 0 && total(baseline.counts) > 0 ? largestDistance(baseline.counts, counts) : null
  const ksP = ks === null ? null : ksProbability(ks, total(baseline.counts), known)
  const isMoved = ksP !== null && ksP < CHANCE
  const isReal = isMoved || p < CHANCE
  const state = isReal && psi > DRIFTED ? 'drifted' : (isReal && psi > SHIFTING) || isMoved ? 'shifting' : 'stable'
  return { name, state, rows, psi, ks, ks_p: ksP, missing_share, bins: driftBins(baseline, ends, before, now) }
}

type Bins = NonNullable<DriftColumn['bins']>

/** The bins of PSI as shares of the rows that have a value; those that no row was ever in are left out of levels. */
function driftBins(
  baseline: Exclude<ColumnBaseline, { kind: 'none' }>,
  ends: readonly number[],
  before: readonly number[],
  now: readonly number[],
): Bins {
  const [n, m] = [Math.max(1, total(before)), Math.max(1, total(now))]
  const bins = ends.map((end, g) => ({ ...binName(baseline, end), before: before[g]! / n, now: now[g]! / m }))
  return baseline.kind === 'number' ? bins : bins.filter((bin) => bin.before > 0 || bin.now > 0)
}

function binName(
  baseline: Exclude<ColumnBaseline, { kind: 'none' }>,
  end: number,
): Pick<Bins[number], 'level' | 'up_to'> {
  if (baseline.kind === 'number') return end < baseline.edges.length ? { up_to: baseline.edges[end]! } : {}
  return end < baseline.levels.length ? { level: baseline.levels[end]! } : {}
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

/**
 * Neighbouring bins together, so that each has about a tenth of the baseline's rows; what is outside of its range stays by itself.
 *
 * @returns the last bin of each group
 */
function groupEnds(baseline: readonly number[]): number[] {
  const target = total(baseline) / PSI_BINS
  const last = baseline.length - 1
  const ends: number[] = []
  let inGroup = 0
  baseline.forEach((count, k) => {
    inGroup += count
    if (inGroup < target - 1e-9 && k > 0 && k < last - 1) return
    ends.push(k)
    inGroup = 0
  })
  return ends
}

function grouped(counts: readonly number[], ends: readonly number[]): number[] {
  return ends.map((end, g) => total(counts.slice(g === 0 ? 0 : ends[g - 1]! + 1, end + 1)))
}
