'use client'

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { isFinal } from '@zerosec/contract'
import { api } from '../api/client.ts'

const PAGE = 50
const REFRESH_MS = 2000

/** Projects page by page, newest first. */
export function useProjects() {
  return useInfiniteQuery({
    queryKey: ['projects'],
    queryFn: ({ pageParam }) => api.projects.list({ limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  })
}

/** A project; asked for again while one of its jobs is still moving. */
export function useProject(projectId: string) {
  return useQuery({
    queryKey: ['project', projectId],
    queryFn: () => api.projects.get(projectId),
    refetchInterval: ({ state }) =>
      state.data?.campaign.some(({ jobs }) => jobs.some(({ job }) => job && !isFinal(job.status))) ? REFRESH_MS : false,
  })
}

/** What its rounds taught; asked for again when a job has ended or moved, or the objectives are others. */
export function useLearned(projectId: string, state: string) {
  return useQuery({
    queryKey: ['learned', projectId, state],
    queryFn: () => api.projects.learned(projectId),
    placeholderData: (before) => before,
  })
}

/** Has what was loaded of projects loaded again, after a change. A project that was deleted is not asked for again. */
export function useProjectsChanged({ isDeletion = false } = {}): () => Promise<void> {
  const queries = useQueryClient()
  const keys = isDeletion ? ['projects', 'lineage'] : ['projects', 'project', 'lineage']
  return async () => {
    await Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] })))
  }
}
