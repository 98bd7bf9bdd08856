'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { CommerceFilter, CommerceMetric } from '@zerosec/contract'
import { api } from '../api/client.ts'
import { filtersOf } from './dashboard-queries.ts'
import { grainOf } from './range.ts'
import type { ShopDetail, ShopState } from './shop-state.ts'
import type { ShopView } from './shop-view.ts'

const ROWS = 20
const CONTRIBUTORS = 6

/** Of a whole group the page's filters count too, unless they are of the same dimension, or of persons, who are filtered by their first order. */
function detailFilters({ filters, detail }: ShopState): CommerceFilter[] {
  if (detail === null) return filtersOf(filters)
  const { dimension, value } = detail
  const others = isOfPersons(detail) ? [] : filters.filter((filter) => filter.dimension !== dimension)
  return [...filtersOf(others), value === null ? { dimension, is: 'null' } : { dimension, is: 'in', values: [value] }]
}

export function isOfPersons({ dimension }: ShopDetail): boolean {
  return dimension === 'cohort_month' || dimension === 'segment'
}

/** What is behind a metric: its values with their SQL and what did not count, its rows, and why it changed. */
export function useMetricDetails({ state, range }: ShopView, metric: CommerceMetric) {
  const filters = detailFilters(state)
  const comparison = { with: state.comparison } as const
  const query = { metrics: [metric.name], ...range, filters, comparison, grain: grainOf(state.grain, range) }
  const asked = { placeholderData: keepPreviousData, staleTime: Number.POSITIVE_INFINITY }
  const value = useQuery({
    ...asked,
    queryKey: ['shop', 'value', query],
    queryFn: ({ signal }) => api.commerce.query(query, { signal }),
  })
  const rowsRequest = { metric: metric.name, ...range, filters, limit: ROWS }
  const rows = useQuery({
    ...asked,
    queryKey: ['shop', 'rows', rowsRequest],
    queryFn: ({ signal }) => api.commerce.rows(rowsRequest, { signal }),
  })
  const name = metric.name === 'gross_sales' || metric.name === 'net_sales' ? metric.name : undefined
  const changeRequest = { ...range, filters, comparison, contributors: CONTRIBUTORS }
  const change = useQuery({
    ...asked,
    enabled: name !== undefined && state.comparison !== 'off',
    queryKey: ['shop', 'change', name, changeRequest],
    queryFn: ({ signal }) => api.commerce.change({ metric: name ?? 'net_sales', ...changeRequest }, { signal }),
  })
  const status = useQuery({
    queryKey: ['shop', 'status'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => api.commerce.status({ signal }),
  })
  return { value, rows, change: name === undefined || state.comparison === 'off' ? undefined : change, status }
}
