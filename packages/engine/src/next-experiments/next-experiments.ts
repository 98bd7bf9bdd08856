import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { type Acquisition, acquisitionOf, believing } from './acquisition.ts'
import {
  type BlendedSurrogate,
  beliefMean,
  blendedBelief,
  fitBlendedSurrogate,
  type SurrogateOptions,
} from './blended-surrogate.ts'
import { singleRow } from './candidate-source.ts'
import type { Objective } from './objective.ts'

/** The runs that were made and what is wanted of them. */
export interface Campaign {
  /** n rows. */
  readonly runs: FeatureMatrix
  readonly objectives: readonly Objective[]
  /** One an objective, n values; NaN: not measured. */
  readonly responses: readonly Float64Array[]
  /** Runs that are planned and have no result yet: what is expected of them counts as known. */
  readonly pending?: FeatureMatrix
}

/**
 * Surrogates of every response, and what a further run would be worth by them.
 *
 * @throws RangeError for an objective with fewer than two measured rows
 */
export function fitCampaign(
  { runs, objectives, responses, pending }: Campaign,
  options: SurrogateOptions,
): Acquisition {
  const surrogates = responses.map((response, k) =>
    fitBlendedSurrogate(runs, response, { ...options, seed: options.seed + k }),
  )
  const counted = responses.map((response, k) => withoutNoise(surrogates[k]!, runs, response))
  let acquisition = acquisitionOf(objectives, surrogates, counted)
  for (let row = 0; row < (pending?.rows ?? 0); row++) {
    acquisition = believing(
      acquisition,
      singleRow(
        pending!.columns.map((column) => column[row]!),
        runs.levels,
      ),
    )
  }
  return acquisition
}

/** A measured response that noise has a large part in is no record: there the expected one counts in its place. */
const NOISY_SHARE = 0.3

/**
 * The responses that a further run has to beat: as they were measured, but what the model expects at the same rows where its noise is
 * more than some of their spread.
 */
function withoutNoise(blend: BlendedSurrogate, runs: FeatureMatrix, response: Float64Array): Float64Array {
  const process = blend.members.find(({ surrogate }) => surrogate.kind === 'gaussian_process')
  if (!process || process.surrogate.noise <= NOISY_SHARE * blend.scale) return response
  const expected = blendedBelief(blend, runs)
  return response.map((value, row) => (Number.isNaN(value) ? value : beliefMean(expected, row)))
}
