/**
 * How much smaller errors are by a model of all rows than by the models of k folds, which were trained on k − 1 parts of k. Read off
 * models that were trained on half of each fold's training rows: if mean |error| falls as (rows)^−b, the ratio is ((k − 1)/k)^b.
 *
 * Out-of-fold errors are too large for the final model by this ratio, and intervals made from them too wide: with five folds by 3 to
 * 10 % on measured tables. Multiply by it (`stretchedInterval`).
 *
 * @param halfErrors  n out-of-fold errors of the models of half the rows; signs do not matter
 * @param foldErrors  n out-of-fold errors of the models of k − 1 parts
 * @param k           number of folds, 2 at least
 * @returns at most 1; at least (k − 1)/k, since errors that fall faster than 1/rows are the luck of few rows
 * @throws RangeError if the lengths differ, or without rows or folds
 *
 * Cost: n. Source of the power law: Cortes et al., Learning curves, NIPS 6 (1993).
 */
export function learningRatio(halfErrors: ArrayLike<number>, foldErrors: ArrayLike<number>, k: number): number {
  const n = foldErrors.length
  if (n === 0 || halfErrors.length !== n || !Number.isInteger(k) || k < 2) {
    throw new RangeError(`expected pairs of errors and two folds at least, got ${halfErrors.length}, ${n} and ${k}`)
  }
  let half = 0
  let fold = 0
  for (let i = 0; i < n; i++) {
    half += Math.abs(halfErrors[i]!)
    fold += Math.abs(foldErrors[i]!)
  }
  if (!(fold > 0)) return 1
  const b = Math.min(1, Math.max(0, Math.log2(half / fold)))
  return ((k - 1) / k) ** b
}
