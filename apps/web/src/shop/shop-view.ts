import type { CommerceMetric } from '@zerosec/contract'
import { missingDimension } from './dashboard-queries.ts'
import type { DayRange } from './range.ts'
import type { ShopFormat } from './shop-format.ts'
import {
  COMPARISONS,
  FILTER_DIMENSIONS,
  type FilterDimension,
  type ShopDetail,
  type ShopFilter,
  type ShopState,
} from './shop-state.ts'
import type { Shop } from './use-shop.ts'

/** What every panel of the page needs. */
export interface ShopView {
  readonly shop: Shop
  readonly state: ShopState
  readonly range: DayRange
  readonly format: ShopFormat
  readonly change: (changes: Partial<ShopState>) => void
}

export function metricOf({ shop }: Pick<ShopView, 'shop'>, name: string): CommerceMetric | undefined {
  return shop.catalogue.metrics.find((metric) => metric.name === name)
}

export function dimensionLabel({ shop }: Pick<ShopView, 'shop'>, name: string): string {
  return shop.catalogue.dimensions.find((dimension) => dimension.name === name)?.label ?? name
}

/** Why a metric has no value under these filters; undefined where they are not the reason. */
export function filterReason({ shop, state }: ShopView, metric: string): string | undefined {
  const missing = missingDimension(metric, state.filters, shop.catalogue)
  if (missing === undefined) return undefined
  return `It can't be told by ${dimensionLabel({ shop }, missing).toLowerCase()}: remove that filter to see it.`
}

export function comparisonWords({ comparison }: ShopState): string {
  return COMPARISONS.find(({ name }) => name === comparison)?.short ?? ''
}

const WITHOUT: Record<FilterDimension, string> = {
  category: 'no category',
  product: 'no product',
  country: 'no country',
  region: 'no region',
  channel: 'no channel',
}

export function valueWords(
  { format }: Pick<ShopView, 'format'>,
  dimension: FilterDimension,
  value: string | null,
): string {
  if (value === null) return WITHOUT[dimension]
  return dimension === 'country' ? format.country(value) : value
}

/** What the open dialog is of, as one says it. */
export function detailWords(view: Pick<ShopView, 'format'>, { dimension, value }: ShopDetail): string {
  if (dimension === 'cohort_month' && value !== null) return view.format.month(value)
  const known = FILTER_DIMENSIONS.find((name) => name === dimension)
  if (known) return valueWords(view, known, value)
  return value === null ? 'without one' : value.replaceAll('_', ' ')
}

/** All values of a filter, as one says them. */
export function filterWords(view: Pick<ShopView, 'format'>, { dimension, values }: ShopFilter): string {
  return (values ?? [null]).map((value) => valueWords(view, dimension, value)).join(' or ')
}
