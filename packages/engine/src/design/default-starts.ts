import type { DesignProblem } from './design-problem.ts'
import { isChosen } from './factor.ts'
import { DISTURBANCES } from './iterated-search.ts'
import { isUpdated } from './search-problem.ts'

/** Multiply-adds that a search may take: one to three seconds of one processor. */
const BUDGET = 1.5e9
const FEWEST = 4
const MOST = 60
/** Passes over the runs in a descent, and the share of settings looked at that are exchanged; both as measured. */
const PASSES = 5
const EXCHANGED = 0.2

/**
 * The number of starts that `searchDesign` takes for a search of one to three seconds; more for small problems would only find
 * the same designs again, and fewer than four for large ones would leave the best to luck.
 */
export function defaultStarts(problem: DesignProblem): number {
  return Math.max(FEWEST, Math.min(MOST, Math.round(BUDGET / startCost(problem))))
}

/** Estimated multiply-adds of one start. */
function startCost(problem: DesignProblem): number {
  const { factors, model, runs, candidates, criterion } = problem
  const p = model.columns.length
  const k = Math.max(1, factors.filter(isChosen).length)
  const updates = criterion.kind === 'D' || criterion.kind === 'bayesian_D' ? 5 * p * p : 15 * p * p
  if (!isUpdated(problem)) {
    return (criterion.kind === 'G' ? LARGEST_VARIANCE : 1) * STRUCTURED * PASSES * runs * k * p * p
  }
  if (candidates) {
    const count = candidates.runs.length / factors.length
    const pass = runs * (Math.min(count, 2000) * 3 * p + updates)
    return PASSES * (DISTURBANCES + 1) * pass + 8 * count * p * p
  }
  const columns = p / Math.sqrt(k)
  const settings = runs * k
  return (
    PASSES *
    (DISTURBANCES + 1) *
    (settings * (2 * columns * columns + 150) + runs * p * p + EXCHANGED * settings * updates)
  )
}

/** What a structured start costs beside one pass of plain evaluations. */
const STRUCTURED = 200
/** How much more the search for the largest variance costs than evaluating a formula; measured with 3 and 5 factors. */
const LARGEST_VARIANCE = 20
