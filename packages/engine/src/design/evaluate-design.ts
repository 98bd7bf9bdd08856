import { factorQr, type HouseholderQr, multiplyByQ, upperFactor } from '../linalg/householder-qr.ts'
import { symmetricEigenvalues } from '../linalg/symmetric-eigen.ts'
import { solveUpper } from '../linalg/triangular.ts'
import { type ColumnDependency, columnDependencies } from './column-dependency.ts'
import { type DegreesOfFreedom, degreesOfFreedom } from './degrees-of-freedom.ts'
import type { DesignProblem } from './design-problem.ts'
import { largestVariance } from './largest-variance.ts'
import type { Region } from './region.ts'
import { regionMoments } from './region-moments.ts'
import { whitenedMatrix } from './whitened-matrix.ts'

/**
 * How good a design is, whatever criterion it was made for. M = XᵀV⁻¹X over the N existing and new runs; variances are in
 * units of σ², the variance of a single run. Where the runs can't estimate the model, efficiencies are 0, what needs M⁻¹ is
 * null, and `dependencies` says why.
 */
export interface DesignEvaluation {
  /** N. */
  readonly runs: number
  /** p. */
  readonly coefficients: number
  /** Of X; below p the model can't be estimated. */
  readonly rank: number
  readonly dependencies: readonly ColumnDependency[]
  readonly logDet: number | null
  /** det(M)^(1/p) / N: 1 for an orthogonal two-level design of main effects, as JMP scales it. */
  readonly dEfficiency: number
  /** p / (N · trace M⁻¹). */
  readonly aEfficiency: number
  /** p / (N · largest prediction variance over the region). */
  readonly gEfficiency: number
  /** Average prediction variance over the region, the I criterion. */
  readonly averageVariance: number | null
  readonly largestVariance: { readonly value: number; readonly run: Float64Array } | null
  /** Smallest eigenvalue of M, the E criterion; and the largest over it. */
  readonly smallestEigenvalue: number
  readonly condition: number | null
  readonly degreesOfFreedom: DegreesOfFreedom
  /** Of each run, existing ones first: 0 … 1, they sum to the rank. */
  readonly leverages: Float64Array
  /** M⁻¹, p × p: variances and covariances of the coefficients. */
  readonly covariance: Float64Array | null
  /** Of each coefficient, in units of σ. */
  readonly standardErrors: Float64Array | null
  /** Of each coefficient; null for the intercept. */
  readonly varianceInflation: readonly (number | null)[] | null
}

// what is left of a column after the columns before it, in shares of its length; searches call M singular at its square
const TOLERANCE = 1e-6

/**
 * @param runs  the new runs: n × factors, coded, row-major; existing runs of the problem are added
 * Cost: 4·N·p² and O(p³), and a search for the largest variance.
 */
export function evaluateDesign(problem: DesignProblem, region: Region, runs: Float64Array): DesignEvaluation {
  const { matrix, rows: n, width: p } = whitenedMatrix(problem, runs)
  const qr = factorQr(transposed(matrix, n, p), n, p, TOLERANCE)
  const information = crossProduct(matrix, n, p)
  const shared = {
    runs: n,
    coefficients: p,
    rank: qr.rank,
    dependencies: columnDependencies(qr),
    degreesOfFreedom: degreesOfFreedom(allRuns(problem, runs), problem.factors.length, qr.rank),
    leverages: leverages(qr),
  }
  return qr.rank < p ? { ...shared, ...SINGULAR } : { ...shared, ...precision(problem, region, n, qr, information) }
}

type Precision = Omit<
  DesignEvaluation,
  'runs' | 'coefficients' | 'rank' | 'dependencies' | 'degreesOfFreedom' | 'leverages'
>

const SINGULAR: Precision = {
  logDet: null,
  dEfficiency: 0,
  aEfficiency: 0,
  gEfficiency: 0,
  averageVariance: null,
  largestVariance: null,
  smallestEigenvalue: 0,
  condition: null,
  covariance: null,
  standardErrors: null,
  varianceInflation: null,
}

