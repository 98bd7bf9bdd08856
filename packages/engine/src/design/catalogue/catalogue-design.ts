import { designRegion } from '../constrained-region.ts'
import { criterionScore } from '../criterion-score.ts'
import type { Candidates, Design, DesignProblem } from '../design-problem.ts'
import type { CatalogueEntry } from './catalogue-entry.ts'
import { minimumSupport } from './minimum-support.ts'
import { mixtureOptimum } from './mixture-optimum.ts'
import { nearOrthogonalOptimum } from './near-orthogonal-optimum.ts'
import { orthogonalOptimum } from './orthogonal-optimum.ts'
import { polynomialOptimum } from './polynomial-optimum.ts'

const THEOREMS: readonly ((problem: DesignProblem) => CatalogueEntry | undefined)[] = [
  orthogonalOptimum,
  nearOrthogonalOptimum,
  polynomialOptimum,
  mixtureOptimum,
  minimumSupport,
]

/**
 * The best design for the problem where a theorem proves that no other of its size is better, else undefined: problems with
 * existing runs, constraints, whole plots, covariates, or candidates among which the runs are not all found.
 *
 * Runs stand in the order of the blocks. Cost: nothing that matters beside a search; no random numbers.
 */
export function catalogueDesign(problem: DesignProblem): Design | undefined {
  if (!isPlain(problem)) return undefined
  for (const theorem of THEOREMS) {
    const entry = theorem(problem)
    const runs = entry && admitted(problem, inBlockOrder(problem, entry.runs))
    if (runs) {
      const score = criterionScore(problem, designRegion(problem.factors, problem.constraints), runs)
      if (score > Number.NEGATIVE_INFINITY)
        return { runs, score, origin: { kind: 'catalogue', name: entry.name, proven: true } }
    }
  }
  return undefined
}

function isPlain({ factors, existing, constraints, wholePlots, covariateRows }: DesignProblem): boolean {
  return (
    constraints.length === 0 &&
    !existing?.length &&
    !wholePlots &&
    !covariateRows &&
    factors.every(({ kind }) => kind !== 'covariate') &&
    factors.filter(({ kind }) => kind === 'block').length <= 1
  )
}

function inBlockOrder({ factors }: DesignProblem, runs: Float64Array): Float64Array {
  const block = factors.findIndex(({ kind }) => kind === 'block')
  if (block < 0) return runs
  const k = factors.length
  const order = Array.from({ length: runs.length / k }, (_, i) => i)
  order.sort((a, b) => runs[a * k + block]! - runs[b * k + block]! || a - b)
  return Float64Array.from(order.flatMap((i) => [...runs.subarray(i * k, (i + 1) * k)]))
}

/** The runs as the candidates have them, each as often as it may be chosen; undefined where one is not among them. */
function admitted({ factors, candidates }: DesignProblem, runs: Float64Array): Float64Array | undefined {
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
