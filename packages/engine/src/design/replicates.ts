import { addPrior, informationScore, scoredColumns } from './criterion-score.ts'
import { modelExpansion } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import { informationMatrix } from './information.ts'
import type { Region } from './region.ts'

/**
 * Which runs to make once more: one after the other the run whose repetition gains most by the criterion, the first of equals;
 * runs that are already repeated come after all others, so that many different runs tell of the scatter.
 *
 * @param runs  n × factors, coded
 * @returns `count` indices of runs
 *
 * Cost: count · n evaluations of the criterion.
 */
export function replicatesOf(problem: DesignProblem, region: Region, runs: Float64Array, count: number): Uint32Array {
  const k = problem.factors.length
  const n = runs.length / k
  const columns = scoredColumns(problem)
  const width = columns.length
  const expansion = modelExpansion(problem.factors, columns)
  const score = informationScore(problem, region)
  let information = informationMatrix({ ...problem, model: { ...problem.model, columns } }, runs)
  addPrior(problem, information)
  // a repetition beyond the whole plots is a plot of its own
  const weight = 1 / (1 + (problem.wholePlots?.varianceRatio ?? 0))
  const row = new Float64Array(width)
  const repeated = new Uint32Array(count)
  for (let r = 0; r < count; r++) {
    const taken = new Set(repeated.subarray(r - (r % n), r))
    let best = -1
    let most = Number.NEGATIVE_INFINITY
    let after = information
    for (let i = 0; i < n; i++) {
      if (taken.has(i)) continue
      expansion.expand(runs, i * k, row, 0)
      const trial = information.slice()
      for (let j = 0; j < width; j++) {
        for (let l = 0; l < width; l++) trial[j * width + l] = trial[j * width + l]! + weight * row[j]! * row[l]!
      }
      const value = score(trial)
      if (best >= 0 && !(value > most + 1e-12 * Math.abs(most))) continue
      best = i
      most = value
      after = trial
    }
    repeated[r] = best
    information = after
  }
  return repeated
}
