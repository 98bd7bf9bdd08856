import type { DimensionName } from '../metrics/dimensions.ts'
import type { Source } from '../metrics/metric.ts'
import { allOf, column, count, countDistinct, type Expression, not, plus, sum } from '../sql/expression.ts'

/** A number of different persons, of a bucket and of the whole period. */
export interface PersonCount {
  /** Reads the column `bucket_start`. */
  readonly ofBucket: Expression
  /** Reads the column `period_start`. */
  readonly ofPeriod: Expression
  /** Whether it is a sum or count of rows alone, which may be taken by day first. */
  readonly isSum: boolean
}

/** Whether all orders of an order's person have the same value; of the others it is never told. */
const ALIKE: Readonly<Partial<Record<DimensionName, string>>> = {
  channel: 'in_one_channel',
  country: 'in_one_country',
  region: 'in_one_region',
  city: 'in_one_city',
}

/**
 * Persons by the first of their orders in a span. Of a person whose orders differ in what is split or filtered by, that order may not fit
 * while a later one does: these are told apart. Undefined where it is not known of whom that holds.
 */
export function personCount(
  { value, firstOfSpan }: Source,
  needed: readonly DimensionName[],
  alike: ReadonlySet<DimensionName>,
): PersonCount | undefined {
  if (!firstOfSpan) return undefined
  const differing = needed.filter((name) => name !== 'cohort_month' && !alike.has(name))
  const columns = differing.map((name) => ALIKE[name])
  if (!columns.every((name) => name !== undefined)) return undefined
  const isAlike = allOf(columns.map(column))
  const ofSpan = (start: string): Expression => {
    const isFirst = allOf([isAlike, firstOfSpan(column(start))])
    if (value.kind === 'sum') return sum(value.of, isFirst)
    if (isAlike === undefined || value.kind !== 'count_distinct') return count(isFirst)
    return plus(count(isFirst), countDistinct(value.of, allOf([not(isAlike), value.where])))
  }
  return { ofBucket: ofSpan('bucket_start'), ofPeriod: ofSpan('period_start'), isSum: isAlike === undefined }
}
