import { designMatrix, modelExpansion } from './design-model.ts'
import type { DesignProblem, WholePlots } from './design-problem.ts'

/**
 * The information matrix M = XᵀV⁻¹X of the problem's existing runs and the new `runs` together, p × p row-major; unit:
 * 1 / σ² of a run.
 *
 * V is the identity but for new runs in whole plots, where a plot of m runs with variance ratio η has I + η·J, and
 * V⁻¹ = I − η / (1 + m·η) · J.
 *
 * @param runs  n × factors, coded, row-major, in the order of the plots
 *
 * Cost: N·p² multiply-adds. Source: Goos & Vandebroek, Technometrics 43 (2001) 436–450.
 */
export function informationMatrix(problem: DesignProblem, runs: Float64Array): Float64Array {
  const { factors, model, existing, wholePlots } = problem
  const expansion = modelExpansion(factors, model.columns)
  const p = expansion.width
  const information = new Float64Array(p * p)
  if (existing) addRows(information, designMatrix(expansion, existing, factors.length), p, 0)
  const rows = designMatrix(expansion, runs, factors.length)
  for (const { from, to, shared } of plots(wholePlots, runs.length / factors.length)) {
    addRows(information, rows.subarray(from * p, to * p), p, shared)
  }
  return information
}

/** New runs with one error in common; `shared` is c in V⁻¹ = I − c·J. */
export interface Plot {
  readonly from: number
  /** One past its last run. */
  readonly to: number
  readonly shared: number
}

/**
 * The whole plots over n new runs; runs beyond the plots' sizes (centre points, replicates) are plots of their own, and so is
 * every run where there are no whole plots.
 */
export function plots(wholePlots: WholePlots | undefined, n: number): Plot[] {
  const ratio = wholePlots?.varianceRatio ?? 0
  const all: Plot[] = []
  for (let from = 0; from < n; from = all.at(-1)!.to) {
    const size = Math.min(wholePlots?.sizes[all.length] ?? 1, n - from)
    all.push({ from, to: from + size, shared: ratio / (1 + size * ratio) })
  }
  return all
}

/** Adds Xᵀ(I − c·J)X of the rows of one plot. */
function addRows(information: Float64Array, rows: Float64Array, p: number, c: number): void {
  const sums = new Float64Array(p)
  for (let at = 0; at < rows.length; at += p) {
    for (let j = 0; j < p; j++) {
      const value = rows[at + j]!
      sums[j] = sums[j]! + value
      for (let k = 0; k < p; k++) information[j * p + k] = information[j * p + k]! + value * rows[at + k]!
    }
  }
  if (c === 0) return
  for (let j = 0; j < p; j++) {
    for (let k = 0; k < p; k++) information[j * p + k] = information[j * p + k]! - c * sums[j]! * sums[k]!
  }
}
