import type { FeatureMatrix } from '../features/feature-matrix.ts'
import type { Belief } from './belief.ts'
import { expectedHypervolumeImprovement } from './expected-hypervolume.ts'
import { type NonDominatedBoxes, nonDominatedBoxes } from './non-dominated-boxes.ts'
import { exceedance, expectedExcess, isWithin, type Objective, probabilityWithin, utilityOf } from './objective.ts'
import type { ResponseModel } from './response-model.ts'

/** What is known so far, and what a further run is worth by it. */
export interface Acquisition {
  readonly objectives: readonly Objective[]
  /** One an objective, in their order. */
  readonly models: readonly ResponseModel[]
  /** Indices of the objectives that can always be improved: all but ranges. */
  readonly improving: readonly number[]
  /** Runs that count: measured in every objective, or believed. */
  readonly reached: readonly ReachedRun[]
  /** What is to be improved on; null where no run is within the ranges, or nothing but ranges is asked for. */
  readonly incumbent: Incumbent | null
}

export interface ReachedRun {
  /** Of the improving objectives. */
  readonly utilities: Float64Array
  /** Whether it meets every range. */
  readonly isWithin: boolean
}

/** One improving objective: the best utility. Several: the boxes beyond the front, in utilities scaled to their extent. */
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

/** @param responses  one an objective, n values; NaN: not measured. A run counts that has all. */
export function acquisitionOf(
  objectives: readonly Objective[],
  models: readonly ResponseModel[],
  responses: readonly Float64Array[],
): Acquisition {
  const improving = [...objectives.keys()].filter((k) => objectives[k]!.kind !== 'range')
  const rows = Array.from(responses[0]!.keys()).filter((row) => responses.every((each) => !Number.isNaN(each[row]!)))
  const reached = rows.map((row) => reachedRun(objectives, improving, (k) => responses[k]![row]!))
  return { objectives, models, improving, reached, incumbent: incumbentOf(reached, improving.length) }
}

function reachedRun(
  objectives: readonly Objective[],
  improving: readonly number[],
  response: (objective: number) => number,
): ReachedRun {
  return {
    utilities: Float64Array.from(improving, (k) => utilityOf(objectives[k]!, response(k))),
    isWithin: objectives.every((objective, k) => isWithin(objective, response(k))),
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

/**
 * The acquisition after a run was made and gave what is expected of it (the "kriging believer"). A front grows by it, so that the next
 * run looks for another part of it.
 *
 * @param counts  whether a single best value is raised by what is expected too, as of a run that will be made in any case. Within a batch
 *   it is not: there several runs at the same summit are worth their cost, which is measured in `bench/next-experiments.ts`
 */
export function believing(acquisition: Acquisition, row: FeatureMatrix, counts: boolean): Acquisition {
  const { objectives, models, improving } = acquisition
  const expected = models.map(({ surrogate }) => surrogate.predict(row).mean[0]!)
  const reached = [...acquisition.reached, reachedRun(objectives, improving, (k) => expected[k]!)]
  const isKept = acquisition.incumbent?.kind === 'best' && !counts
  return {
    ...acquisition,
    models: models.map((model) => ({ ...model, surrogate: model.surrogate.believing(row) })),
    reached,
    incumbent: isKept ? acquisition.incumbent : incumbentOf(reached, improving.length),
  }
}

/** Of every objective at the same rows. */
export function beliefsAt({ models }: Pick<Acquisition, 'models'>, matrix: FeatureMatrix): readonly Belief[] {
  return models.map(({ surrogate }) => surrogate.predict(matrix))
}

/**
 * What each row is worth as the next run: the expected improvement on the best (of several objectives on the hypervolume of the front),
 * times the probability that all ranges are met. As long as no run meets the ranges, or nothing else is asked for, that probability alone.
 *
 * Cost: a prediction of every model, and of several objectives their boxes.
 */
export function improvementValues(acquisition: Acquisition, matrix: FeatureMatrix): Float64Array {
  const beliefs = beliefsAt(acquisition, matrix)
  const values = new Float64Array(matrix.rows)
  for (let row = 0; row < matrix.rows; row++) {
    values[row] = feasibility(acquisition, beliefs, row) * improvement(acquisition, beliefs, row)
  }
  return values
}

/** P(all ranges are met); 1 where there are none. */
export function feasibility(
  { objectives }: Pick<Acquisition, 'objectives'>,
  beliefs: readonly Belief[],
  row: number,
): number {
  let product = 1
  objectives.forEach((objective, k) => {
    const { mean, deviation } = beliefs[k]!
    product *= probabilityWithin(objective, mean[row]!, deviation[row]!)
  })
  return product
}

/** In units of the response, or as a share of the hypervolume that the runs span; 1 where there is nothing to improve on. */
export function improvement(
  { objectives, improving, incumbent }: Acquisition,
  beliefs: readonly Belief[],
  row: number,
): number {
  if (!incumbent) return 1
  const excess = (k: number, threshold: number) =>
    expectedExcess(objectives[k]!, beliefs[k]!.mean[row]!, beliefs[k]!.deviation[row]!, threshold)
  if (incumbent.kind === 'best') return excess(improving[0]!, incumbent.utility)
  const { boxes, offsets, scales } = incumbent
  return expectedHypervolumeImprovement(
    boxes,
    (j, threshold) => excess(improving[j]!, offsets[j]! + scales[j]! * threshold) / scales[j]!,
  )
}

/** How little is known at each row: the deviation of its responses over that of the measured ones, the mean over the objectives. */
export function uncertaintyValues({ models }: Pick<Acquisition, 'models'>, matrix: FeatureMatrix): Float64Array {
  const beliefs = beliefsAt({ models }, matrix)
  return Float64Array.from({ length: matrix.rows }, (_, row) =>
    beliefs.reduce((sum, { deviation }, k) => sum + deviation[row]! / models[k]!.scale / beliefs.length, 0),
  )
}

/**
 * P(the run is better than any that was made), ranges included: above the best utility, or where no point of the front dominates it. Where
 * there is nothing to improve on, P(all ranges are met).
 */
export function chanceOfImprovement(acquisition: Acquisition, beliefs: readonly Belief[], row: number): number {
  const { objectives, improving, incumbent } = acquisition
  const within = feasibility(acquisition, beliefs, row)
  if (!incumbent) return within
  const exceeds = (k: number, threshold: number) =>
    exceedance(objectives[k]!, beliefs[k]!.mean[row]!, beliefs[k]!.deviation[row]!, threshold)
  if (incumbent.kind === 'best') return within * exceeds(improving[0]!, incumbent.utility)
  const { boxes, offsets, scales } = incumbent
  // the probabilities of the boxes add up as their volumes do
  const sum = expectedHypervolumeImprovement(boxes, (j, threshold) =>
    exceeds(improving[j]!, offsets[j]! + scales[j]! * threshold),
  )
  return within * Math.min(1, sum)
}
