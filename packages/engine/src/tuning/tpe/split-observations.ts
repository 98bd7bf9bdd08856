import { hypervolumeContributions, referencePoint, selectByHypervolume } from '../../pareto/hypervolume.ts'
import { nonDominationRanks } from '../../pareto/non-domination.ts'
import { compareObservations, type Observation } from '../observation.ts'

export interface SplitObservations {
  /** The best, in the order of asking. */
  readonly below: readonly Observation[]
  /** One of each of the best; null where there is one objective, or none is feasible: they weigh the less, the longer ago they were. */
  readonly weights: Float64Array | null
  /** The others, in the order of asking. */
  readonly above: readonly Observation[]
}

/** Weight of a trial that adds no hypervolume, and of an infeasible one. */
const NEXT_TO_NOTHING = 1e-12

const isFeasible = ({ violation }: Observation) => violation === 0

/** Splits observations into the best `count` and the others. Of several objectives, those that were pruned have no part in it. */
export function splitObservations(observations: readonly Observation[], count: number): SplitObservations {
  const objectives = observations.find(({ state }) => state === 'complete')?.losses.length ?? 1
  if (objectives === 1) {
    return { ...divide(observations, [...observations].sort(compareObservations).slice(0, count)), weights: null }
  }
  const known = observations.filter(({ state }) => state !== 'pruned')
  const ended = known.filter(({ state }) => state === 'complete')
  const feasible = ended.filter(isFeasible)
  const nearly = ended
    .filter((observation) => !isFeasible(observation))
    .sort((a, b) => a.violation - b.violation || a.number - b.number)
  const best = [...bestByDomination(feasible, count), ...nearly].slice(0, count)
  const split = divide(known, best)
  return { ...split, weights: split.below.some(isFeasible) ? hypervolumeWeights(split.below) : null }
}

function divide(
  observations: readonly Observation[],
  best: readonly Observation[],
): Omit<SplitObservations, 'weights'> {
  const chosen = new Set(best)
  return { below: observations.filter((o) => chosen.has(o)), above: observations.filter((o) => !chosen.has(o)) }
}

/** Whole fronts as long as they fit, then those of the next front that dominate most. */
function bestByDomination(observations: readonly Observation[], count: number): Observation[] {
  if (observations.length <= count) return [...observations]
  const ranks = nonDominationRanks(observations.map(({ losses }) => losses))
  const best: Observation[] = []
  for (let rank = 0; best.length < count; rank++) {
    const front = observations.filter((_, i) => ranks[i] === rank)
    if (best.length + front.length <= count) {
      best.push(...front)
      continue
    }
    const losses = scaledLosses(front)
    for (const i of selectByHypervolume(losses, count - best.length, referencePoint(losses))) best.push(front[i]!)
  }
  return best
}

function hypervolumeWeights(below: readonly Observation[]): Float64Array {
  const weights = new Float64Array(below.length).fill(NEXT_TO_NOTHING)
  const feasible = [...below.keys()].filter((i) => isFeasible(below[i]!))
  const losses = scaledLosses(feasible.map((i) => below[i]!))
  const contributions = hypervolumeContributions(losses, referencePoint(losses))
  const most = contributions.reduce((a, b) => Math.max(a, b), NEXT_TO_NOTHING)
  for (const [k, i] of feasible.entries()) weights[i] = Math.max(contributions[k]! / most, NEXT_TO_NOTHING)
  return weights
}

/** In units of the largest size of each objective: what is dominated stays in proportion, and no volume overflows. */
function scaledLosses(observations: readonly Observation[]): number[][] {
  const sizes: number[] = []
  for (const { losses } of observations) {
    for (const [k, loss] of losses.entries()) sizes[k] = Math.max(sizes[k] ?? 0, Math.abs(loss))
  }
  return observations.map(({ losses }) => losses.map((loss, k) => loss / (sizes[k] || 1)))
}
