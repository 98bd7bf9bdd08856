import {
  type ApplicabilityDomain,
  applicabilityDomain,
  beliefsAt,
  type CampaignView,
  type CandidateSource,
  candidateList,
  chanceOfImprovement,
  designRegion,
  domainOf,
  expectedImprovements,
  type FeatureMatrix,
  type FittedCampaign,
  feasibility,
  fitCampaign,
  type ProposedRun,
  predictCampaign,
  proposeBatch,
  type ResponsePrediction,
  type RowDomain,
  regionSource,
  seededGenerator,
  utilityOf,
} from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import { unknownFactor } from '../optimization/model-terms.ts'
import { keptRuns, matchRuns } from '../optimization/table-runs.ts'
import type { NextExperimentsParameters } from './parameters.ts'
import type { ExperimentCampaign } from './read-campaign.ts'
import { completeRun, countedFactors, matchOf, type RunMatch } from './search-space.ts'

export interface Proposal {
  readonly purpose: 'improve' | 'explore'
  /** What chose the run, and what everything else here is told by. */
  readonly view: CampaignView
  /** Coded. */
  readonly run: Float64Array
  /** One an objective: what is expected of a measurement, and where nine of ten are expected. */
  readonly predictions: readonly Prediction[]
  /** That it is better than any run so far, ranges met. */
  readonly chance: number
  /** That all ranges are met. */
  readonly feasibility: number
  /** Expected, in units of the response, or as a part of the box that the responses span; a probability where ranges are still to be met. */
  readonly improvement: number
  readonly domain: RowDomain
}

export interface Prediction {
  readonly median: number
  readonly uncertainty: number
  readonly low: number
  readonly high: number
}

/** A number of candidates and what is believed of them, for the picture. */
export interface ComparedCandidates {
  readonly matrix: FeatureMatrix
  /** One an objective. */
  readonly predictions: readonly ResponsePrediction[]
}

export interface ProposedBatch {
  readonly proposals: readonly Proposal[]
  readonly fitted: FittedCampaign
  /** In the units of the responses. */
  readonly view: CampaignView
  readonly domain: ApplicabilityDomain
  readonly runs: FeatureMatrix
  readonly compared: ComparedCandidates
  /** Candidates of a list that could be chosen; null for a region. */
  readonly candidates: number | null
}

/** Nine of ten results are expected within an interval. */
const LEVEL = 0.9
const SHOWN_CANDIDATES = 400
const STARTS = 10
/** The value of a setting costs the square of the measured runs: with more than these a region is searched less thoroughly. */
const EASY_RUNS = 250

/** @throws CodedError experiments_exhausted, design_factor_unknown, parameter_invalid */
export function proposeExperiments(
  campaign: ExperimentCampaign,
  parameters: NextExperimentsParameters,
  seed: number,
): ProposedBatch {
  const { factors, objectives, responses, measured, pending } = campaign
  const runs = featuresOf(campaign, measured.runs)
  const fitted = fitCampaign(
    {
      runs,
      objectives: objectives.map(({ objective }) => objective),
      responses,
      pending: featuresOf(campaign, pending.runs),
    },
    parameters.batch_size,
    { seed },
  )
  const view = fitted.views.at(-1)!
  const { source, candidates } = sourceOf(campaign, parameters, seed)
  const hard = parameters.hard_to_change.map((name) => {
    const index = factors.findIndex((factor) => factor.name === name)
    const known = factors.map((factor) => factor.name)
    if (index < 0) throw unknownFactor('hard_to_change', name, known)
    return index
  })
  const matrix = source.sample(SHOWN_CANDIDATES)
  const compared = { matrix, predictions: predictCampaign(view, matrix, LEVEL) }
  const found = proposeBatch(
    fitted.views.map(({ search }) => search),
    source,
    {
      size: parameters.batch_size,
      exploration: parameters.exploration,
      hard,
    },
  )
  if (found.length === 0) throw exhausted(['every run that is allowed was made, is planned or was rejected'])
  const domain = applicabilityDomain(runs)
  const proposals = found.map((each) => proposalOf(each, fitted, domain)).sort(byPromise)
  return { proposals, fitted, view, domain, runs, compared, candidates }
}

/** Coded runs as features: categories by their levels, all else as numbers. */
export function featuresOf({ factors }: Pick<ExperimentCampaign, 'factors'>, runs: Float64Array): FeatureMatrix {
  const width = factors.length
  const rows = runs.length / width
  return {
    rows,
    columns: factors.map((_, j) => Float64Array.from({ length: rows }, (__, i) => runs[i * width + j]!)),
    levels: Int32Array.from(factors, (factor) => (factor.kind === 'categorical' ? factor.levels.length : 0)),
  }
}

function proposalOf({ run, purpose, by }: ProposedRun, fitted: FittedCampaign, domain: ApplicabilityDomain): Proposal {
  const view = fitted.views[by]!
  const { known } = view
  // of measurements, which are what the results will be compared with
  const beliefs = beliefsAt(known, run).map(({ mean, deviation }, k) => ({
    mean,
    deviation: deviation.map((each) => Math.hypot(each, known.models[k]!.surrogate.noise)),
  }))
  return {
    purpose,
    view,
    run: Float64Array.from(run.columns, ([setting]) => setting!),
    predictions: predictCampaign(view, run, LEVEL).map(({ median, low, high, uncertainty }) => ({
      median: median[0]!,
      low: low[0]!,
      high: high[0]!,
      uncertainty: uncertainty[0]!,
    })),
    chance: chanceOfImprovement(known, beliefs, 0),
    feasibility: feasibility(known, beliefs, 0),
    improvement: expectedImprovements(view, run)[0]!,
    domain: domainOf(domain, run)[0]!,
  }
}

