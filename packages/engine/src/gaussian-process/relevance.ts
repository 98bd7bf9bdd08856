import type { GaussianProcess } from './gaussian-process.ts'

/**
 * How much each feature matters to the process: p shares that add up to 1 (all 0 where nothing does).
 *
 * The share of a number is its mean squared scaled difference between two rows of the fit, 2·variance / lengthScale²: what it
 * adds to their distance. That of a category is the share of pairs that differ in it, over its length scale, doubled: what
 * it adds to the exponent, on the scale of a squared exponential. The linear part, which is common to all features, stays out.
 *
 * Cost: n × p.
 */
export function relevance({ inputs, levels, lengthScales }: GaussianProcess): Float64Array {
  const shares = Float64Array.from(inputs, (column, j) =>
    levels[j] === 0 ? spread(column) / lengthScales[j]! ** 2 : (2 * mismatches(column)) / lengthScales[j]!,
  )
  const sum = shares.reduce((total, share) => total + share, 0)
  return sum > 0 ? shares.map((share) => share / sum) : shares
}

/** Mean of (x − x′)² over all pairs of rows, of a column with mean 0. */
function spread(column: Float64Array): number {
  return (2 * column.reduce((sum, value) => sum + value * value, 0)) / column.length
}

/** Share of the pairs of rows that differ. */
function mismatches(codes: Float64Array): number {
  const counts = new Map<number, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  let equal = 0
  for (const count of counts.values()) equal += (count / codes.length) ** 2
  return 1 - equal
}
