import type { FeatureMatrix } from '../features/feature-matrix.ts'
import {
  type BlendedBelief,
  type BlendedSurrogate,
  beliefDeviation,
  beliefExcess,
  beliefMean,
  beliefWithin,
  believingRow,
  blendedBelief,
} from './blended-surrogate.ts'
import { expectedHypervolumeImprovement } from './expected-hypervolume.ts'
import { type NonDominatedBoxes, nonDominatedBoxes } from './non-dominated-boxes.ts'
import { isWithin, type Objective, utilityOf } from './objective.ts'

/** What is known so far, and what a further run is worth by it. */
export interface Acquisition {
  readonly objectives: readonly Objective[]
  /** One an objective, in their order. */
  readonly surrogates: readonly BlendedSurrogate[]
  /** Objectives that can always be improved: all but ranges. */
  readonly improving: readonly number[]
  /** Utilities of the runs that count, in the improving objectives, and whether each is within all ranges. */
  readonly reached: readonly ReachedRun[]
  /** What improves on the reached runs; null where there is nothing to improve on, and only ranges are to be met. */
  readonly incumbent: Incumbent | null
}

export interface ReachedRun {
  readonly utilities: Float64Array
  readonly isWithin: boolean
}

/** One objective: the best utility. Several: the boxes beyond the front, in utilities scaled to its extent. */
export type Incumbent =
  | { readonly kind: 'best'; readonly utility: number }
  | {
      readonly kind: 'front'
      readonly boxes: NonDominatedBoxes
      readonly offsets: Float64Array
      readonly scales: Float64Array
    }

/** How far below the worst of each objective the hypervolume begins, as a share of its extent. */
const REFERENCE_MARGIN = 0.1

/**
 * @param responses  one an objective, n values; NaN: not measured. A run counts that has all.
 * @param levels     responses that count as reached: the measured ones, or means that measurement errors are averaged out of
 */
export function acquisitionOf(
  objectives: readonly Objective[],
  surrogates: readonly BlendedSurrogate[],
  responses: readonly Float64Array[],
): Acquisition {
  const improving = [...objectives.keys()].filter((k) => objectives[k]!.kind !== 'range')
  const rows = Array.from(responses[0]?.keys() ?? []).filter((row) =>
    responses.every((each) => !Number.isNaN(each[row]!)),
  )
  const reached = rows.map((row) =>
    reachedRun(
      objectives,
      improving,
      responses.map((each) => each[row]!),
    ),
  )
  return { objectives, surrogates, improving, reached, incumbent: incumbentOf(reached, improving.length) }
}

function reachedRun(
  objectives: readonly Objective[],
  improving: readonly number[],
  responses: readonly number[],
): ReachedRun {
  return {
    utilities: Float64Array.from(improving, (k) => utilityOf(objectives[k]!, responses[k]!)),
    isWithin: objectives.every((objective, k) => isWithin(objective, responses[k]!)),
  }
}

function incumbentOf(reached: readonly ReachedRun[], m: number): Incumbent | null {
  const counting = reached.filter((run) => run.isWithin)
  if (counting.length === 0 || m === 0) return null
  if (m === 1) return { kind: 'best', utility: Math.max(...counting.map(({ utilities }) => utilities[0]!)) }
  // scaled by all runs, so that the extent is known before many are within the ranges
  const offsets = new Float64Array(m)
  const scales = new Float64Array(m)
  for (let j = 0; j < m; j++) {
    const own = reached.map(({ utilities }) => utilities[j]!)
    offsets[j] = Math.min(...own)
    scales[j] = Math.max(...own) - offsets[j]! || 1
  }
  const scaled = counting.flatMap(({ utilities }) =>
    Array.from(utilities, (value, j) => (value - offsets[j]!) / scales[j]!),
  )
  const boxes = nonDominatedBoxes(Float64Array.from(scaled), new Float64Array(m).fill(-REFERENCE_MARGIN))
  return { kind: 'front', boxes, offsets, scales }
}

/** The acquisition after a run was made and gave what is expected of it (the "kriging believer"). */
export function believing(acquisition: Acquisition, row: FeatureMatrix): Acquisition {
  const { objectives, surrogates, improving } = acquisition
  const expected = surrogates.map((surrogate) => beliefMean(blendedBelief(surrogate, row), 0))
  const reached = [...acquisition.reached, reachedRun(objectives, improving, expected)]
  return {
    ...acquisition,
    surrogates: surrogates.map((surrogate) => believingRow(surrogate, row)),
    reached,
    incumbent: incumbentOf(reached, improving.length),
  }
}

/** Beliefs of every objective at the same rows. */
export function beliefsAt({ surrogates }: Acquisition, matrix: FeatureMatrix): readonly BlendedBelief[] {
  return surrogates.map((surrogate) => blendedBelief(surrogate, matrix))
}

/**
 * What each row is worth as the next run: expected improvement on the best (of several objectives on the hypervolume of the front) times
 * the probability that all ranges are met; as long as no run meets the ranges, or nothing else is asked for, that probability alone.
 *
 * Cost: a prediction of every surrogate, and of several objectives their boxes.
 */
export function improvementValues(acquisition: Acquisition, matrix: FeatureMatrix): Float64Array {
  const beliefs = beliefsAt(acquisition, matrix)
  const values = new Float64Array(matrix.rows)
  for (let row = 0; row < matrix.rows; row++) {
    values[row] = feasibility(acquisition, beliefs, row) * improvement(acquisition, beliefs, row)
  }
  return values
}

/** P(all ranges are met). */
export function feasibility({ objectives }: Acquisition, beliefs: readonly BlendedBelief[], row: number): number {
  let product = 1
  objectives.forEach((objective, k) => {
    if (objective.kind === 'range') product *= beliefWithin(beliefs[k]!, row, objective)
  })
  return product
}

/** In units of the response, or of the scaled hypervolume; 1 where there is nothing to improve on. */
export function improvement(
  { objectives, improving, incumbent }: Acquisition,
  beliefs: readonly BlendedBelief[],
  row: number,
): number {
  if (!incumbent) return 1
  if (incumbent.kind === 'best') {
    const [k] = improving
    return beliefExcess(beliefs[k!]!, row, objectives[k!]!, incumbent.utility)
  }
  const { boxes, offsets, scales } = incumbent
  return expectedHypervolumeImprovement(boxes, (j, threshold) => {
    const k = improving[j]!
    return beliefExcess(beliefs[k]!, row, objectives[k]!, offsets[j]! + scales[j]! * threshold) / scales[j]!
  })
}

/** How little is known at each row: the deviation of its responses over that of the measured ones, the mean over the objectives. */
export function uncertaintyValues(acquisition: Acquisition, matrix: FeatureMatrix): Float64Array {
  const beliefs = beliefsAt(acquisition, matrix)
  const { surrogates } = acquisition
  return Float64Array.from(
    { length: matrix.rows },
    (_, row) =>
      beliefs.reduce((sum, belief, k) => sum + beliefDeviation(belief, row) / surrogates[k]!.scale, 0) / beliefs.length,
  )
}
