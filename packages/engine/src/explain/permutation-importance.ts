import type { FeatureMatrix } from '../features/feature-matrix.ts'
import type { Generator } from '../random/generator.ts'
import { checkFeature, deviationOf, meanOf, type PredictionFunction } from './prediction-function.ts'

export interface PermutationOptions {
  /** What is bad about predictions: lower is better. */
  readonly loss: (actual: Float64Array, predicted: Float64Array) => number
  readonly generator: Generator
  readonly repeats?: number
  /** Features that are shuffled together, each set with one importance; every feature by itself where left out. */
  readonly sets?: readonly (readonly number[])[]
}

export interface PermutationImportance {
  /** Loss of the predictions as they are. */
  readonly loss: number
  /** Sets × repeats: by how much the loss rises when the set is shuffled. */
  readonly rises: Float64Array
  readonly repeats: number
  /** Sets. */
  readonly mean: Float64Array
  /** Sets: standard deviation between repeats; NaN for a single one. */
  readonly deviation: Float64Array
}

/**
 * By how much a loss on rows that the model did not see rises when the values of a feature are dealt anew among them.
 *
 * Each set and repeat has its own stream, so that sets may be computed apart. Correlated features stand in for each other: give them as
 * a set to see what they do together.
 *
 * @throws RangeError if the response has another length, a set names no feature, or repeats < 1
 *
 * Cost: sets × repeats + 1 predictions of all rows. Source: Breiman, Machine Learning 45 (2001) 5; Fisher, Rudin & Dominici, JMLR 20
 * (2019) 177.
 */
export function permutationImportance(
  predict: PredictionFunction,
  matrix: FeatureMatrix,
  response: Float64Array,
  { loss, generator, repeats = 5, sets = matrix.columns.map((_, j) => [j]) }: PermutationOptions,
): PermutationImportance {
  if (response.length !== matrix.rows) throw new RangeError(`${response.length} responses for ${matrix.rows} rows`)
  if (!(Number.isInteger(repeats) && repeats >= 1)) throw new RangeError(`one repeat at least, got ${repeats}`)
  for (const set of sets) for (const feature of set) checkFeature(matrix, feature)
  const before = loss(response, predict(matrix))
  const rises = new Float64Array(sets.length * repeats)
  sets.forEach((set, s) => {
    const ofSet = generator.stream(s)
    for (let repeat = 0; repeat < repeats; repeat++) {
      const order = ofSet.stream(repeat).permutation(matrix.rows)
      const columns = matrix.columns.map((column, j) =>
        set.includes(j) ? Float64Array.from(order, (row) => column[row]!) : column,
      )
      rises[s * repeats + repeat] = loss(response, predict({ ...matrix, columns })) - before
    }
  })
  const ofSets = sets.map((_, s) => rises.subarray(s * repeats, (s + 1) * repeats))
  const mean = Float64Array.from(ofSets, meanOf)
  return { loss: before, rises, repeats, mean, deviation: Float64Array.from(ofSets, deviationOf) }
}
