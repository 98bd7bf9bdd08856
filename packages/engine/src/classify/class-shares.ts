/**
 * Shares of all classes, n × k row-major as the scores of probabilities take them, from outputs × n: one output is the share of the second
 * of two classes.
 */
export function classShares(outputs: Float64Array, rows: number): Float64Array {
  const count = outputs.length / rows
  if (count === 1)
    return Float64Array.from({ length: 2 * rows }, (_, at) =>
      at % 2 === 1 ? outputs[at >> 1]! : 1 - outputs[at >> 1]!,
    )
  const shares = new Float64Array(outputs.length)
  for (let k = 0; k < count; k++) for (let i = 0; i < rows; i++) shares[i * count + k] = outputs[k * rows + i]!
  return shares
}

/** n: the class with the largest share, of equal ones the first; −1 where a share is missing. */
export function likeliestClasses(shares: Float64Array, classes: number): Int32Array {
  return Int32Array.from({ length: shares.length / classes }, (_, i) => {
    let best = 0
    for (let k = 0; k < classes; k++) {
      const share = shares[i * classes + k]!
      if (Number.isNaN(share)) return -1
      if (share > shares[i * classes + best]!) best = k
    }
    return best
  })
}