function precision(
  problem: DesignProblem,
  region: Region,
  n: number,
  qr: HouseholderQr,
  information: Float64Array,
): Precision {
  const p = qr.rank
  const upper = upperFactor(qr)
  const covariance = inverseOfSquare(upper, p)
  const moments = regionMoments(problem, region)
  const largest = largestVariance(problem, region, covariance)
  const eigenvalues = symmetricEigenvalues(information, p)
  let logDet = 0
  let trace = 0
  for (let j = 0; j < p; j++) {
    logDet += 2 * Math.log(Math.abs(upper[j * p + j]!))
    trace += covariance[j * p + j]!
  }
  return {
    logDet,
    dEfficiency: Math.exp(logDet / p) / n,
    aEfficiency: p / (n * trace),
    gEfficiency: p / (n * largest.value),
    averageVariance: innerProduct(covariance, moments),
    largestVariance: largest,
    smallestEigenvalue: eigenvalues[0]!,
    condition: eigenvalues[p - 1]! / eigenvalues[0]!,
    covariance,
    standardErrors: Float64Array.from({ length: p }, (_, j) => Math.sqrt(covariance[j * p + j]!)),
    varianceInflation: varianceInflation(problem, information, covariance),
  }
}

/** Each coefficient's variance over what it would be if its column were orthogonal to all others but the intercept. */
function varianceInflation(
  { model: { columns } }: DesignProblem,
  information: Float64Array,
  covariance: Float64Array,
): (number | null)[] {
  const p = columns.length
  const intercept = columns.findIndex(({ pieces }) => pieces.length === 0)
  return columns.map((_, j) => {
    if (j === intercept) return null
    const square = information[j * p + j]!
    if (intercept < 0) return covariance[j * p + j]! * square
    const mean = information[j * p + intercept]!
    return covariance[j * p + j]! * (square - (mean * mean) / information[intercept * p + intercept]!)
  })
}

/** Squared lengths of the rows of Q. */
function leverages(qr: HouseholderQr): Float64Array {
  const sums = new Float64Array(qr.rows)
  const column = new Float64Array(qr.rows)
  for (let k = 0; k < qr.rank; k++) {
    column.fill(0)
    column[k] = 1
    multiplyByQ(column, qr)
    for (let i = 0; i < qr.rows; i++) sums[i] = sums[i]! + column[i]! * column[i]!
  }
  return sums
}

/** (RᵀR)⁻¹ = R⁻¹·R⁻ᵀ. */
function inverseOfSquare(upper: Float64Array, p: number): Float64Array {
  const inverse = new Float64Array(p * p)
  const column = new Float64Array(p)
  for (let j = 0; j < p; j++) {
    column.fill(0)
    column[j] = 1
    solveUpper(upper, column, p)
    for (let i = 0; i <= j; i++) inverse[i * p + j] = column[i]!
  }
  const product = new Float64Array(p * p)
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let k = i; k < p; k++) sum += inverse[i * p + k]! * inverse[j * p + k]!
      product[i * p + j] = product[j * p + i] = sum
    }
  }
  return product
}

function crossProduct(matrix: Float64Array, rows: number, p: number): Float64Array {
  const product = new Float64Array(p * p)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < p; j++) {
      const value = matrix[i * p + j]!
      for (let k = 0; k < p; k++) product[j * p + k] = product[j * p + k]! + value * matrix[i * p + k]!
    }
  }
  return product
}

function transposed(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const turned = new Float64Array(matrix.length)
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned[j * rows + i] = matrix[i * columns + j]!
  return turned
}

function innerProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function allRuns({ existing }: DesignProblem, runs: Float64Array): Float64Array {
  if (!existing) return runs
  const all = new Float64Array(existing.length + runs.length)
  all.set(existing)
  all.set(runs, existing.length)
  return all
}
