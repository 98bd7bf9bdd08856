import { CodedError } from '@zerosec/errors'
import { augmentProblem, joined, plotSizes } from './augment-problem.ts'
import { designRegion } from './constrained-region.ts'
import { criterionScore } from './criterion-score.ts'
import type { DesignProblem, SearchOptions } from './design-problem.ts'
import { evaluateDesign } from './evaluate-design.ts'
import type { Region } from './region.ts'
import { searchDesign } from './search-design.ts'
import { type PowerOptions, termPower } from './term-power.ts'

export interface GrowthOptions {
  /** Numbers of new runs, ascending. */
  readonly sizes: readonly number[]
  readonly seed: number
  /** A few: the growth is for choosing a number of runs, the design is searched with more. */
  readonly starts: number
  readonly power: PowerOptions
}

/** What the best design of a size would give, existing runs included. */
export interface GrowthStep {
  /** New runs. */
  readonly runs: number
  /** By the problem's criterion, larger is better; null where so many runs can't estimate the model. */
  readonly score: number | null
  /** det(M)^(1/p) / N, 0 with a score of null. */
  readonly dEfficiency: number
  /** Average prediction variance over the region, in units of σ²; null where it isn't known. */
  readonly averageVariance: number | null
  readonly errorDegreesOfFreedom: number
  /** Of the terms' tests; null where there is none. */
  readonly lowestPower: number | null
  readonly medianPower: number | null
}

/**
 * How good designs get with the number of runs. The criterion's score never falls from one size to the next, as another run
 * never harms: a size whose own search ends below it takes the design of the size before, with runs added.
 *
 * @throws RangeError unless sizes ascend; and what `searchDesign` throws but `design_runs_too_few`, which is efficiency 0
 * Cost: two searches of `starts` starts a size.
 */
export function designGrowth(problem: DesignProblem, options: GrowthOptions): GrowthStep[] {
  const region = designRegion(problem.factors, problem.constraints)
  let before: Float64Array | undefined
  return options.sizes.map((n, index) => {
    if (index > 0 && n <= options.sizes[index - 1]!)
      throw new RangeError(`sizes must ascend, got ${options.sizes.join(', ')}`)
    const sized = resizedProblem(problem, n)
    const runs = bestRuns(sized, region, before, options)
    before = runs
    return runs ? growthStep(sized, region, runs, options.power) : nothing(n)
  })
}

const SWEEPS = 30

function bestRuns(
  problem: DesignProblem,
  region: Region,
  before: Float64Array | undefined,
  { seed, starts }: GrowthOptions,
): Float64Array | undefined {
  const options: SearchOptions = { seed, firstStart: 0, starts, sweeps: SWEEPS }
  const found = searched(problem, options)
  if (!before || !canGrow(problem)) return found
  const added = problem.runs - before.length / problem.factors.length
  const rest = searched(augmentProblem(problem, before, added), { ...options, starts: 1 })
  const grown = rest && joined(before, rest)
  if (!grown || !found) return grown ?? found
  return criterionScore(problem, region, grown) > criterionScore(problem, region, found) ? grown : found
}

/** Whether a smaller design with runs added is a design of the problem: structures fix where their runs stand. */
function canGrow({ factors, wholePlots }: DesignProblem): boolean {
  return !wholePlots && factors.every(({ kind }) => kind !== 'block')
}

function searched(problem: DesignProblem, options: SearchOptions): Float64Array | undefined {
  try {
    return searchDesign(problem, options).design.runs
  } catch (error) {
    if (error instanceof CodedError && error.code === 'design_runs_too_few') return undefined
    throw error
  }
}

function growthStep(problem: DesignProblem, region: Region, runs: Float64Array, power: PowerOptions): GrowthStep {
  const evaluation = evaluateDesign(problem, region, runs)
  const powers = termPower(problem, evaluation, power)
    .terms.flatMap((term) => (term.power === null ? [] : [term.power]))
    .sort((a, b) => a - b)
  return {
    runs: problem.runs,
    score: criterionScore(problem, region, runs),
    dEfficiency: evaluation.dEfficiency,
    averageVariance: evaluation.averageVariance,
    errorDegreesOfFreedom: evaluation.degreesOfFreedom.error,
    lowestPower: powers[0] ?? null,
    medianPower: powers.length === 0 ? null : (powers[(powers.length - 1) >> 1]! + powers[powers.length >> 1]!) / 2,
  }
}

function nothing(runs: number): GrowthStep {
  return {
    runs,
    score: null,
    dEfficiency: 0,
    averageVariance: null,
    errorDegreesOfFreedom: 0,
    lowestPower: null,
    medianPower: null,
  }
}

/** The problem with n new runs: blocks grow in proportion, whole plots in number. */
export function resizedProblem(problem: DesignProblem, n: number): DesignProblem {
  const { wholePlots } = problem
  return {
    ...problem,
    runs: n,
    factors: problem.factors.map((factor) =>
      factor.kind === 'block' ? { ...factor, sizes: inProportion(factor.sizes, n) } : factor,
    ),
    ...(wholePlots ? { wholePlots: { ...wholePlots, sizes: plotSizes(Math.max(...wholePlots.sizes), n) } } : {}),
  }
}

/** Whole numbers of sum n in proportion to the given ones: the largest remainders get what rounding leaves. */
function inProportion(sizes: readonly number[], n: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const exact = sizes.map((size) => (size * n) / total)
  const whole = exact.map(Math.floor)
  const order = exact.map((_, i) => i).sort((a, b) => exact[b]! - whole[b]! - (exact[a]! - whole[a]!) || a - b)
  const left = n - whole.reduce((sum, size) => sum + size, 0)
  for (const i of order.slice(0, left)) whole[i]!++
  return whole
}

/**
 * Sizes worth comparing: from as many runs as the model has coefficients to two and a half times as many, the problem's own size
 * among them; multiples of a whole plot; no more than the candidates and covariate rows there are. Ascending, eight at most.
 */
export function growthSizes(problem: DesignProblem): number[] {
  const { factors, model, existing, runs, wholePlots, candidates, covariateRows } = problem
  const k = factors.length
  const p = model.columns.length
  const before = (existing?.length ?? 0) / k
  const most = Math.min(
    candidates && !candidates.repeats ? candidates.runs.length / k : Number.POSITIVE_INFINITY,
    covariateRows ? covariateRows.length / k : Number.POSITIVE_INFINITY,
  )
  const unit = wholePlots ? Math.max(...wholePlots.sizes) : 1
  const low = Math.min(runs, Math.max(1, p - before))
  const high = Math.max(runs, Math.ceil(2.5 * p) - before)
  const step = unit * Math.max(1, Math.ceil((high - low) / (unit * (SIZES - 1))))
  const sizes = new Set<number>()
  for (let n = runs; n >= low; n -= step) sizes.add(n)
  for (let n = runs; n <= high; n += step) sizes.add(n)
  return [...sizes].filter((n) => n <= most).sort((a, b) => a - b)
}

const SIZES = 8
