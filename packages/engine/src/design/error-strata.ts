import type { ModelColumn } from '../linear/model-columns.ts'
import type { DesignProblem } from './design-problem.ts'
import type { DesignEvaluation } from './evaluate-design.ts'

/** The error that a term is tested against. */
export interface ErrorStratum {
  readonly kind: 'run' | 'whole_plot'
  readonly degreesOfFreedom: number
}

/**
 * The error of each model column. With whole plots those of hard-to-change factors alone are tested against the scatter
 * between plots, all others against the scatter within plots; existing runs count within.
 */
export function errorStrata(
  { model: { columns }, wholePlots }: DesignProblem,
  { runs, coefficients, degreesOfFreedom }: Pick<DesignEvaluation, 'runs' | 'coefficients' | 'degreesOfFreedom'>,
): ErrorStratum[] {
  if (!wholePlots) return columns.map(() => ({ kind: 'run', degreesOfFreedom: degreesOfFreedom.error }))
  const hard = new Set(wholePlots.factors)
  const isBetween = ({ pieces }: ModelColumn) => pieces.every(({ input }) => hard.has(input))
  const between = columns.filter(isBetween).length
  const plots = wholePlots.sizes.length
  const wholePlot: ErrorStratum = { kind: 'whole_plot', degreesOfFreedom: Math.max(0, plots - between) }
  const within = runs - plots - (coefficients - between)
  const run: ErrorStratum = { kind: 'run', degreesOfFreedom: Math.max(0, within) }
  return columns.map((column) => (isBetween(column) ? wholePlot : run))
}
