import type { CommerceBatchQuery } from '@zerosec/client'
import type { CommerceCatalogue, CommerceFilter, CommerceQueryInput } from '@zerosec/contract'
import { addDays, addMonths, type Day, monthStart } from './day.ts'
import { type DayRange, grainOf, type KnownDays } from './range.ts'
import { FILTER_DIMENSIONS, type FilterDimension, type ShopFilter, type ShopState } from './shop-state.ts'

/** Metrics over time, asked for in three queries so that they are answered beside each other. */
export const OVER_TIME = {
  sales: ['net_sales', 'gross_sales', 'orders', 'aov', 'units'],
  customers: ['customers', 'new_customers', 'returning_order_share', 'new_orders', 'returning_orders', 'guest_orders'],
  service: [
    'refund_rate_value',
    'refund_rate_count',
    'delivery_days_median',
    'delivery_days_p90',
    'late_delivery_rate',
    'review_score',
    'low_review_share',
    'conversion',
  ],
  returns: ['returns'],
} as const

/** Tables of several metrics by one dimension, the largest of the first metric first. */
export const RANKS = {
  reasons: { dimension: 'reason', metrics: ['returns', 'refunds'] },
  refunds: { dimension: 'category', metrics: ['returns_by_order_date', 'refund_rate_value', 'refund_rate_count'] },
  places: {
    dimension: 'country',
    metrics: ['orders', 'delivery_days_median', 'delivery_days_p90', 'late_delivery_rate', 'review_score'],
  },
} as const
export type RankName = keyof typeof RANKS
const RANK_ROWS = 8

export const SPLIT_ROWS = 10
const COHORTS = 12
/** Value is told up to a year after the first order: the older half of them has been seen so long. */
const VALUE_COHORTS = 18
/** A year, and days after it that show how many were observed so long. */
const REPEAT_DAYS = 400
const PAIRS = 10

export interface Asked {
  readonly state: ShopState
  readonly range: DayRange
  readonly known: KnownDays
  readonly catalogue: CommerceCatalogue
}

/** Everything that the page shows, in one request: all of it is then of one snapshot. */
export function dashboardQueries(asked: Asked): CommerceBatchQuery[] {
  const { state } = asked
  const overTime = Object.entries(OVER_TIME).flatMap(([id, metrics]): CommerceBatchQuery[] => {
    const known = metrics.filter((name) => missingDimension(name, state.filters, asked.catalogue) === undefined)
    return known.length === 0 ? [] : [{ id, query: { ...periodOf(asked), ...sliceOf(asked), metrics: known } }]
  })
  return [
    ...overTime,
    ...FILTER_DIMENSIONS.map((split) => splitQuery(split, asked)),
    ...scoresQuery(asked),
    ...Object.entries(RANKS).flatMap(([id, rank]) => rankQuery(id, rank, asked)),
    ...cubeQueries(asked),
  ]
}

/** The first filter that a metric can't be split by, so that it has no value under it. */
export function missingDimension(
  metric: string,
  filters: readonly ShopFilter[],
  { metrics }: CommerceCatalogue,
): FilterDimension | undefined {
  const known = metrics.find(({ name }) => name === metric)?.dimensions
  return filters.find(({ dimension }) => !known?.includes(dimension))?.dimension
}

export function filtersOf(filters: readonly ShopFilter[]): CommerceFilter[] {
  return filters.map(({ dimension, values }) =>
    values === null ? { dimension, is: 'null' } : { dimension, is: 'in', values: [...values] },
  )
}

function periodOf({ state, range }: Asked): Pick<CommerceQueryInput, 'from' | 'to' | 'comparison' | 'excluded'> {
  return { ...range, comparison: { with: state.comparison }, excluded: false }
}

function sliceOf({ state, range }: Asked): Pick<CommerceQueryInput, 'grain' | 'filters'> {
  return { grain: grainOf(state.grain, range), filters: filtersOf(state.filters) }
}

/** A chart that is clicked keeps its other bars: its own filter does not count for it. */
function splitQuery(split: FilterDimension, asked: Asked): CommerceBatchQuery {
  const others = asked.state.filters.filter(({ dimension }) => dimension !== split)
  const metrics = ['net_sales', 'orders'].filter(
    (name) => missingDimension(name, others, asked.catalogue) === undefined,
  )
  return {
    id: split,
    query: {
      ...periodOf(asked),
      metrics: metrics.length === 0 ? ['net_sales'] : metrics,
      dimensions: [split],
      filters: filtersOf(others),
      limit: SPLIT_ROWS,
    },
  }
}

function scoresQuery(asked: Asked): CommerceBatchQuery[] {
  const { filters } = asked.state
  if (missingDimension('reviewed_orders', filters, asked.catalogue) !== undefined) return []
  const query = { ...periodOf(asked), metrics: ['reviewed_orders'], filters: filtersOf(filters) }
  return [
    { id: 'scores', query: { ...query, dimensions: ['review_score'], order: { by: 'review_score' } } },
    { id: 'sentiments', query: { ...query, dimensions: ['review_sentiment'] } },
  ]
}

/** Its own filter counts for it, as nothing else would be comparable with the other numbers of the page. */
function rankQuery(id: string, rank: (typeof RANKS)[RankName], asked: Asked): CommerceBatchQuery[] {
  const { filters } = asked.state
  const { metrics: known } = asked.catalogue
  const metrics = rank.metrics.filter(
    (name) =>
      missingDimension(name, filters, asked.catalogue) === undefined &&
      known.find((metric) => metric.name === name)?.dimensions.includes(rank.dimension),
  )
  if (metrics.length === 0) return []
  const query = { metrics, dimensions: [rank.dimension], filters: filtersOf(filters), limit: RANK_ROWS }
  return [{ id, query: { ...periodOf(asked), ...query } }]
}

/** Cubes are of whole months; persons are filtered by what their first order was. */
function cubeQueries({ state, range, known }: Asked): CommerceBatchQuery[] {
  const end = monthAfter(range.to <= known.last ? range.to : addDays(known.last, 1))
  const first = Object.fromEntries(
    state.filters.flatMap(({ dimension, values }) =>
      (dimension === 'country' || dimension === 'channel') && values !== null ? [[dimension, [...values]]] : [],
    ),
  )
  return [
    { id: 'retention', cube: { cube: 'retention', from: addMonths(end, -COHORTS), to: end, ...first } },
    { id: 'ltv', cube: { cube: 'ltv', from: addMonths(end, -VALUE_COHORTS), to: end, ...first } },
    {
      id: 'repeat',
      cube: { cube: 'repeat_curve', days: REPEAT_DAYS, from: addMonths(end, -VALUE_COHORTS), to: end, ...first },
    },
    { id: 'segments', cube: { cube: 'rfm', ...first } },
    { id: 'pairs', cube: { cube: 'affinity', from: monthStart(range.from), to: end, limit: PAIRS } },
  ]
}

function monthAfter(day: Day): Day {
  return day.endsWith('-01') ? day : addMonths(monthStart(day), 1)
}
