import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { columnsOfKind, earlierTwins, isOneToOne, unitColumn } from './column-pairs.ts'
import { groupCandidates } from './group-candidates.ts'
import { leakageFindings } from './leakage.ts'
import type { ScreeningFinding } from './screening-finding.ts'
import { targetOutliers } from './target-outliers.ts'

/** Share of the rows that have a text of their own in a column that only names them; a number that names repeats none. */
const IDENTIFYING_SHARE = 0.98
const FEWEST_NAMED_ROWS = 20
const NEAR_CORRELATION = 0.999
/** 1 but for rounding. */
const FULL_CORRELATION = 1 - 1e-10

/**
 * Looks at the data before anything is fitted. Nothing is changed; what follows from a finding is the caller's decision.
 *
 * @param matrix  n rows of p features; identifiers may be given as categories with a level for each text
 * @param target  n values, NaN where missing
 * @returns findings by code, columns ascending; a column that is constant or missing gets no other finding
 * @throws RangeError if the lengths differ
 *
 * Cost: p · n log n, and p² · (n/1000 + 4) about for pairs.
 */
export function screenFeatures(matrix: FeatureMatrix, target: Float64Array): ScreeningFinding[] {
  if (target.length !== matrix.rows) throw new RangeError(`expected ${matrix.rows} targets, got ${target.length}`)
  const unvarying = matrix.columns.flatMap((column, feature) => unvaryingFinding(column, feature) ?? [])
  const isSettled = new Set(unvarying.map(({ feature }) => feature))
  const identifiers = matrix.columns.flatMap((column, feature) =>
    isSettled.has(feature) ? [] : (identifierFinding(column, feature, matrix.levels[feature]! > 0) ?? []),
  )
  return [
    ...unvarying,
    ...identifiers,
    ...groupCandidates(matrix).filter(({ feature }) => !isSettled.has(feature)),
    ...duplicateFindings(matrix, isSettled),
    ...leakageFindings(matrix, target).filter(({ feature }) => !isSettled.has(feature)),
    ...targetOutliers(target),
  ]
}

type UnvaryingFinding = Extract<ScreeningFinding, { code: 'all_missing' | 'constant' }>

function unvaryingFinding(column: Float64Array, feature: number): UnvaryingFinding | null {
  const first = column.find((value) => !Number.isNaN(value))
  if (first === undefined) return { code: 'all_missing', feature }
  return column.every((value) => Number.isNaN(value) || value === first) ? { code: 'constant', feature } : null
}

function identifierFinding(column: Float64Array, feature: number, isCategory: boolean): ScreeningFinding | null {
  const known = column.filter((value) => !Number.isNaN(value))
  const n = known.length
  if (n < FEWEST_NAMED_ROWS || !(isCategory || known.every(Number.isInteger))) return null
  const distinct = new Set(known).size
  if (distinct < (isCategory ? IDENTIFYING_SHARE : 1) * n) return null
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of known) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return { code: 'identifier', feature, distinct, running: !isCategory && high - low < n }
}

/** Each column beside the first earlier one that holds the same. */
function duplicateFindings(matrix: FeatureMatrix, isSettled: ReadonlySet<number>): ScreeningFinding[] {
  const findings: (ScreeningFinding & { readonly feature: number })[] = []
  const categories = columnsOfKind(matrix, 'category').filter((feature) => !isSettled.has(feature))
  categories.forEach((feature, place) => {
    const column = matrix.columns[feature]!
    const twin = categories.slice(0, place).find((other) => isOneToOne(matrix.columns[other]!, column))
    if (twin !== undefined) findings.push({ code: 'duplicate', feature, of: twin, correlation: 1 })
  })
  const numbers = columnsOfKind(matrix, 'number').flatMap((feature) => {
    const unit = isSettled.has(feature) ? null : unitColumn(matrix.columns[feature]!)
    return unit === null ? [] : [{ feature, unit }]
  })
  const twins = earlierTwins(
    numbers.map(({ unit }) => unit),
    NEAR_CORRELATION,
  )
  twins.forEach((twin, place) => {
    if (twin === null) return
    const [earlier, correlation] = twin
    const code = Math.abs(correlation) >= FULL_CORRELATION ? 'duplicate' : 'near_duplicate'
    findings.push({ code, feature: numbers[place]!.feature, of: numbers[earlier]!.feature, correlation })
  })
  return findings.sort((a, b) => a.feature - b.feature)
}
