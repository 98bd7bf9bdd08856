import type { FeatureMatrix } from '../features/feature-matrix.ts'

/** p: the median of each number, the commonest level of each category (the lower code of equally common ones); 0 where all is missing. */
export function fillValues({ columns, levels }: FeatureMatrix): Float64Array {
  return Float64Array.from(columns, (column, j) => {
    const present = column.filter((value) => !Number.isNaN(value))
    if (present.length === 0) return 0
    return levels[j]! > 0 ? commonest(present, levels[j]!) : median(present)
  })
}

/**
 * The matrix with missing values, and levels that were not known, replaced by fill[j]; columns without any are shared, not copied.
 *
 * @throws RangeError unless there is one value for each feature
 */
export function fillMissing(matrix: FeatureMatrix, fill: Float64Array): FeatureMatrix {
  if (matrix.columns.length !== fill.length) {
    throw new RangeError(`expected ${fill.length} features, got ${matrix.columns.length}`)
  }
  const columns = matrix.columns.map((column, j) => {
    const levels = matrix.levels[j]!
    const isKnown = (value: number) => (levels > 0 ? value < levels : !Number.isNaN(value))
    return column.every(isKnown) ? column : column.map((value) => (isKnown(value) ? value : fill[j]!))
  })
  return { ...matrix, columns }
}

function median(values: Float64Array): number {
  const sorted = values.sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : sorted[middle - 1]! / 2 + sorted[middle]! / 2
}

function commonest(codes: Float64Array, levels: number): number {
  const counts = new Uint32Array(levels)
  for (const code of codes) counts[code]!++
  return counts.indexOf(counts.reduce((a, b) => Math.max(a, b)))
}
