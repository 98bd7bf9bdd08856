import type { CommerceAnomaliesRequest, CommerceAnomalySeries } from '@zerosec/contract'
import { filtersOf, missingDimension } from './dashboard-queries.ts'
import { grainOf } from './range.ts'
import type { Buckets } from './series.ts'
import type { ShopView } from './shop-view.ts'

/** What charts are drawn of over time, first lines alone; all are asked for at once. */
const JUDGED = ['net_sales', 'orders', 'aov', 'new_orders', 'late_delivery_rate', 'review_score'] as const

/** Undefined where none of them can be told under the filters. */
export function anomalyRequest({ shop, state, range }: ShopView): CommerceAnomaliesRequest | undefined {
  const metrics = JUDGED.filter((name) => missingDimension(name, state.filters, shop.catalogue) === undefined)
  if (metrics.length === 0) return undefined
  return { metrics: [...metrics], grain: grainOf(state.grain, range), ...range, filters: filtersOf(state.filters) }
}

export interface Mark {
  readonly place: number
  readonly value: number
  readonly sentence: string
}

/** What was expected of a chart's buckets, at their places. */
export interface Usual {
  readonly low: readonly (number | null)[]
  readonly high: readonly (number | null)[]
  readonly marks: readonly Mark[]
  readonly status: CommerceAnomalySeries['status']
}

export function usualOf(
  { days }: Buckets,
  judgedDays: readonly string[],
  { low, high, anomalies, status }: CommerceAnomalySeries,
): Usual {
  const places = new Map(judgedDays.map((day, place) => [day, place]))
  const at = (values: readonly (number | null)[]) => days.map((day) => values[places.get(day) ?? -1] ?? null)
  return {
    low: at(low),
    high: at(high),
    status,
    marks: anomalies.flatMap(({ bucket, value, sentence }) => {
      const place = days.indexOf(bucket)
      return place === -1 ? [] : [{ place, value, sentence }]
    }),
  }
}
