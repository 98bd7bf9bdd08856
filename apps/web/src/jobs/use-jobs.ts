'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { isFinal, type JobStatus } from '@zerosec/contract'
import { api } from '../api/client.ts'

const PAGE = 25
const REFRESH_MS = 2000

/** Jobs page by page, newest first; asked for again while one of them is still moving. */
export function useJobs(status: JobStatus | null) {
  return useInfiniteQuery({
    queryKey: ['jobs', status],
    queryFn: ({ pageParam }) =>
      api.jobs({ limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}), ...(status ? { status } : {}) }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ jobs }) => jobs.some((job) => !isFinal(job.status))) ? REFRESH_MS : false,
  })
}
