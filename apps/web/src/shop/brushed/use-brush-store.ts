'use client'

import { useQuery } from '@tanstack/react-query'
import {
  createContext,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { api } from '../../api/client.ts'
import { FILTER_DIMENSIONS } from '../shop-state.ts'
import type { ShopView } from '../shop-view.ts'
import type { Dashboard } from '../use-shop.ts'
import { type Brushed, type BrushStore, brushStore } from './brush-store.ts'
import { brushedNumbers, type Cubes, readCubes } from './brushed-numbers.ts'
import { cubeQueries } from './cube-queries.ts'

export const BrushContext = createContext<BrushStore | null>(null)

/** What is marked now, for what shows it; null where nothing is. */
export function useBrushed(): Brushed | null {
  const store = useContext(BrushContext)
  return useStore(store, store !== null)
}

function useStore(store: BrushStore | null, isFollowing: boolean): Brushed | null {
  const subscribe = useCallback((listener: () => void) => store?.subscribe(listener) ?? (() => {}), [store])
  const read = () => (isFollowing ? (store?.read() ?? null) : null)
  return useSyncExternalStore(subscribe, read, read)
}

/** As `useBrushed`, but what is out of sight does not follow, so that a move of the pointer is one frame's work however long the page is. */
export function useBrushedInView<Frame extends HTMLElement>(): readonly [RefObject<Frame | null>, Brushed | null] {
  const store = useContext(BrushContext)
  const frame = useRef<Frame>(null)
  const [isInView, setInView] = useState(true)
  useEffect(() => {
    if (!frame.current) return
    const observer = new IntersectionObserver(([entry]) => setInView(entry?.isIntersecting ?? true))
    observer.observe(frame.current)
    return () => observer.disconnect()
  }, [])
  return [frame, useStore(store, isInView)]
}

const REVIEW_SCORES = 5
/** Until the page has come to rest: who steps through ranges does not ask for the cubes of each. */
const REST_MS = 300

/** The page's store of what is marked, with the numbers made of cubes that are fetched after what is shown. */
export function useBrushStore(view: ShopView, data: Dashboard | undefined, isSettled: boolean): BrushStore {
  const cubes = useCubes(view, data, isSettled)
  const snapshotId = data?.snapshotId
  const [store] = useState(brushStore)
  const { comparison } = view.state
  const { known } = view.shop
  useEffect(() => {
    const tables = cubes !== undefined && cubes.snapshotId === snapshotId ? cubes.tables : NO_TABLES
    store.numberBy((range) => brushedNumbers({ tables }, range, comparison, known))
  }, [store, cubes, snapshotId, comparison, known])
  useEffect(() => {
    // whatever it shows by now is of the page's own range
    if (isSettled && data) store.clear()
  }, [store, data, isSettled])
  return store
}

const NO_TABLES: Cubes['tables'] = new Map()

function useCubes(
  { shop, state, range }: ShopView,
  data: Dashboard | undefined,
  isSettled: boolean,
): Cubes | undefined {
  const groupsOf = (dimension: string) =>
    dimension === 'review_score'
      ? REVIEW_SCORES
      : FILTER_DIMENSIONS.includes(dimension as never)
        ? data?.result(dimension)?.groups
        : undefined
  const queries = data ? cubeQueries({ state, range, known: shop.known, catalogue: shop.catalogue }, groupsOf) : []
  const isRested = useRested(JSON.stringify(queries))
  return useQuery({
    queryKey: ['shop', 'cubes', queries],
    enabled: isSettled && isRested && queries.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => readCubes(await api.commerce.queries(queries, { signal })),
  }).data
}

function useRested(key: string): boolean {
  const [rested, setRested] = useState('')
  useEffect(() => {
    const waiting = setTimeout(() => setRested(key), REST_MS)
    return () => clearTimeout(waiting)
  }, [key])
  return rested === key
}
