import { factorCholesky, inverseFromCholesky, logDeterminant, solveCholesky } from '../linalg/cholesky.ts'
import { symmetricEigenvalues } from '../linalg/symmetric-eigen.ts'
import type { ModelColumn } from '../linear/model-columns.ts'
import type { DesignProblem } from './design-problem.ts'
import { informationMatrix } from './information.ts'
import { largestVariance } from './largest-variance.ts'
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
  const p = problem.model.columns.length
  const { criterion } = problem
  const information = informationMatrix(problem, runs)
  if (criterion.kind === 'bayesian_D') {
    for (const j of criterion.potential) information[j * p + j] = information[j * p + j]! + 1 / criterion.priorVariance
  }
  const lower = informationFactor(information, p)
  if (!lower) return Number.NEGATIVE_INFINITY
  switch (criterion.kind) {
    case 'D':
    case 'bayesian_D':
      return logDeterminant(lower, p)
    case 'A':
      return -trace(inverseFromCholesky(lower, p), p)
    case 'I':
      return -innerProduct(inverseFromCholesky(lower, p), regionMoments(problem, region))
    case 'G':
      return -largestVariance(problem, region, inverseFromCholesky(lower, p)).value
    case 'E':
      return symmetricEigenvalues(information, p)[0]!
    case 'alias':
      return logDeterminant(lower, p) - criterion.weight * squaredBias(problem, runs, criterion.potential, lower)
  }
}

/** Pivots of the Cholesky factor, squared and over the column's own sum of squares, are 1 − R² on the columns before. */
const SINGULAR = 1e-12

/** The Cholesky factor of an information matrix, or null where a column depends on those before it to rounding. */
export function informationFactor(information: Float64Array, p: number): Float64Array | null {
  const lower = factorCholesky(information, p)
  if (!lower) return null
  for (let j = 0; j < p; j++) {
    const pivot = lower[j * p + j]!
    if (!(pivot * pivot > SINGULAR * information[j * p + j]!)) return null
  }
  return lower
}

/** Σ A², A = M⁻¹·(XᵀV⁻¹Z) for the potential columns Z. */
function squaredBias(
  problem: DesignProblem,
  runs: Float64Array,
  potential: readonly ModelColumn[],
  lower: Float64Array,
): number {
  const p = problem.model.columns.length
  const columns = [...problem.model.columns, ...potential]
  const wide = informationMatrix({ ...problem, model: { ...problem.model, columns } }, runs)
  const bias = new Float64Array(p)
  let sum = 0
  for (let q = p; q < columns.length; q++) {
    for (let j = 0; j < p; j++) bias[j] = wide[j * columns.length + q]!
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
