import { designRegion } from '../constrained-region.ts'
import { criterionScore } from '../criterion-score.ts'
import type { Design, DesignProblem } from '../design-problem.ts'
import { admittedRuns } from './admitted-runs.ts'
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
    const runs = entry && admittedRuns(problem, inBlockOrder(problem, entry.runs))
    if (!runs) continue
    const score = criterionScore(problem, designRegion(problem.factors, problem.constraints), runs)
    if (score === Number.NEGATIVE_INFINITY) continue
    return { runs, score, origin: { kind: 'catalogue', name: entry.name, proven: true } }
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
