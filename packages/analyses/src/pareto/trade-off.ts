import {
  crowdingDistances,
  desirabilities,
  hypervolume,
  hypervolumeContributions,
  kneePoint,
  lexicographicChoice,
  lossOf,
  nonDominatedRanks,
} from '@zerosec/engine'
import type { Compared } from './compared.ts'
import { type Chances, frontChances } from './front-chances.ts'
import type { ParetoParameters } from './parameters.ts'
import { isDistance, type Wish } from './wishes.ts'

/** What was found of the candidates that take part; places count them from 0. */
export interface TradeOff extends Compared {
  /** 0: on the front. */
  readonly ranks: Int32Array
  readonly room: Float64Array
  /** Best in the first objective first. */
  readonly front: readonly number[]
  readonly fronts: number
  readonly desirability: Float64Array
  readonly mostDesirable: number
  /** Null where the front has none. */
  readonly knee: number | null
  /** Null where no priorities are given; else all that they leave, one at least. */
  readonly byPriority: readonly number[] | null
  /** In losses. */
  readonly reference: readonly number[]
  /** Null where it would take too long. */
  readonly hypervolume: number | null
  /** Of the front's rows, in its order: what the hypervolume would lose without each. */
  readonly contributions: Float64Array | null
  /** Null without intervals. */
  readonly chances: Chances | null
}

/** Rows of a front up to which the hypervolume of so many objectives is worked out: some seconds at most. */
const MOST_ROWS = [0, Infinity, Infinity, 200_000, 3_000, 1_000] as const
/** As many times a hypervolume: also of what each row adds. */
const FEW_ROWS = [0, 2_000, 2_000, 500, 150, 60] as const

export function tradeOffOf(
  compared: Compared,
  parameters: ParetoParameters,
  seed: number,
  progress: (share: number, message: string) => void,
): TradeOff {
  const { losses, wishes } = compared
  const m = wishes.length
  progress(0, 'Sorting the fronts')
  const ranks = nonDominatedRanks(losses, m)
  const lossAt = (i: number, k: number) => losses[i * m + k]!
  const front = [...ranks.keys()]
    .filter((i) => ranks[i] === 0)
    .sort((a, b) => lossAt(a, 0) - lossAt(b, 0) || lossAt(a, 1) - lossAt(b, 1) || a - b)
  const desirability = desirabilities(losses, desirabilityScales(compared, parameters))
  const mostDesirable = front.reduce((best, i) => (desirability[i]! > desirability[best]! ? i : best), front[0]!)
  const ofFront = Float64Array.from(front.flatMap((i) => wishes.map((_, k) => lossAt(i, k))))
  const knee = front.length < 3 ? -1 : kneePoint(ofFront, m)
  const order = parameters.priorities.map((name) => wishes.findIndex((wish) => wish.name === name))
  const tolerances = wishes.map(({ tolerance }) => tolerance)
  const reference = referenceOf(compared, parameters)
  progress(0.2, 'Measuring the hypervolume')
  const rows = front.map((_, i) => [...ofFront.subarray(i * m, i * m + m)])
  progress(0.3, 'Working out how likely each row is on the front')
  return {
    ...compared,
    ranks,
    room: crowdingDistances(losses, m, ranks),
    front,
    fronts: ranks.reduce((most, rank) => Math.max(most, rank), 0) + 1,
    desirability,
    mostDesirable,
    knee: knee < 0 ? null : front[knee]!,
    byPriority: order.length === 0 ? null : byPriorities(compared, order, tolerances, ranks),
    reference,
    hypervolume: front.length <= (MOST_ROWS[m] ?? 0) ? hypervolume(rows, reference) : null,
    contributions: front.length <= (FEW_ROWS[m] ?? 0) ? hypervolumeContributions(rows, reference) : null,
    chances: frontChances(compared, ranks, seed),
  }
}

/** Of those that priorities leave, the ones that no other beats: what ties in the named objectives is decided by the others. */
function byPriorities(
  { losses, wishes }: Compared,
  order: readonly number[],
  tolerances: readonly number[],
  ranks: Int32Array,
): number[] {
  const left = lexicographicChoice(losses, wishes.length, order, tolerances)
  const least = left.reduce((low, i) => Math.min(low, ranks[i]!), Infinity)
  return left.filter((i) => ranks[i] === least)
}

/** Worst and best as given, else as they occur. */
function desirabilityScales({ losses, wishes }: Compared, { acceptable }: ParetoParameters) {
  const m = wishes.length
  return wishes.map(({ name, objective, weight }, k) => {
    const given = acceptable[name]
    const [low, high] = extentOf(losses, m, k)
    const ends = given ? [lossOf(objective, given[0]), lossOf(objective, given[1])] : [high, low]
    return { worst: ends[0]!, best: ends[1]!, shape: 1, weight }
  })
}

function referenceOf({ losses, wishes }: Compared, { reference_point: given }: ParetoParameters): number[] {
  return wishes.map((wish, k) => {
    const own = given[wish.name]
    if (own !== undefined) return isDistance(wish) ? own : lossOf(wish.objective, own)
    const [low, high] = extentOf(losses, wishes.length, k)
    return high + 0.1 * (high > low ? high - low : Math.abs(high) || 1)
  })
}

function extentOf(losses: Float64Array, m: number, k: number): readonly [low: number, high: number] {
  let low = Infinity
  let high = -Infinity
  for (let at = k; at < losses.length; at += m) {
    low = Math.min(low, losses[at]!)
    high = Math.max(high, losses[at]!)
  }
  return [low, high]
}

/** A loss as people read it: the value of the objective, or the distance to what is wanted. */
export function readLoss({ objective: { goal } }: Wish, loss: number): number {
  return goal === 'maximise' ? 0 - loss : loss
}
