import {
  type DesignProblem,
  designGrowth,
  designMatrix,
  growthSizes,
  modelExpansion,
  predictionVariances,
} from '@zerosec/engine'
import { ALPHA } from './assess.ts'
import type { DesignQuality, PlannedDesign } from './planned-design.ts'
import type { GrowthPoint } from './quality-figures.ts'

/** Steps of the search that the growth may take in all: about a second. */
const AFFORDABLE = 4e8
const STARTS = 4
const SIZES = 8
const USUAL_SWEEPS = 10
const MOST_CANDIDATES = 2_000

/** Efficiency and power for other numbers of runs; fewer of them and fewer starts where a start is dear. */
export function growthOf({ request, seed, roles }: PlannedDesign, { evaluation, power }: DesignQuality): GrowthPoint[] {
  const { sigma, effect } = request
  const problem = withFewerCandidates(cheap(request.problem), evaluation.covariance)
  const affordable = AFFORDABLE / costOfStart(problem)
  const starts = Math.max(1, Math.min(STARTS, Math.floor(affordable / SIZES)))
  const all = withLarger(growthSizes(problem), problem)
  const sizes = affordable < SIZES ? thinned(all, problem.runs, Math.max(2, Math.floor(affordable))) : all
  const steps = designGrowth(problem, { sizes, seed, starts, power: { sigma, effect, alpha: ALPHA } })
  const tested = power.terms.flatMap((term) => (term.power === null ? [] : [term.power]))
  const own = {
    efficiency: evaluation.dEfficiency,
    averageVariance: evaluation.averageVariance,
    power: tested.length === 0 ? null : Math.min(...tested),
  }
  return steps.map(({ runs, dEfficiency, averageVariance, lowestPower }) =>
    runs === roles.length ? { runs, ...own } : { runs, efficiency: dEfficiency, averageVariance, power: lowestPower },
  )
}

/** The D-efficiency and the power of D-optimal designs tell as much as those of designs by a criterion that takes long. */
function cheap(problem: DesignProblem): DesignProblem {
  const { kind } = problem.criterion
  return kind === 'G' || kind === 'E' || kind === 'alias' ? { ...problem, criterion: { kind: 'D' } } : problem
}

/** The candidates that a design predicts worst: designs of any size are made of such. */
function withFewerCandidates(problem: DesignProblem, covariance: Float64Array | null): DesignProblem {
  const { candidates, factors, model } = problem
  const k = factors.length
  const count = (candidates?.runs.length ?? 0) / k
  if (!candidates || count <= MOST_CANDIDATES || !covariance) return problem
  const expansion = modelExpansion(factors, model.columns)
  const variances = predictionVariances(designMatrix(expansion, candidates.runs, k), covariance, expansion.width)
  const order = Array.from(variances, (_, row) => row).sort((a, b) => variances[b]! - variances[a]! || a - b)
  const kept = order.slice(0, MOST_CANDIDATES).flatMap((row) => [...candidates.runs.subarray(row * k, row * k + k)])
  return { ...problem, candidates: { ...candidates, runs: Float64Array.from(kept) } }
}

function costOfStart({ runs, factors, model, candidates }: DesignProblem): number {
  const looked = candidates ? candidates.runs.length / factors.length : 5 * factors.length * runs
  return USUAL_SWEEPS * looked * model.columns.length ** 2
}

/** Some beyond the problem's own size too, where there is room. */
function withLarger(sizes: readonly number[], { runs, candidates, covariateRows, factors, wholePlots }: DesignProblem) {
  if (sizes.at(-1) !== runs) return sizes
  const rows = (candidates && !candidates.repeats ? candidates.runs : covariateRows)?.length
  const most = rows === undefined ? Number.POSITIVE_INFINITY : rows / factors.length
  const unit = wholePlots ? Math.max(...wholePlots.sizes) : 1
  const step = unit * Math.max(1, Math.round(runs / (8 * unit)))
  return [...sizes.slice(-6), runs + step, runs + 2 * step].filter((size) => size <= most)
}

/** So many of the sizes, evenly, the problem's own among them. */
function thinned(sizes: readonly number[], own: number, count: number): number[] {
  const step = Math.max(1, Math.ceil(sizes.length / count))
  const at = sizes.indexOf(own)
  return sizes.filter((_, i) => (i - at) % step === 0)
}
