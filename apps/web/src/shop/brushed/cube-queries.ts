import type { CommerceBatchQuery } from '@zerosec/client'
import { type Day, dayOf, dayText, periodsOf } from '@zerosec/commerce/comparison'
import type { CommerceQueryInput } from '@zerosec/contract'
import { type Asked, filtersOf, missingDimension } from '../dashboard-queries.ts'
import { grainOf } from '../range.ts'
import { FILTER_DIMENSIONS } from '../shop-state.ts'
import { ADDED } from './parts.ts'
import type { Days } from './sum-table.ts'

/** Sums by time and one dimension, of which a brushed part of the range is made in the page. */
export interface CubeShape {
  readonly id: string
  readonly dimension?: string
  readonly metrics: readonly string[]
}

/** What bars are ranked by, and what tells that a group is there though it comes to nothing. */
const SPLIT_METRICS = ['net_sales', 'units']

export const CUBES: readonly CubeShape[] = [
  { id: 'total', metrics: ADDED },
  ...FILTER_DIMENSIONS.map((name) => ({
    id: name,
    dimension: name,
    metrics: SPLIT_METRICS,
  })),
  { id: 'scores', dimension: 'review_score', metrics: ['reviewed_orders'] },
]

/** Numbers in one cube: what is larger by day is asked for by the buckets of the chart, and what is larger then not at all. */
export const MOST_CELLS = 60_000
/** Months before months that are longer. */
const SPARE_DAYS = 3

/**
 * The queries of all cubes, by `id:part`; a cube that would be too large is not among them, and its panel waits for a request.
 *
 * @param groupsOf  how many groups a dimension has
 */
export function cubeQueries(asked: Asked, groupsOf: (dimension: string) => number | undefined): CommerceBatchQuery[] {
  const spans = spansOf(asked)
  return CUBES.flatMap((cube) => {
    const metrics = cube.metrics.filter(
      (name) => missingDimension(name, filtersBut(cube, asked), asked.catalogue) === undefined,
    )
    const groups = cube.dimension === undefined ? 1 : (groupsOf(cube.dimension) ?? 0)
    const grain = groups === 0 || metrics.length === 0 ? undefined : grainFor(groups * metrics.length, spans, asked)
    if (grain === undefined) return []
    return spans.map(({ from, to }, part) => ({
      id: `${cube.id}:${part}`,
      query: {
        metrics,
        dimensions: cube.dimension === undefined ? [] : [cube.dimension],
        grain,
        from: dayText(from),
        to: dayText(to),
        filters: filtersOf(filtersBut(cube, asked)),
        excluded: false,
        rounding: 'none' as const,
      },
    }))
  })
}

/** A chart that is clicked keeps its other bars, as on the page. */
function filtersBut({ dimension }: CubeShape, { state }: Asked) {
  return state.filters.filter((filter) => filter.dimension !== dimension)
}

/** By day, so that any days can be added; else as the chart is, of which one marks whole buckets. */
function grainFor(cellsADay: number, spans: readonly Days[], { state, range }: Asked): CommerceQueryInput['grain'] {
  const days = spans.reduce((sum, { from, to }) => sum + to - from, 0)
  const shown = grainOf(state.grain, range)
  const lengths = { day: 1, week: 7, month: 28 } as const
  return [...new Set(['day', shown] as const)].find((grain) => (days / lengths[grain]) * cellsADay <= MOST_CELLS)
}

/** The days that a part of the range and what it is compared with can be of: known ones only. */
export function spansOf({ state, range, known }: Asked): Days[] {
  const [first, last] = [dayOf(known.first), dayOf(known.last)]
  const [from, to] = [dayOf(range.from), dayOf(range.to)]
  const { current, previous } = periodsOf(from, to, last, { with: state.comparison })
  const before = !previous
    ? undefined
    : state.comparison === 'previous'
      ? { from: Math.min(previous.from, 2 * from - to) - SPARE_DAYS, to: from }
      : { from: previous.from, to: previous.to }
  const spans = before
    ? before.to >= from
      ? [{ from: before.from, to: current.countedTo }]
      : [before, { from, to: current.countedTo }]
    : [{ from, to: current.countedTo }]
  return spans.map((span) => clamped(span, first, last)).filter(({ from, to }) => from < to)
}

export function clamped({ from, to }: Days, first: Day, last: Day): Days {
  return { from: Math.max(from, first), to: Math.min(to, last + 1) }
}