/** Those that promise most first, then those that explore. */
function byPromise(a: Proposal, b: Proposal): number {
  if (a.purpose !== b.purpose) return a.purpose === 'improve' ? -1 : 1
  return a.purpose === 'improve' ? b.chance - a.chance : 0
}

function sourceOf(
  campaign: ExperimentCampaign,
  parameters: NextExperimentsParameters,
  seed: number,
): { source: CandidateSource; candidates: number | null } {
  const { space, factors } = campaign
  const forbidden = parameters.forbidden.map((settings) => matchOf(factors, settings, 'forbidden'))
  const rejected = parameters.rejected.map((settings) => matchOf(factors, settings, 'rejected'))
  const isRefused: RunMatch = (run, at) => [...forbidden, ...rejected].some((matches) => matches(run, at))
  if (space.kind === 'list') {
    const left = leftCandidates(campaign, space.runs, parameters, isRefused)
    const matrix = featuresOf(campaign, left)
    return { source: candidateList(matrix), candidates: matrix.rows }
  }
  const { measured, pending, columns } = campaign
  const refused = parameters.rejected.flatMap((settings) => [...(completeRun(factors, settings) ?? [])])
  const source = regionSource({
    regions: space.regions,
    digits: columns.map(({ digits }) => digits),
    excluded: Float64Array.of(...measured.runs, ...pending.runs),
    refused: Float64Array.from(refused),
    isOffered: (run) => !isRefused(run),
    starts: bestRuns(campaign),
    generator: seededGenerator(seed).stream(1),
    effort: Math.min(1, (EASY_RUNS / Math.max(1, measured.rows.length)) ** 2 + 0.1),
  })
  return { source, candidates: null }
}

/** Those that the constraints and the limit of components allow, that are not made, planned, forbidden or rejected. */
function leftCandidates(
  { factors, constraints, measured, pending }: ExperimentCampaign,
  runs: Float64Array,
  parameters: NextExperimentsParameters,
  isRefused: RunMatch,
): Float64Array {
  const width = factors.length
  const region = designRegion(factors, constraints)
  const counted = countedFactors(factors, parameters)?.map((name) => factors.findIndex((each) => each.name === name))
  const offered = { runs, rows: Uint32Array.from({ length: runs.length / width }, (_, i) => i) }
  const known = {
    runs: Float64Array.of(...measured.runs, ...pending.runs),
    rows: Uint32Array.from({ length: measured.rows.length + pending.rows.length }, (_, i) => i),
  }
  const isDone = matchRuns(offered, known, width)
  const zeroOf = (j: number) => (factors[j]!.kind === 'mixture' ? 0 : null)
  const isWithinCount = (at: number) =>
    !counted || counted.filter((j) => Math.abs(runs[at + j]! - (zeroOf(j) ?? -1)) > 1e-9).length <= parameters.at_most
  const isAllowed = Array.from(offered.rows, (i) => region.contains(runs, i * width) && isWithinCount(i * width))
  const isLeft = isAllowed.map((allowed, i) => allowed && !isDone[i] && !isRefused(runs, i * width))
  if (isLeft.some(Boolean)) return distinctRuns(keptRuns(offered, isLeft).runs, width)
  const count = (of: readonly boolean[]) => of.filter(Boolean).length
  throw exhausted([
    `of ${isLeft.length} candidates ${count(isAllowed.map((allowed) => !allowed))} are outside the bounds or constraints`,
    `${count(isDone)} are made or planned`,
    `${count(Array.from(offered.rows, (i) => isRefused(runs, i * width)))} are forbidden or rejected`,
  ])
}

function distinctRuns(runs: Float64Array, width: number): Float64Array {
  const seen = new Set<string>()
  const kept: number[] = []
  for (let at = 0; at < runs.length; at += width) {
    const run = runs.subarray(at, at + width)
    const key = run.join(' ')
    if (!seen.has(key)) kept.push(...run)
    seen.add(key)
  }
  return Float64Array.from(kept)
}

function exhausted(reasons: readonly string[]): CodedError {
  return new CodedError('experiments_exhausted', { reasons })
}

/** Coded, the best of each objective: what a search over a region starts from besides its draws. */
function bestRuns({ measured, objectives, responses, factors }: ExperimentCampaign): Float64Array {
  const width = factors.length
  const each = Math.ceil(STARTS / objectives.length)
  const rows = objectives.flatMap(({ objective }, k) =>
    Array.from(responses[k]!.keys())
      .filter((row) => !Number.isNaN(responses[k]![row]!))
      .sort((a, b) => utilityOf(objective, responses[k]![b]!) - utilityOf(objective, responses[k]![a]!) || a - b)
      .slice(0, each),
  )
  return Float64Array.from(
    [...new Set(rows)].flatMap((row) => [...measured.runs.subarray(row * width, (row + 1) * width)]),
  )
}
