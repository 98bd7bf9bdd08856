import type { CommerceQuery } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { metricNamed } from '../metrics/catalogue.ts'
import { DIMENSIONS, type DimensionName, isDimension } from '../metrics/dimensions.ts'
import { type Fact, factNamed } from '../metrics/facts.ts'
import { type Measure, type Metric, measuresOf } from '../metrics/metric.ts'
import type { Expression, Grain } from '../sql/expression.ts'
import { bucketsOf, type Day, dayOf, dayText } from './calendar.ts'
import { type Filter, filterOf } from './filters.ts'
import { type Frame, frameOf, type Periods, periodsOf } from './periods.ts'
import type { SnapshotFacts } from './snapshot-facts.ts'
import { type PlannedMeasure, plannedMeasure, sourceOf, type Wanted } from './sources.ts'

/** A query with everything about it decided; what is left is to write it as SQL. */
export interface Plan {
  readonly metrics: readonly Metric[]
  readonly dimensions: readonly DimensionName[]
  readonly grain: Grain | undefined
  readonly firstWeekday: CommerceQuery['first_weekday']
  readonly periods: Periods
  readonly frame: Frame
  /** The first days of the buckets; none without a grain. */
  readonly buckets: readonly Day[]
  readonly asOf: Day
  readonly filters: readonly Filter[]
  readonly parts: readonly Part[]
  readonly order: { readonly by: string; readonly isDescending: boolean } | undefined
  readonly limit: number | undefined
  readonly rounding: CommerceQuery['rounding']
  readonly snapshot: SnapshotFacts
}

/** Measures that are read from one fact in one go. */
export interface Part {
  readonly name: string
  readonly fact: Fact
  readonly takes: Measure['takes']
  readonly measures: readonly PlannedMeasure[]
}

export interface PlanOptions {
  /** Without rollups everything is read from the facts themselves. */
  readonly rollups?: boolean | undefined
}

/** Rows that an answer may have; more are of no use to a page or a person. */
export const MOST_ROWS = 100_000

/**
 * @throws CodedError commerce_metric_unknown, commerce_dimension_unknown, commerce_dimension_unavailable, commerce_query_invalid,
 * commerce_comparison_invalid, commerce_as_of_unavailable, commerce_result_too_large
 */
export function planQuery(query: CommerceQuery, snapshot: SnapshotFacts, options: PlanOptions = {}): Plan {
  const metrics = query.metrics.map(metricNamed)
  const dimensions = query.dimensions.map(knownDimension)
  const filters = query.filters.map((filter) => filterOf(filter, knownDimension(filter.dimension)))
  const needed = [...new Set([...dimensions, ...filters.map(({ dimension }) => dimension)])]
  const grain = query.grain === 'none' ? undefined : query.grain
  const { from, to, asOf } = rangeOf(query, snapshot)
  if (needed.includes('segment') && asOf !== snapshot.lastDay) {
    throw new CodedError('commerce_as_of_unavailable', { known: dayText(snapshot.lastDay), as_of: dayText(asOf) })
  }
  const periods = periodsOf(from, to, asOf, query.comparison)
  const buckets = grain === undefined ? [] : bucketsOf(from, to, grain, query.first_weekday)
  if (buckets.length > MOST_ROWS) throw new CodedError('commerce_result_too_large', { limit: MOST_ROWS })
  return {
    metrics,
    dimensions,
    grain,
    firstWeekday: query.first_weekday,
    periods,
    frame: frameOf(periods, grain, query.first_weekday),
    buckets,
    asOf,
    filters,
    parts: partsOf(metrics, { dimensions, needed, grain, periods, asOf, snapshot, rollups: options.rollups ?? true }),
    order: orderOf(query, grain),
    limit: query.limit,
    rounding: query.rounding,
    snapshot,
  }
}

function knownDimension(name: string): DimensionName {
  if (isDimension(name)) return name
  throw new CodedError('commerce_dimension_unknown', { dimension: name, known: Object.keys(DIMENSIONS) })
}

function rangeOf(query: CommerceQuery, { firstDay, lastDay }: SnapshotFacts): { from: Day; to: Day; asOf: Day } {
  const asOf = query.as_of === undefined ? lastDay : dayOf(query.as_of)
  const from = query.from === undefined ? firstDay : dayOf(query.from)
  const to = query.to === undefined ? Math.max(from, lastDay) + 1 : dayOf(query.to)
  if (from >= to) {
    const problem = `it begins on ${dayText(from)} and ends before ${dayText(to)}; the shop's first order is of ${dayText(firstDay)}`
    throw new CodedError('commerce_query_invalid', { problem })
  }
  return { from, to, asOf: Math.min(asOf, lastDay) }
}

function orderOf({ order, metrics, dimensions }: CommerceQuery, grain: Grain | undefined): Plan['order'] {
  if (!order) return undefined
  const known = [...metrics, ...dimensions, ...(grain === undefined ? [] : ['bucket'])]
  if (!known.includes(order.by)) {
    const problem = `it can't be ordered by ${order.by}, which it doesn't ask for; it has ${known.join(', ')}`
    throw new CodedError('commerce_query_invalid', { problem })
  }
  return { by: order.by, isDescending: order.direction === 'descending' }
}

/** Each measure with its cheapest source that has everything needed; measures of one fact together. */
function partsOf(metrics: readonly Metric[], wanted: Wanted): Part[] {
  const parts = new Map<string, { -readonly [K in keyof Part]: Part[K] }>()
  const taken = new Set<string>()
  for (const metric of metrics) {
    for (const measure of measuresOf(metric.value)) {
      if (taken.has(measure.name)) continue
      taken.add(measure.name)
      const source = sourceOf(metric, measure, wanted)
      const name = source.classes?.table ?? (measure.takes === undefined ? source.fact : `all_${source.fact}`)
      const part = parts.get(name) ?? { name, fact: factNamed(source.fact), takes: measure.takes, measures: [] }
      parts.set(name, { ...part, measures: [...part.measures, plannedMeasure(measure, source, wanted)] })
    }
  }
  return [...parts.values()]
}

/** The days that a fact is known for; undefined where it has no rows. */
export function knownFact({ snapshot }: Plan, fact: Fact): { first: Day; last: Day } | undefined {
  const known = snapshot.known[fact.table]
  if (!known) return undefined
  return fact.known === 'as orders' ? { first: snapshot.firstDay, last: snapshot.lastDay } : known
}

/** Of these, the ones in a period; undefined where there is none. */
export function knownDays(
  plan: Plan,
  part: Part,
  period: 'current' | 'previous',
): { first: Day; last: Day } | undefined {
  const range = plan.periods[period]
  const bounds = knownFact(plan, part.fact)
  if (!range || !bounds) return undefined
  const first = Math.max(bounds.first, range.from)
  const last = Math.min(bounds.last, range.countedTo - 1)
  return first > last ? undefined : { first, last }
}

/** What has to hold of a fact's rows besides their day. */
export function takenRows(part: Part): Expression | undefined {
  if (!part.fact.excludes) return undefined
  const exclusion: Expression = { kind: 'column', name: 'exclusion' }
  const isValid: Expression = { kind: 'is_null', of: exclusion, negated: false }
  if (part.takes === undefined) return isValid
  const left = {
    kind: 'in',
    of: exclusion,
    values: ['test', 'deleted'].map((value) => ({ kind: 'text', value }) as const),
  } as const
  return { kind: 'binary', operator: 'OR', left: isValid, right: { kind: 'not', of: left } }
}
