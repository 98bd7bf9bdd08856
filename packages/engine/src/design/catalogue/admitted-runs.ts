import type { Candidates, DesignProblem } from '../design-problem.ts'

/**
 * The runs as the problem's candidates have them, each as often as it may be chosen; undefined where one is not among them. All
 * runs where there are no candidates.
 */
export function admittedRuns({ factors, candidates }: DesignProblem, runs: Float64Array): Float64Array | undefined {
  if (!candidates) return runs
  const k = factors.length
  const found = new Float64Array(runs.length)
  const used = new Set<number>()
  for (let at = 0; at < runs.length; at += k) {
    const row = matchingRow(candidates, runs, at, k, used)
    if (row < 0) return undefined
    if (!candidates.repeats) used.add(row)
    found.set(candidates.runs.subarray(row * k, (row + 1) * k), at)
  }
  return found
}

const SAME_SETTING = 1e-9

function matchingRow(
  { runs }: Candidates,
  wanted: Float64Array,
  at: number,
  k: number,
  used: ReadonlySet<number>,
): number {
  for (let row = 0; row * k < runs.length; row++) {
    let j = 0
    while (j < k && Math.abs(runs[row * k + j]! - wanted[at + j]!) <= SAME_SETTING) j++
    if (j === k && !used.has(row)) return row
  }
  return -1
}
