import {
  type Campaign,
  campaignGoal,
  campaignProgress,
  type FeatureMatrix,
  type ProgressMeasure,
  progressMeasure,
  replayCampaign,
  runsToGoal,
  seededGenerator,
  takeRows,
} from '@zerosec/engine'
import type { NextExperimentsParameters } from './parameters.ts'
import { featuresOf } from './propose.ts'
import type { ExperimentCampaign } from './read-campaign.ts'

/** The measured runs played again. Numbers of experiments count the start; one more than were made where the goal was not reached. */
export interface BackTest {
  readonly measure: ProgressMeasure
  /** Distinct settings that were replayed. */
  readonly runs: number
  readonly start: number
  readonly batch: number
  readonly budget: number
  readonly seeds: number
  readonly goal: number
  readonly proposed: Spread
  readonly random: Spread
  /** Experiments that the order of the table took. */
  readonly runOrder: number
  /** Progress after 1, 2, … budget experiments. */
  readonly curves: {
    readonly proposed: readonly Spread[]
    readonly random: readonly Spread[]
    readonly runOrder: readonly number[]
  }
}

export interface Spread {
  readonly low: number
  readonly median: number
  readonly high: number
}

/** Fewer settings say nothing of how soon the best was found. */
export const FEWEST_REPLAYED = 20
const RANDOM_ORDERS = 200
/** Batches that a replay makes at most, and experiments. */
const MOST_BATCHES = 12
const MOST_EXPERIMENTS = 150

/**
 * How soon proposals would have found one of the best runs of the table, from many random beginnings, against random orders and the order
 * of the table. Null where too few runs were measured in every objective.
 *
 * A replay stops at the goal; its curve goes on as it is.
 */
export function backTest(
  campaign: ExperimentCampaign,
  parameters: NextExperimentsParameters,
  seed: number,
  progress: (fraction: number) => void,
): BackTest | null {
  const played = replayedCampaign(campaign)
  const { rows } = played.runs
  if (rows < FEWEST_REPLAYED) return null
  const start = Math.max(3, Math.min(parameters.back_test_start, Math.floor(rows / 3)))
  const batch = parameters.batch_size
  const budget = Math.min(rows, start + MOST_BATCHES * batch, Math.max(MOST_EXPERIMENTS, start + batch))
  const goal = campaignGoal(played)
  const hasReached = (order: readonly number[]) => runsToGoal(campaignProgress(played, order), goal) <= order.length
  const replays = Array.from({ length: parameters.back_test_seeds }, (_, i) => {
    progress(i / parameters.back_test_seeds)
    const options = { start, batch, budget, exploration: parameters.exploration, seed: seed + i, isDone: hasReached }
    return campaignProgress(played, replayCampaign(played, options))
  })
  const generator = seededGenerator(seed).stream(2)
  const orders = Array.from({ length: RANDOM_ORDERS }, (_, i) =>
    campaignProgress(played, generator.stream(i).permutation(rows)),
  )
  const inOrder = campaignProgress(
    played,
    Array.from({ length: rows }, (_, row) => row),
  )
  const at = (curves: readonly Float64Array[]) =>
    Array.from({ length: budget }, (_, n) => spreadOf(curves.map((curve) => curve[Math.min(n, curve.length - 1)]!)))
  const reachedAt = (curve: Float64Array) => {
    const count = runsToGoal(curve, goal)
    return count > curve.length ? budget + 1 : count
  }
  return {
    measure: progressMeasure(played),
    runs: rows,
    start,
    batch,
    budget,
    seeds: parameters.back_test_seeds,
    goal,
    proposed: spreadOf(replays.map(reachedAt)),
    random: spreadOf(orders.map((curve) => runsToGoal(curve, goal))),
    runOrder: runsToGoal(inOrder, goal),
    curves: { proposed: at(replays), random: at(orders), runOrder: Array.from(inOrder.subarray(0, budget)) },
  }
}

/** Runs that have every result, each setting once with the mean of its results, in the order in which they were first made. */
function replayedCampaign(campaign: ExperimentCampaign): Campaign {
  const { objectives, responses, measured } = campaign
  const features = featuresOf(campaign, measured.runs)
  const groups = new Map<string, number[]>()
  for (let row = 0; row < features.rows; row++) {
    if (responses.some((response) => Number.isNaN(response[row]!))) continue
    const key = settingsKey(features, row)
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const rows = [...groups.values()]
  const first = rows.map(([row]) => row!)
  return {
    runs: takeRows(features, first),
    objectives: objectives.map(({ objective }) => objective),
    responses: responses.map((response) =>
      Float64Array.from(rows, (own) => own.reduce((sum, row) => sum + response[row]! / own.length, 0)),
    ),
  }
}

function settingsKey({ columns }: FeatureMatrix, row: number): string {
  return columns.map((column) => column[row]!.toPrecision(9)).join(' ')
}

/** Median and quartiles, between neighbours where they fall there. */
function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const quantile = (share: number) => {
    const place = share * (sorted.length - 1)
    const below = sorted[Math.floor(place)]!
    const above = sorted[Math.ceil(place)]!
    return below === above ? below : below + (place - Math.floor(place)) * (above - below)
  }
  return { low: quantile(0.25), median: quantile(0.5), high: quantile(0.75) }
}
