import { factorCholesky, inverseFromCholesky } from '../../linalg/cholesky.ts'
import { designMatrix, modelExpansion } from '../design-model.ts'
import type { DesignProblem } from '../design-problem.ts'

/**
 * A design of the problem's number of runs from one of another size: runs that tell least are left out one by one, or runs of `pool`
 * that tell most are added, by their prediction variance. Small designs are treated as if each coefficient were known a little
 * beforehand.
 *
 * @param runs  rows × factors, coded; so is the pool
 * Cost: (rows + p) · p a run that is added or left out.
 */
export function resizeDesign(problem: DesignProblem, runs: Float64Array, pool: Float64Array): Float64Array {
  const { factors, model, runs: n } = problem
  const k = factors.length
  const count = runs.length / k
  if (count === n) return runs
  const expansion = modelExpansion(factors, model.columns)
  const own = designMatrix(expansion, runs, k)
  const inverse = priorInverse(own, expansion.width)
  if (count > n) {
    const dropped = chooseRows(own, inverse, expansion.width, count - n, -1)
    return runs.filter((_, at) => !dropped.includes(Math.floor(at / k)))
  }
  const added = chooseRows(designMatrix(expansion, pool, k), inverse, expansion.width, n - count, 1)
  return Float64Array.from([...runs, ...added.flatMap((row) => [...pool.subarray(row * k, (row + 1) * k)])])
}

const PRIOR = 1e-4

function priorInverse(rows: Float64Array, p: number): Float64Array {
  const information = new Float64Array(p * p)
  for (let j = 0; j < p; j++) information[j * p + j] = PRIOR
  for (let at = 0; at < rows.length; at += p) {
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < p; j++) information[i * p + j]! += rows[at + i]! * rows[at + j]!
    }
  }
  return inverseFromCholesky(factorCholesky(information, p)!, p)
}

/**
 * The rows that are added (sign 1) for having the largest variance, or left out (−1) for having the smallest; the inverse and all
 * variances follow each by Sherman and Morrison's formula. Among equals to rounding the first is taken.
 */
function chooseRows(rows: Float64Array, inverse: Float64Array, p: number, times: number, sign: 1 | -1): number[] {
  const image = new Float64Array(p)
  const variances = Float64Array.from({ length: rows.length / p }, (_, row) => {
    multiply(image, inverse, rows, row * p, p)
    return dot(image, rows, row * p, p)
  })
  const chosen: number[] = []
  while (chosen.length < times) {
    let best = -1
    for (let row = 0; row < variances.length; row++) {
      if (sign < 0 && chosen.includes(row)) continue
      if (best < 0 || sign * (variances[row]! - variances[best]!) > 1e-9 * variances[best]!) best = row
    }
    chosen.push(best)
    multiply(image, inverse, rows, best * p, p)
    const scale = sign / (1 + sign * variances[best]!)
    for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) inverse[i * p + j]! -= scale * image[i]! * image[j]!
    for (let row = 0; row < variances.length; row++) {
      const shared = dot(image, rows, row * p, p)
      variances[row]! -= scale * shared * shared
    }
  }
  return chosen
}

function multiply(image: Float64Array, inverse: Float64Array, rows: Float64Array, at: number, p: number): void {
  for (let i = 0; i < p; i++) {
    let sum = 0
    for (let j = 0; j < p; j++) sum += inverse[i * p + j]! * rows[at + j]!
    image[i] = sum
  }
}

function dot(image: Float64Array, rows: Float64Array, at: number, p: number): number {
  let sum = 0
  for (let j = 0; j < p; j++) sum += image[j]! * rows[at + j]!
  return sum
}
