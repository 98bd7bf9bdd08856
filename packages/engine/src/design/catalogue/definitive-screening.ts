import { conferenceMatrix } from './conference-matrix.ts'

/**
 * The definitive screening design, −1/0/1: a conference matrix, its negative and a run at the centre, 2c + 1 runs for the smallest
 * order c ≥ k of a conference matrix that we construct. Main effects are orthogonal, and clear of all second-order effects.
 *
 * @throws RangeError unless k is an integer of 3 … 62
 * Source: Jones & Nachtsheim, J. Qual. Technol. 43 (2011) 1–15; Xiao, Lin & Bai, ibid. 44 (2012) 2–8.
 */
export function definitiveScreening(factorCount: number): Float64Array {
  if (!Number.isInteger(factorCount) || factorCount < 3 || factorCount > 62) {
    throw new RangeError(`a definitive screening design has 3 to 62 factors here, got ${factorCount}`)
  }
  let order = factorCount + (factorCount % 2)
  let matrix = conferenceMatrix(order)
  while (!matrix) {
    order += 2
    matrix = conferenceMatrix(order)
  }
  const runs = new Float64Array((2 * order + 1) * factorCount)
  for (let i = 0; i < order; i++) {
    for (let j = 0; j < factorCount; j++) {
      const entry = matrix[i * order + j]!
      runs[2 * i * factorCount + j] = entry
      runs[(2 * i + 1) * factorCount + j] = entry === 0 ? 0 : -entry
    }
  }
  return runs
}
