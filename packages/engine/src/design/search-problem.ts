import type { DesignProblem } from './design-problem.ts'
import { type Factor, isChosen } from './factor.ts'
import { informationMatrix } from './information.ts'
import type { Region } from './region.ts'
import { regionMoments } from './region-moments.ts'
import { type SeparableModel, separableModel } from './separable-model.ts'

/** A design problem made ready for searching: what every start needs and none changes. */
export interface SearchProblem {
  readonly problem: DesignProblem
  readonly region: Region
  readonly model: SeparableModel
  /** n, the number of new runs. */
  readonly n: number
  /** Number of factors. */
  readonly k: number
  /** p, the number of model columns. */
  readonly p: number
  /** What the criterion has before any new run: existing runs and the prior; p × p. */
  readonly base: Float64Array
  /** W of the criterion trace(M⁻¹·W), p × p; null for the determinant. */
  readonly weight: Float64Array | null
  /** The coded settings of each chosen factor that has finitely many; null for the others and for given factors. */
  readonly levels: readonly (Float64Array | null)[]
  /** Numbers of the factors that are chosen one by one. */
  readonly chosen: readonly number[]
  /** Whether a factor's levels are given for every run: blocks and covariates. */
  readonly isGiven: readonly boolean[]
  /** Rows × factors: runs of a constrained region among which good designs lie; empty for a product region. */
  readonly corners: Float64Array
  /** n × factors: the levels of given factors, 0 elsewhere. */
  readonly given: Float64Array
}

/** The criteria that are searched by rank-one updates: all that M⁻¹ of independent runs gives directly. */
export function isUpdated({ criterion, wholePlots, covariateRows }: DesignProblem): boolean {
  return !wholePlots && !covariateRows && ['D', 'A', 'I', 'bayesian_D'].includes(criterion.kind)
}

const CORNERS = 2000

export function searchProblem(problem: DesignProblem, region: Region): SearchProblem {
  const { factors, runs: n } = problem
  const model = separableModel(factors, problem.model.columns)
  return {
    problem,
    region,
    model,
    n,
    k: factors.length,
    p: model.width,
    base: baseInformation(problem),
    weight: criterionWeight(problem, region),
    levels: factors.map(codedLevels),
    chosen: factors.flatMap((factor, j) => (isChosen(factor) && factor.kind !== 'mixture' ? [j] : [])),
    isGiven: factors.map((factor) => !isChosen(factor)),
    corners: region.isProduct || problem.candidates ? new Float64Array(0) : region.candidates(CORNERS),
    given: givenLevels(factors, n),
  }
}

function baseInformation(problem: DesignProblem): Float64Array {
  const { wholePlots: _, ...independent } = problem
  const information = informationMatrix(independent, new Float64Array(0))
  const { criterion } = problem
  if (criterion.kind === 'bayesian_D') {
    const p = problem.model.columns.length
    for (const j of criterion.potential) information[j * p + j] = information[j * p + j]! + 1 / criterion.priorVariance
  }
  return information
}

function criterionWeight(problem: DesignProblem, region: Region): Float64Array | null {
  if (problem.criterion.kind === 'I') return regionMoments(problem, region)
  if (problem.criterion.kind !== 'A') return null
  const p = problem.model.columns.length
  const identity = new Float64Array(p * p)
  for (let j = 0; j < p; j++) identity[j * p + j] = 1
  return identity
}

function codedLevels(factor: Factor): Float64Array | null {
  if (factor.kind === 'categorical') return Float64Array.from(factor.levels, (_, index) => index)
  if (factor.kind !== 'discrete') return null
  const low = factor.levels[0]!
  const high = factor.levels.at(-1)!
  return Float64Array.from(factor.levels, (level) => (2 * (level - low)) / (high - low) - 1)
}

/** Block indices of the new runs, which stand in the order of the blocks. */
function givenLevels(factors: readonly Factor[], n: number): Float64Array {
  const k = factors.length
  const given = new Float64Array(n * k)
  factors.forEach((factor, j) => {
    if (factor.kind !== 'block') return
    const total = factor.sizes.reduce((sum, size) => sum + size, 0)
    if (total !== n) throw new RangeError(`the blocks of ${factor.name} have ${total} new runs, but ${n} are asked for`)
    let run = 0
    factor.sizes.forEach((size, block) => {
      for (let i = 0; i < size; i++) given[run++ * k + j] = block
    })
  })
  return given
}
