import { factorCholesky, inverseFromCholesky } from '../../linalg/cholesky.ts'
import { designMatrix, modelExpansion } from '../design-model.ts'
import type { DesignProblem } from '../design-problem.ts'

/**
 * A design of the problem's number of runs from one of another size: runs that tell least are left out one by one, or runs of `pool`
 * that tell most are added, by their prediction variance. Small designs are treated as if each coefficient were known a little
 * beforehand.
 *
 * @param runs  rows × factors, coded; so is the pool
 * Cost: rows · p² a run that is added or left out.
 */
export function resizeDesign(problem: DesignProblem, runs: Float64Array, pool: Float64Array): Float64Array {
  const { factors, model, runs: n } = problem
  const k = factors.length
  const expansion = modelExpansion(factors, model.columns)
  const p = expansion.width
  const kept = Array.from({ length: runs.length / k }, (_, i) => i)
  const added: number[] = []
  const own = designMatrix(expansion, runs, k)
  const inverse = priorInverse(own, p)
  while (kept.length > n) {
    const variances = kept.map((row) => variance(inverse, own, row * p, p))
    const [row] = kept.splice(variances.indexOf(Math.min(...variances)), 1)
    update(inverse, own, row! * p, p, -1)
  }
  const offered = kept.length < n ? designMatrix(expansion, pool, k) : new Float64Array(0)
  while (kept.length + added.length < n) {
    let best = 0
    let largest = Number.NEGATIVE_INFINITY
    for (let row = 0; row * p < offered.length; row++) {
      const own = variance(inverse, offered, row * p, p)
      // strictly more by more than rounding, so that the choice doesn't depend on the machine
      if (own > largest * (1 + 1e-9)) [best, largest] = [row, own]
    }
    added.push(best)
    update(inverse, offered, best * p, p, 1)
  }
  return Float64Array.from([
    ...kept.flatMap((row) => [...runs.subarray(row * k, (row + 1) * k)]),
    ...added.flatMap((row) => [...pool.subarray(row * k, (row + 1) * k)]),
  ])
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

function variance(inverse: Float64Array, rows: Float64Array, at: number, p: number): number {
  let sum = 0
  for (let i = 0; i < p; i++) {
    let product = 0
    for (let j = 0; j < p; j++) product += inverse[i * p + j]! * rows[at + j]!
    sum += product * rows[at + i]!
  }
  return sum
}

/** The inverse after a row is added (sign 1) or left out (−1): Sherman and Morrison's formula. */
function update(inverse: Float64Array, rows: Float64Array, at: number, p: number, sign: 1 | -1): void {
  const image = new Float64Array(p)
  let own = 0
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) image[i]! += inverse[i * p + j]! * rows[at + j]!
    own += image[i]! * rows[at + i]!
  }
  const scale = sign / (1 + sign * own)
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) inverse[i * p + j]! -= scale * image[i]! * image[j]!
}
