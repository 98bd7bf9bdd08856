import type { Generator } from '../random/generator.ts'
import { seededGenerator } from '../random/generator.ts'

export interface YRandomisation {
  readonly observed: number
  /** Score of each shuffled target, in the order of the repeats. */
  readonly scores: readonly number[]
  /** (1 + repeats whose score is as good) / (1 + repeats): how often chance alone does as well. */
  readonly pValue: number
}

/** The target in an order that has nothing to do with the inputs. Cost: one pass. */
export function shuffledTarget(target: Float64Array, generator: Generator): Float64Array {
  const shuffled = target.slice()
  generator.shuffle(shuffled)
  return shuffled
}

/** p-value of an observed score among those of shuffled targets; higher scores are better. */
export function randomisationPValue(observed: number, scores: readonly number[]): number {
  return (1 + scores.filter((score) => score >= observed).length) / (1 + scores.length)
}

/**
 * Fits and scores with shuffled targets: a model that does as well there has learnt nothing.
 *
 * @param fitAndScore  a score of a target on the same inputs, larger is better: the whole procedure, folds and choices included
 * @param repeats      how often the target is shuffled; 0 gives p = 1
 * @throws RangeError unless repeats is an integer ≥ 0
 *
 * Source: Rücker, Rücker & Meringer, y-Randomization and its variants in QSPR/QSAR (2007). Cost: repeats + 1 fits.
 */
export function yRandomisation(
  fitAndScore: (target: Float64Array) => number,
  target: Float64Array,
  repeats: number,
  seed: number,
): YRandomisation {
  if (!Number.isInteger(repeats) || repeats < 0) throw new RangeError(`expected a number of repeats, got ${repeats}`)
  const generator = seededGenerator(seed)
  const observed = fitAndScore(target)
  const scores = Array.from({ length: repeats }, (_, repeat) =>
    fitAndScore(shuffledTarget(target, generator.stream(repeat))),
  )
  return { observed, scores, pValue: randomisationPValue(observed, scores) }
}
