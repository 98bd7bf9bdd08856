import type { NonDominatedBoxes } from './non-dominated-boxes.ts'

/**
 * The expected growth of the dominated hypervolume by one run whose utilities are independent: a sum over the boxes that the front
 * leaves of products of one-dimensional expectations, E[min(U, upper end) − lower end]₊. Exact in any number of objectives.
 *
 * @param excess  E[max(0, U_j − threshold)] of utility j
 *
 * Cost: boxes × m. Source: Yang, Emmerich, Deutz & Bäck, Efficient computation of expected hypervolume improvement using box
 * decomposition algorithms, J. Global Optimization 75 (2019).
 */
export function expectedHypervolumeImprovement(
  { levels, low, high }: NonDominatedBoxes,
  excess: (objective: number, threshold: number) => number,
): number {
  const m = levels.length
  const above = levels.map((own, j) => own.map((level) => (level === Infinity ? 0 : excess(j, level))))
  let sum = 0
  for (let at = 0; at < low.length; at += m) {
    let product = 1
    for (let j = 0; j < m; j++) product *= above[j]![low[at + j]!]! - above[j]![high[at + j]!]!
    sum += product
  }
  return sum
}

/** The hypervolume between a front and its reference that one more point adds. */
export function hypervolumeImprovement(boxes: NonDominatedBoxes, utilities: ArrayLike<number>): number {
  return expectedHypervolumeImprovement(boxes, (j, threshold) => Math.max(0, utilities[j]! - threshold))
}
