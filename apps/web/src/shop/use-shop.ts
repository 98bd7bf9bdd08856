'use client'

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiError } from '@zerosec/client'
import type { CommerceCatalogue, CommerceCube, CommerceQueriesResponse, CommerceResult } from '@zerosec/contract'
import { useEffect } from 'react'
import { api } from '../api/client.ts'
import { dashboardQueries } from './dashboard-queries.ts'
import { addDays } from './day.ts'
import { type DayRange, type KnownDays, rangeOf } from './range.ts'
import type { ShopState } from './shop-state.ts'

/** What does not change while a snapshot serves: its days, and the words for its numbers. */
export interface Shop {
  readonly known: KnownDays
  readonly catalogue: CommerceCatalogue
  readonly currency: string | null
  readonly timeZone: string | null
}

const NONE: ReadonlySet<string> = new Set(['commerce_no_snapshot', 'snapshot_none'])
/** Before there is a shop no event tells that one has come. */
const NO_SHOP_AGAIN_MS = 4000

/** Null while nothing is loaded. */
export function useShop() {
  return useQuery<Shop | null>({
    queryKey: ['shop', 'facts'],
    refetchInterval: ({ state }) => (state.data === null ? NO_SHOP_AGAIN_MS : false),
    queryFn: ({ signal }) =>
      readShop(signal).catch((error: unknown) => {
        if (error instanceof ApiError && NONE.has(error.code)) return null
        throw error
      }),
  })
}

async function readShop(signal: AbortSignal): Promise<Shop> {
  const [catalogue, all] = await Promise.all([
    api.commerce.catalogue({ signal }),
    api.commerce.query({ metrics: ['orders'], excluded: false }, { signal }),
  ])
  return {
    known: { first: all.period.from, last: addDays(all.period.counted_to, -1) },
    catalogue,
    currency: all.currency,
    timeZone: all.time_zone,
  }
}

/** The answers of one request by their ids. */
export interface Dashboard {
  readonly snapshotId: string
  result(id: string): CommerceResult | undefined
  cube(id: string): CommerceCube | undefined
  error(id: string): { readonly code: string; readonly message: string } | undefined
}

/** While other numbers are fetched the last ones stay, so that nothing jumps. */
export function useDashboard(state: ShopState, shop: Shop) {
  const range: DayRange = rangeOf(state.range, shop.known)
  const queries = dashboardQueries({ state, range, known: shop.known, catalogue: shop.catalogue })
  return useQuery({
    queryKey: ['shop', 'dashboard', queries],
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Dashboard> => {
      const { snapshot_id: snapshotId, answers } = await api.commerce.queries(queries, { signal })
      return readAnswers(snapshotId, answers)
    },
  })
}

function readAnswers(snapshotId: string, answers: CommerceQueriesResponse['answers']): Dashboard {
  const byId = new Map(answers.map((answer) => [answer.id, answer]))
  return {
    snapshotId,
    result(id) {
      const answer = byId.get(id)
      return answer && 'result' in answer ? answer.result : undefined
    },
    cube(id) {
      const answer = byId.get(id)
      return answer && 'cube' in answer ? answer.cube : undefined
    },
    error(id) {
      const answer = byId.get(id)
      return answer && 'error' in answer ? answer.error : undefined
    },
  }
}

/** Names of products that only their ids are known of. */
export function useProductNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const names = useQuery({
    queryKey: ['shop', 'products', ids],
    enabled: ids.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const { columns } = await api.commerce.query(
        {
          metrics: ['units'],
          dimensions: ['product_id', 'product'],
          filters: [{ dimension: 'product_id', is: 'in', values: [...ids] }],
          excluded: false,
        },
        { signal },
      )
      const read = (name: string) => columns.find((column) => column.name === name)?.values ?? []
      const products = read('product')
      return new Map(read('product_id').map((id, row) => [String(id), String(products[row] ?? id)]))
    },
  })
  return names.data ?? new Map()
}

/** When another snapshot serves, everything that is shown is asked for again. */
export function useLiveSnapshots(shown: string | undefined): void {
  const client = useQueryClient()
  useEffect(() => {
    const leaving = new AbortController()
    let seen = shown
    void api.commerce.watchSnapshots((id) => {
      if (seen !== undefined && id !== seen) void client.invalidateQueries({ queryKey: ['shop'] })
      seen = id
    }, leaving.signal)
    return () => leaving.abort()
  }, [client, shown])
}
