import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import type { GroupCandidate } from './screening-finding.ts'

const FEWEST_GROUPS = 10
/** Larger ones are factors that the table is sorted by. */
const LARGEST_SHARE = 0.1

/**
 * Categories that may be lots, days or samples: each level's rows stand together in the table, there are ten levels at least, none has
 * more than a tenth of the rows, and a level has two rows on average. To be offered, not acted on.
 *
 * Cost: n for each category.
 */
export function groupCandidates(matrix: FeatureMatrix): GroupCandidate[] {
  return matrix.columns.flatMap((column, feature) => {
    if (matrix.levels[feature] === 0) return []
    const sizes = runSizes(column)
    if (sizes === null || sizes.length < FEWEST_GROUPS) return []
    const rows = sizes.reduce((sum, size) => sum + size, 0)
    const largest = Math.max(...sizes)
    if (rows < 2 * sizes.length || largest > LARGEST_SHARE * rows) return []
    return [{ code: 'group_candidate', feature, groups: sizes.length, smallest: Math.min(...sizes), largest }]
  })
}

/** Rows of each level in the order of the table; null where a level comes back after another one. */
function runSizes(column: Float64Array): number[] | null {
  const seen = new Set<number>()
  const sizes: number[] = []
  let last = Number.NaN
  for (const code of column) {
    if (Number.isNaN(code)) continue
    if (code === last) sizes[sizes.length - 1]!++
    else if (seen.has(code)) return null
    else {
      seen.add(code)
      sizes.push(1)
      last = code
    }
  }
  return sizes
}
