import { normalQuantile } from '../distributions/normal.ts'
import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { type Acquisition, acquisitionOf, beliefsAt, believing, feasibility, improvementValues } from './acquisition.ts'
import { singleRow } from './candidate-source.ts'
import type { Objective } from './objective.ts'
import { fitResponseModel, type ModelOptions, type ResponseModel, scoredResponse } from './response-model.ts'

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

/** What predicts and chooses on one scale of a response. */
export interface CampaignView {
  /** From measured runs alone. */
  readonly known: Acquisition
  /** The same with pending runs believed: what chooses. */
  readonly search: Acquisition
  /** One an objective: the scale of both, and from there to the response's units. */
  readonly scales: readonly ResponseScale[]
}

export interface FittedCampaign {
  /** One an objective, in the units of the responses. */
  readonly models: readonly ResponseModel[]
  /**
   * The views of which each in turn chooses a run of the batch; the last one is in the units of the responses. Where one response is to be
   * large or small, its normal scores choose too: added up over measured pools that took fewer experiments than the response alone, on
   * single pools it did not. Where runs are chosen one at a time the response itself does.
   */
  readonly views: readonly CampaignView[]
}

export interface ResponseScale {
  readonly scale: 'response' | 'normal_score'
  readonly toResponse: (value: number) => number
}

const AS_IT_IS: ResponseScale = { scale: 'response', toResponse: (value) => value }

/**
 * Models of every response, and what a further run would be worth by them.
 *
 * @param batch  runs that are to be chosen
 * @throws RangeError for an objective with fewer than two measured rows
 *
 * Cost: of 100 rows and 6 features 0.1 s an objective, and once more for the scores of a single one.
 */
export function fitCampaign(campaign: Campaign, batch: number, options: ModelOptions): FittedCampaign {
  const { runs, objectives, responses } = campaign
  const models = responses.map((response, k) =>
    fitResponseModel(runs, response, { ...options, seed: options.seed + k }),
  )
  const counted = responses.map((response, k) => withoutNoise(models[k]!, runs, response))
  const plain = acquisitionOf(objectives, models, counted)
  const k = onlyExtreme(objectives)
  const scales = objectives.map(() => AS_IT_IS)
  const asItIs: CampaignView = { known: plain, search: believingPending(plain, campaign), scales }
  if (k === null || batch < 2) return { models, views: [asItIs] }
  const { model, scores, toResponse } = scoredResponse(runs, responses[k]!, options)
  const known = acquisitionOf(objectives, models.with(k, model), counted.with(k, withoutNoise(model, runs, scores)))
  const scored: CampaignView = {
    known,
    search: believingPending(known, campaign),
    scales: scales.with(k, { scale: 'normal_score', toResponse }),
  }
  return { models, views: [scored, asItIs] }
}

/** The one objective that is to be large or small, where all others are ranges. */
function onlyExtreme(objectives: readonly Objective[]): number | null {
  const improving = [...objectives.keys()].filter((k) => objectives[k]!.kind !== 'range')
  const [k] = improving
  return k !== undefined && improving.length === 1 && objectives[k]!.kind !== 'target' ? k : null
}

function believingPending(acquisition: Acquisition, { runs, pending }: Campaign): Acquisition {
  let believed = acquisition
  for (let row = 0; row < (pending?.rows ?? 0); row++) {
    const settings = pending!.columns.map((column) => column[row]!)
    believed = believing(believed, singleRow(settings, runs.levels), true)
  }
  return believed
}

/** What is expected of measurements, in the units of the response; n values each. */
export interface ResponsePrediction {
  /** Half of the results are expected above it. */
  readonly median: Float64Array
  /** The share asked for is expected between them. */
  readonly low: Float64Array
  readonly high: Float64Array
  /** How unsure the response itself is, without the scatter of measurements: half the width of one standard deviation either way. */
  readonly uncertainty: Float64Array
}

/**
 * @param level  share of results within the interval, such as 0.9
 * @returns one an objective
 */
export function predictCampaign(
  { known, scales }: CampaignView,
  matrix: FeatureMatrix,
  level: number,
): readonly ResponsePrediction[] {
  const width = normalQuantile((1 + level) / 2)
  return beliefsAt(known, matrix).map(({ mean, deviation }, k) => {
    const { noise } = known.models[k]!.surrogate
    const at = (of: (row: number) => number) => mean.map((_, row) => scales[k]!.toResponse(of(row)))
    const spread = (row: number) => width * Math.hypot(deviation[row]!, noise)
    const above = at((row) => mean[row]! + deviation[row]!)
    const below = at((row) => mean[row]! - deviation[row]!)
    return {
      median: at((row) => mean[row]!),
      low: at((row) => mean[row]! - spread(row)),
      high: at((row) => mean[row]! + spread(row)),
      uncertainty: above.map((value, row) => (value - below[row]!) / 2),
    }
  })
}

/** Quantiles that stand for a normal distribution where a mean has no closed form. */
const QUANTILES = 201

/**
 * `improvementValues` of what is known, in the units of the response also where it is searched on another scale: there a mean over
 * quantiles of the prediction.
 */
export function expectedImprovements({ known, scales }: CampaignView, matrix: FeatureMatrix): Float64Array {
  const [k] = known.improving
  const { incumbent, objectives } = known
  if (k === undefined || incumbent?.kind !== 'best' || scales[k]!.scale === 'response') {
    return improvementValues(known, matrix)
  }
  const sign = objectives[k]!.kind === 'minimise' ? -1 : 1
  const { toResponse } = scales[k]!
  const best = toResponse(sign * incumbent.utility)
  const beliefs = beliefsAt(known, matrix)
  const { mean, deviation } = beliefs[k]!
  return mean.map((_, row) => {
    let sum = 0
    for (let q = 0; q < QUANTILES; q++) {
      const value = toResponse(mean[row]! + deviation[row]! * normalQuantile((q + 0.5) / QUANTILES))
      sum += Math.max(0, sign * (value - best)) / QUANTILES
    }
    return sum * feasibility(known, beliefs, row)
  })
}

/**
 * Above this share of the spread of the responses, their noise makes the best of them a matter of luck. Of measured pools lower shares
 * found good runs later: what a model takes for noise is in part what it can't follow.
 */
const NOISY_SHARE = 0.7

/** Responses as they were measured; where noise has a large part in them, what the model expects at the same rows in their place. */
function withoutNoise({ surrogate, scale }: ResponseModel, runs: FeatureMatrix, response: Float64Array): Float64Array {
  if (surrogate.noise <= NOISY_SHARE * scale) return response
  const { mean } = surrogate.predict(runs)
  return response.map((value, row) => (Number.isNaN(value) ? value : mean[row]!))
}
