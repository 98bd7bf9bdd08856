import { factorCholesky, solveCholesky } from '../../linalg/cholesky.ts'
import { type LogisticProblem, scoresOf } from './logistic-problem.ts'

/** A step that solves H·d = −g at some shares; null where rounding leaves no such direction. */
export type NewtonDirection = (shares: Float64Array, gradient: Float64Array) => Float64Array | null

/** Of intercepts of a softmax only differences matter: the curvature along their sum is 0, and this little keeps H invertible. */
const RIDGE = 1e-9

/**
 * The direction by the whole Hessian.
 *
 * Cost: n · (p·scores)² / 2 for the matrix, and (p·scores)³ / 3 for its factor.
 */
export function exactDirection(problem: LogisticProblem): NewtonDirection {
  const width = problem.columns + 1
  const scores = scoresOf(problem)
  const size = width * scores
  const hessian = new Float64Array(size * size)
  const curvatures = new Float64Array(problem.rows)
  return (shares, gradient) => {
    hessian.fill(0)
    for (let a = 0; a < scores; a++) {
      for (let b = 0; b <= a; b++) {
        fillCurvatures(problem, shares, a, b, curvatures)
        addBlock(problem, curvatures, hessian, size, a * width, b * width)
      }
    }
    let trace = 0
    for (let at = 0; at < size; at++) {
      if (at % width !== problem.columns) hessian[at * size + at]! += problem.penalty
      trace += hessian[at * size + at]!
    }
    for (let at = 0; at < size; at++) hessian[at * size + at]! += (RIDGE * trace) / size
    const lower = factorCholesky(hessian, size)
    if (!lower) return null
    const step = gradient.map((value) => -value)
    solveCholesky(lower, step, size)
    return step
  }
}

/** weight · (p_a [a = b] − p_a·p_b) of each row: how the loss curves along scores a and b. */
function fillCurvatures(
  { rows, weights, classes }: LogisticProblem,
  shares: Float64Array,
  a: number,
  b: number,
  out: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const weight = weights ? weights[i]! : 1
    const own = shares[a * rows + i]!
    const other = shares[b * rows + i]!
    out[i] = weight * (classes === 2 || a === b ? own * (1 - own) : -own * other)
  }
}

/** X'·diag(curvatures)·X with the column of ones, added to the lower triangle of the block at (row, column) of the Hessian. */
function addBlock(
  { rows, columns, design }: LogisticProblem,
  curvatures: Float64Array,
  hessian: Float64Array,
  size: number,
  row: number,
  column: number,
): void {
  const isDiagonal = row === column
  for (let i = 0; i < rows; i++) {
    const curvature = curvatures[i]!
    if (curvature === 0) continue
    const start = i * columns
    for (let j = 0; j <= columns; j++) {
      const scaled = j < columns ? curvature * design[start + j]! : curvature
      if (scaled === 0) continue
      const into = (row + j) * size + column
      const last = isDiagonal ? Math.min(j + 1, columns) : columns
      for (let k = 0; k < last; k++) hessian[into + k]! += scaled * design[start + k]!
      if (!isDiagonal || j === columns) hessian[into + columns]! += scaled
    }
  }
}

/** Conjugate gradients end where the residual is this share of the gradient, or its root where that is less. */
const LARGEST_RESIDUAL = 0.3
const MOST_STEPS = 400
/** Of more columns the diagonal alone stands for the block of a score. */
const MOST_BLOCK_COLUMNS = 300

/**
 * The direction by conjugate gradients, each score's own block of the Hessian for a preconditioner (columns that are nearly the same would
 * take hundreds of steps without): for more coefficients than a matrix of their squares is worth.
 *
 * Source: Lin, Weng & Keerthi, Trust region Newton method for large-scale logistic regression, JMLR 9 (2008) 627. Cost: n · p · scores a step.
 */
