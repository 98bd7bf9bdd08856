'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../api/client.ts'
import { anomalyRequest, type Usual, usualOf } from './anomaly-request.ts'
import type { Buckets } from './series.ts'
import type { ShopView } from './shop-view.ts'

/** What was expected of a metric; undefined until it is known, and for metrics that are not judged. All panels share one request. */
export function useUsual(view: ShopView, metric: string, buckets: Buckets | undefined): Usual | undefined {
  const request = anomalyRequest(view)
  const { data } = useQuery({
    queryKey: ['shop', 'anomalies', request],
    enabled: request !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => (request ? api.commerce.anomalies(request, { signal }) : null),
  })
  const series = data?.series.find((each) => each.metric === metric)
  return useMemo(
    () =>
      data && series && buckets && data.grain === buckets.grain ? usualOf(buckets, data.buckets, series) : undefined,
    [data, series, buckets],
  )
}
