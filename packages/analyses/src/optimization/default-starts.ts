import type { DesignProblem } from '@zerosec/engine'

/** Processor time that a search may take where the user names no number of starts. */
const SECONDS = 4
const FEWEST = 3
const MOST = 40

/** As many starts as take about four seconds: decided by the size of the problem, so that the design is the same everywhere. */
export function defaultStarts(problem: DesignProblem): number {
  return Math.max(FEWEST, Math.min(MOST, Math.round(SECONDS / secondsOfStart(problem))))
}

/** Measured on one core of 2.5 GHz, within a factor of two for 3 to 10 factors and up to 100,000 candidates. */
function secondsOfStart({
  runs,
  factors,
  model,
  criterion,
  candidates,
  wholePlots,
  covariateRows,
}: DesignProblem): number {
  const k = factors.length
  const p = model.columns.length
  const rows = (candidates?.runs.length ?? 0) / k
  const byUpdates = 0.02 + 1.5e-5 * runs * k * p + 7e-7 * rows * p
  if (criterion.kind === 'G') return 3 * byUpdates + 5e-5 * runs * k * p * p
  const isStructured = wholePlots || covariateRows || criterion.kind === 'E' || criterion.kind === 'alias'
  return isStructured ? 3 * byUpdates : byUpdates
}
