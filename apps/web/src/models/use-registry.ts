'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useSession } from '../access/use-session.ts'
import { api } from '../api/client.ts'

const MODELS = 'models'
/** While a candidate meets requests, and else: others may ask the model at any time. */
const RUNNING_MS = 2000
const IDLE_MS = 10_000
const MOST_EVENTS = 200

export function useRegistry() {
  return useQuery({ queryKey: [MODELS], queryFn: ({ signal }) => api.models.list({ signal }) })
}

export function useModel(name: string) {
  return useQuery({ queryKey: [MODELS, name], queryFn: ({ signal }) => api.models.get(name, { signal }) })
}

/** The model, asked for anew once something has happened to it, whoever did it. */
export function useWatchedModel(name: string) {
  const model = useModel(name)
  const { refetch } = model
  const newest = useModelEvents(name).data?.[0]?.at
  const seen = useRef(newest)
  useEffect(() => {
    if (newest === undefined || newest === seen.current) return
    if (seen.current !== undefined) void refetch()
    seen.current = newest
  }, [newest, refetch])
  return model
}

export function useModelEvents(name: string) {
  return useQuery({
    queryKey: [MODELS, name, 'events'],
    queryFn: ({ signal }) => api.models.events(name, { limit: MOST_EVENTS }, { signal }),
    refetchInterval: IDLE_MS,
  })
}

export function useReleases(name: string) {
  return useQuery({
    queryKey: [MODELS, name, 'releases'],
    queryFn: ({ signal }) => api.models.releases(name, { signal }),
    refetchInterval: ({ state }) => (state.data?.some((release) => release.state === 'running') ? RUNNING_MS : IDLE_MS),
  })
}

export function useDrift(name: string, version: number, hours: number) {
  return useQuery({
    queryKey: [MODELS, name, 'drift', version, hours],
    queryFn: ({ signal }) => api.models.drift(name, { version, hours }, { signal }),
    refetchInterval: IDLE_MS,
  })
}

export function useTraffic(name: string, hours: number) {
  return useQuery({
    queryKey: [MODELS, name, 'traffic', hours],
    queryFn: ({ signal }) => api.models.traffic(name, { hours }, { signal }),
    refetchInterval: IDLE_MS,
  })
}

/** The model of sentiment that ships with zerosec. */
export function useSentimentInfo() {
  return useQuery({ queryKey: ['sentiment'], queryFn: ({ signal }) => api.models.sentimentInfo({ signal }) })
}

/** To be called after a model was changed. */
export function useModelsChanged(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: [MODELS] })
}

/** Whether the visitor may register, promote and release; as long as that is not known, the service will say. */
export function useMayChange(): boolean {
  return useSession().data?.scope !== 'read'
}
