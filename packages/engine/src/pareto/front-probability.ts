import { seededGenerator } from '../random/generator.ts'
import { nonDominatedRanks } from './non-dominated-sort.ts'
import { lossOf, type Objective } from './objective.ts'

/**
 * How likely each row is on the front, its values being independent and normal: the share of draws of all values in which no row
 * dominates it. Off by 0.5 / √draws at most (standard error).
 *
 * @param columns  one an objective, of n means
 * @param deviations  one an objective, of n standard deviations; 0: known exactly
 * @returns n shares of the draws
 *
 * Cost: draws sorts of n rows.
 */
export function frontProbabilities(
  objectives: readonly Objective[],
  columns: readonly Float64Array[],
  deviations: readonly Float64Array[],
  { draws, seed }: { readonly draws: number; readonly seed: number },
): Float64Array {
  const m = objectives.length
  const n = columns[0]?.length ?? 0
  const generator = seededGenerator(seed)
  const hits = new Float64Array(n)
  const losses = new Float64Array(n * m)
  for (let draw = 0; draw < draws; draw++) {
    const stream = generator.stream(draw)
    for (const [k, objective] of objectives.entries()) {
      for (let i = 0; i < n; i++) {
        const value = columns[k]![i]! + deviations[k]![i]! * stream.normal()
        losses[i * m + k] = lossOf(objective, value)
      }
    }
    const ranks = nonDominatedRanks(losses, m)
    for (let i = 0; i < n; i++) if (ranks[i] === 0) hits[i]!++
  }
  return hits.map((count) => count / draws)
}