export function conjugateDirection(problem: LogisticProblem): NewtonDirection {
  return (shares, gradient) => {
    const precondition = problem.columns <= MOST_BLOCK_COLUMNS ? byBlocks(problem, shares) : byDiagonal(problem, shares)
    const solution = new Float64Array(gradient.length)
    const residual = gradient.map((value) => -value)
    const product = new Float64Array(gradient.length)
    const projected = new Float64Array(problem.rows * scoresOf(problem))
    let scaled = precondition(residual)
    const direction = scaled.slice()
    let slope = dot(residual, scaled)
    const size = Math.sqrt(dot(residual, residual))
    const enough = size * Math.min(LARGEST_RESIDUAL, Math.sqrt(size))
    for (let step = 0; step < MOST_STEPS && Math.sqrt(dot(residual, residual)) > enough; step++) {
      hessianProduct(problem, shares, direction, projected, product)
      const curvature = dot(direction, product)
      if (!(curvature > 0)) break
      const length = slope / curvature
      for (let at = 0; at < solution.length; at++) {
        solution[at]! += length * direction[at]!
        residual[at]! -= length * product[at]!
      }
      scaled = precondition(residual)
      const next = dot(residual, scaled)
      for (let at = 0; at < direction.length; at++) direction[at] = scaled[at]! + (next / slope) * direction[at]!
      slope = next
    }
    return solution.some((value) => value !== 0) ? solution : null
  }
}

type Preconditioner = (residual: Float64Array) => Float64Array

function byDiagonal(problem: LogisticProblem, shares: Float64Array): Preconditioner {
  const diagonal = hessianDiagonal(problem, shares)
  return (residual) => residual.map((value, at) => value / diagonal[at]!)
}

function byBlocks(problem: LogisticProblem, shares: Float64Array): Preconditioner {
  const width = problem.columns + 1
  const curvatures = new Float64Array(problem.rows)
  const factors: Float64Array[] = []
  for (let s = 0; s < scoresOf(problem); s++) {
    const block = new Float64Array(width * width)
    fillCurvatures(problem, shares, s, s, curvatures)
    addBlock(problem, curvatures, block, width, 0, 0)
    let trace = 0
    for (let j = 0; j < width; j++) trace += block[j * width + j]!
    for (let j = 0; j < width; j++)
      block[j * width + j]! += (RIDGE * trace) / width + (j < problem.columns ? problem.penalty : RIDGE)
    const factor = factorCholesky(block, width)
    if (!factor) return byDiagonal(problem, shares)
    factors.push(factor)
  }
  return (residual) => {
    const solved = residual.slice()
    for (const [s, factor] of factors.entries())
      solveCholesky(factor, solved.subarray(s * width, (s + 1) * width), width)
    return solved
  }
}

function hessianDiagonal(problem: LogisticProblem, shares: Float64Array): Float64Array {
  const { rows, columns, design, penalty } = problem
  const scores = scoresOf(problem)
  const diagonal = new Float64Array((columns + 1) * scores)
  const curvatures = new Float64Array(rows)
  for (let s = 0; s < scores; s++) {
    fillCurvatures(problem, shares, s, s, curvatures)
    const from = s * (columns + 1)
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) diagonal[from + j]! += curvatures[i]! * design[i * columns + j]! ** 2
      diagonal[from + columns]! += curvatures[i]!
    }
    for (let j = 0; j < columns; j++) diagonal[from + j]! += penalty
    diagonal[from + columns]! += RIDGE
  }
  return diagonal
}

/** H·v. Cost: 2 · n · p · scores. */
function hessianProduct(
  { rows, columns, design, weights, penalty, classes }: LogisticProblem,
  shares: Float64Array,
  vector: Float64Array,
  projected: Float64Array,
  out: Float64Array,
): void {
  const width = columns + 1
  const scores = projected.length / rows
  for (let s = 0; s < scores; s++) {
    for (let i = 0; i < rows; i++) {
      let sum = vector[s * width + columns]!
      for (let j = 0, at = i * columns; j < columns; j++, at++) sum += design[at]! * vector[s * width + j]!
      projected[s * rows + i] = sum
    }
  }
  for (let i = 0; i < rows; i++) {
    const weight = weights ? weights[i]! : 1
    let mean = 0
    if (classes === 2) mean = shares[i]! * projected[i]!
    else for (let s = 0; s < scores; s++) mean += shares[s * rows + i]! * projected[s * rows + i]!
    for (let s = 0; s < scores; s++)
      projected[s * rows + i] = weight * shares[s * rows + i]! * (projected[s * rows + i]! - mean)
  }
  out.fill(0)
  for (let s = 0; s < scores; s++) {
    const from = s * width
    for (let i = 0; i < rows; i++) {
      const scaled = projected[s * rows + i]!
      for (let j = 0, at = i * columns; j < columns; j++, at++) out[from + j]! += scaled * design[at]!
      out[from + columns]! += scaled
    }
    for (let j = 0; j < columns; j++) out[from + j]! += penalty * vector[from + j]!
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}
