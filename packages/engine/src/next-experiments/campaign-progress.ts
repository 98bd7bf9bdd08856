import { hypervolumeImprovement } from './expected-hypervolume.ts'
import type { Campaign } from './next-experiments.ts'
import { nonDominatedBoxes } from './non-dominated-boxes.ts'
import { isWithin, utilityOf } from './objective.ts'

/** What is counted of a campaign as it goes on. */
export type ProgressMeasure = 'best' | 'hypervolume' | 'within'

/** best: one response to improve. hypervolume: several. within: only ranges. */
export function progressMeasure({ objectives }: Campaign): ProgressMeasure {
  const improving = objectives.filter(({ kind }) => kind !== 'range').length
  return improving === 0 ? 'within' : improving === 1 ? 'best' : 'hypervolume'
}

/**
 * What runs have reached after each of them: the best utility (−Infinity as long as none is within the ranges), the hypervolume of the
 * front as a share of that of all runs, or 1 as soon as a run is within the ranges.
 *
 * @param order  rows of the campaign, measured in every objective
 * @returns as many values as rows, never falling
 */
export function campaignProgress(campaign: Campaign, order: ArrayLike<number>): Float64Array {
  const measure = progressMeasure(campaign)
  if (measure === 'hypervolume') return hypervolumes(campaign, order, totalHypervolume(campaign))
  const { objectives, responses } = campaign
  const k = objectives.findIndex(({ kind }) => kind !== 'range')
  let reached = measure === 'within' ? 0 : -Infinity
  return Float64Array.from({ length: order.length }, (_, i) => {
    const row = order[i]!
    const counts = objectives.every((objective, each) => isWithin(objective, responses[each]![row]!))
    if (counts) reached = measure === 'within' ? 1 : Math.max(reached, utilityOf(objectives[k]!, responses[k]![row]!))
    return reached
  })
}

/** Share of the runs that are the best ones, and of the hypervolume of all runs that is as good as all. */
const BEST_SHARE = 0.01
const HYPERVOLUME_SHARE = 0.95

/** The progress at which a campaign has found what there is: one of the best percent, 95 % of the hypervolume, or a run within the ranges. */
export function campaignGoal(campaign: Campaign): number {
  const measure = progressMeasure(campaign)
  if (measure === 'within') return 1
  if (measure === 'hypervolume') return HYPERVOLUME_SHARE
  const { objectives, responses, runs } = campaign
  const k = objectives.findIndex(({ kind }) => kind !== 'range')
  const utilities = Array.from({ length: runs.rows }, (_, row) => row)
    .filter((row) => objectives.every((objective, each) => isWithin(objective, responses[each]![row]!)))
    .map((row) => utilityOf(objectives[k]!, responses[k]![row]!))
    .sort((a, b) => b - a)
  return utilities[Math.max(1, Math.ceil(BEST_SHARE * utilities.length)) - 1] ?? Infinity
}

/** Runs until the goal is reached; one more than there are where it is not. */
export function runsToGoal(progress: Float64Array, goal: number): number {
  const at = progress.findIndex((reached) => reached >= goal - 1e-9 * Math.abs(goal))
  return at < 0 ? progress.length + 1 : at + 1
}

function totalHypervolume(campaign: Campaign): number {
  const all = Array.from({ length: campaign.runs.rows }, (_, row) => row)
  return hypervolumes(campaign, all, 1).at(-1) || 1
}

/** Above a reference a tenth of the extent below the worst of each objective. */
function hypervolumes({ objectives, responses }: Campaign, order: ArrayLike<number>, total: number): Float64Array {
  const improving = [...objectives.keys()].filter((k) => objectives[k]!.kind !== 'range')
  const scaled = improving.map((k) => {
    const utilities = responses[k]!.map((response) => utilityOf(objectives[k]!, response))
    const low = utilities.reduce((least, value) => Math.min(least, value), Infinity)
    const high = utilities.reduce((most, value) => Math.max(most, value), -Infinity)
    return utilities.map((value) => (value - low) / (high - low || 1))
  })
  const reference = new Float64Array(improving.length).fill(-0.1)
  const front: number[] = []
  let boxes = nonDominatedBoxes(Float64Array.from(front), reference)
  let volume = 0
  return Float64Array.from({ length: order.length }, (_, i) => {
    const row = order[i]!
    if (!objectives.every((objective, k) => isWithin(objective, responses[k]![row]!))) return volume / total
    const point = scaled.map((utilities) => utilities[row]!)
    const more = hypervolumeImprovement(boxes, point)
    if (more > 0) {
      volume += more
      front.push(...point)
      boxes = nonDominatedBoxes(Float64Array.from(front), reference)
    }
    return volume / total
  })
}
