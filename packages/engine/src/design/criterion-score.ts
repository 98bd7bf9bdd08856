import { factorCholesky, inverseFromCholesky, logDeterminant, solveCholesky } from '../linalg/cholesky.ts'
import { symmetricEigenvalues } from '../linalg/symmetric-eigen.ts'
import type { ModelColumn } from '../linear/model-columns.ts'
import type { DesignProblem } from './design-problem.ts'
import { informationMatrix } from './information.ts'
import { varianceMaximiser } from './largest-variance.ts'
import type { Region } from './region.ts'
import { regionMoments } from './region-moments.ts'

/**
 * How good a design is by the problem's criterion, straight from its definition; larger is better, −Infinity where the design
 * can't estimate the model. The plain path that every search is tested against, and the one score that designs of any origin
 * are compared by.
 *
 * D: log det M. A: −trace M⁻¹. I: −trace(M⁻¹·W), W the average of x xᵀ over the region. G: −largest xᵀM⁻¹x over the region.
 * E: smallest eigenvalue of M. alias: log det M − weight · Σ A², A = M⁻¹·(XᵀV⁻¹Z) the alias matrix of the potential columns Z
 * (Jones & Nachtsheim, Technometrics 53 (2011) 62–71). bayesian_D: log det(M + K / priorVariance), never singular where the
 * primary columns are estimable.
 *
 * @param runs  the new runs: n × factors, coded, row-major, in the order of blocks and plots; existing runs are added
 *
 * Cost: N·p² + p³, and for G a search over the region.
 */
export function criterionScore(problem: DesignProblem, region: Region, runs: Float64Array): number {
  if (!hasEnoughRuns(problem, runs.length / problem.factors.length)) return Number.NEGATIVE_INFINITY
  const columns = scoredColumns(problem)
  const information = informationMatrix({ ...problem, model: { ...problem.model, columns } }, runs)
  addPrior(problem, information)
  return informationScore(problem, region)(information)
}

/** Whether n new runs could estimate the model: below, rounding alone can make the information look regular. */
export function hasEnoughRuns({ criterion, model, factors, existing }: DesignProblem, n: number): boolean {
  return criterion.kind === 'bayesian_D' || n + (existing?.length ?? 0) / factors.length >= model.columns.length
}

/** The columns whose information decides: the p of the model, then the potential ones of the alias criterion. */
export function scoredColumns({ model, criterion }: DesignProblem): readonly ModelColumn[] {
  return criterion.kind === 'alias' ? [...model.columns, ...criterion.potential] : model.columns
}

/** Adds K / priorVariance for the Bayesian criterion. */
export function addPrior({ model, criterion }: DesignProblem, information: Float64Array): void {
  if (criterion.kind !== 'bayesian_D') return
  const p = model.columns.length
  for (const j of criterion.potential) information[j * p + j] = information[j * p + j]! + 1 / criterion.priorVariance
}

/**
 * Prepares the problem's criterion as a function of the information matrix of `scoredColumns`, prior added: what depends on
 * the region is computed once.
 *
 * @param climbs  of `varianceMaximiser`, for G
 */
export function informationScore(
  problem: DesignProblem,
  region: Region,
  climbs?: number,
): (information: Float64Array) => number {
  const p = problem.model.columns.length
  const { criterion } = problem
  const ofFactor = scoreOfFactor(problem, region, climbs)
  return (information) => {
    const lower = informationFactor(criterion.kind === 'alias' ? corner(information, p) : information, p)
    return lower ? ofFactor(lower, information) : Number.NEGATIVE_INFINITY
  }
}

/** The score of L, M = L·Lᵀ. */
function scoreOfFactor(
  problem: DesignProblem,
  region: Region,
  climbs: number | undefined,
): (lower: Float64Array, information: Float64Array) => number {
  const p = problem.model.columns.length
  const { criterion } = problem
  switch (criterion.kind) {
    case 'D':
    case 'bayesian_D':
      return (lower) => logDeterminant(lower, p)
    case 'A':
      return (lower) => -trace(inverseFromCholesky(lower, p), p)
    case 'I': {
      const moments = regionMoments(problem, region)
      return (lower) => -innerProduct(inverseFromCholesky(lower, p), moments)
    }
    case 'G': {
      const largest = varianceMaximiser(problem, region, climbs)
      return (lower) => -largest(inverseFromCholesky(lower, p)).value
    }
    case 'E':
      return (_, information) => symmetricEigenvalues(information, p)[0]!
    case 'alias':
      return (lower, information) => logDeterminant(lower, p) - criterion.weight * squaredBias(lower, information, p)
  }
}

/** Some hundred units of rounding. */
const ROUNDING = 1e-13

/**
 * The Cholesky factor of an information matrix, or null where a column depends on those before it to rounding.
 *
 * A squared pivot over the column's own sum of squares is 1 − R² on the columns before; what rounding leaves of a zero one is
 * magnified by the smallest of those before.
 */
export function informationFactor(information: Float64Array, p: number): Float64Array | null {
  const lower = factorCholesky(information, p)
  if (!lower) return null
  let smallest = 1
  for (let j = 0; j < p; j++) {
    const pivot = lower[j * p + j]!
    const share = (pivot * pivot) / information[j * p + j]!
    if (!(share * smallest > ROUNDING)) return null
    smallest = Math.min(smallest, share)
  }
  return lower
}

/** The first p rows and columns. */
export function corner(information: Float64Array, p: number): Float64Array {
  const width = Math.sqrt(information.length)
  const first = new Float64Array(p * p)
  for (let j = 0; j < p; j++) first.set(information.subarray(j * width, j * width + p), j * p)
  return first
}

/** Σ A², A = M⁻¹·(XᵀV⁻¹Z), the cross products with Z standing beside M in the wide information. */
function squaredBias(lower: Float64Array, information: Float64Array, p: number): number {
  const width = Math.sqrt(information.length)
  const bias = new Float64Array(p)
  let sum = 0
  for (let q = p; q < width; q++) {
    for (let j = 0; j < p; j++) bias[j] = information[j * width + q]!
    solveCholesky(lower, bias, p)
    for (const value of bias) sum += value * value
  }
  return sum
}

function trace(matrix: Float64Array, p: number): number {
  let sum = 0
  for (let j = 0; j < p; j++) sum += matrix[j * p + j]!
  return sum
}

/** Σ aᵢⱼ·bᵢⱼ: the trace of the product of two symmetric matrices. */
function innerProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
