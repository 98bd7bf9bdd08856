import { seededGenerator } from '../../random/generator.ts'

/** Any fixed number: thinning is part of what a model is, not of the seed of a run. */
const SEED = 71

/** All of `rows`, or a fixed random choice of `most` of them, in their order. Cost: the number of rows. */
export function thinnedRows(rows: Int32Array, most: number): Int32Array {
  if (rows.length <= most) return rows
  const chosen = seededGenerator(SEED).permutation(rows.length).subarray(0, most).sort()
  return Int32Array.from(chosen, (index) => rows[index]!)
}
