import type { DesignProblem } from '@zerosec/engine'

/** The problem whose new runs are all those that are made: blocks as large as they get, every extra run a whole plot of its own. */
export function wholeProblem(problem: DesignProblem, runs: Float64Array): DesignProblem {
  const { wholePlots, factors } = problem
  const k = factors.length
  const count = runs.length / k
  const extra = count - problem.runs
  if (extra === 0) return problem
  return {
    ...problem,
    runs: count,
    factors: factors.map((factor, j) => {
      if (factor.kind !== 'block') return factor
      const sizes = factor.levels.map(() => 0)
      for (let at = j; at < runs.length; at += k) sizes[runs[at]!]!++
      return { ...factor, sizes }
    }),
    ...(wholePlots
      ? { wholePlots: { ...wholePlots, sizes: [...wholePlots.sizes, ...Array.from({ length: extra }, () => 1)] } }
      : {}),
  }
}
