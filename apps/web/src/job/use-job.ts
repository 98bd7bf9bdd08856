'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { isFinal, type JobStatusResponse } from '@zerosec/contract'
import { useEffect, useState } from 'react'
import { api } from '../api/client.ts'

/** A job as it is now: its details, and its status followed live until it ends. */
export function useJob(jobId: string) {
  const queries = useQueryClient()
  const job = useQuery({ queryKey: ['job', jobId], queryFn: () => api.job(jobId) })
  const [live, setLive] = useState<JobStatusResponse | null>(null)
  const [lost, setLost] = useState<unknown>(null)
  const known = job.data !== undefined
  const ended = known && isFinal(job.data.status)

  useEffect(() => {
    if (!known || ended) return
    const control = new AbortController()
    api
      .watch(jobId, setLive, { signal: control.signal })
      .then(() => queries.invalidateQueries({ queryKey: ['job', jobId] }))
      .catch((error: unknown) => {
        if (!control.signal.aborted) setLost(error)
      })
    return () => control.abort()
  }, [jobId, known, ended, queries])

  const current = job.data && live && !ended ? { ...job.data, ...live } : job.data
  return { job: current, error: job.error ?? lost }
}
