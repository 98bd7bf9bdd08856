'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../api/client.ts'
import { type OpenTable, useWorkbench } from './workbench.tsx'

/** Puts the file and the parameters of an earlier job back on the workbench. */
export function useReopenedTable(jobId: string | null) {
  const { table, setTable } = useWorkbench()
  const wanted = jobId !== null && table?.reopenedFrom !== jobId
  const { data, error } = useQuery({
    queryKey: ['reopened', jobId],
    queryFn: () => reopen(jobId ?? ''),
    enabled: wanted,
  })
  useEffect(() => {
    if (wanted && data) setTable(data)
  }, [wanted, data, setTable])
  return { waiting: wanted && !error, error }
}

async function reopen(jobId: string): Promise<OpenTable> {
  const job = await api.job(jobId)
  const file = { jobId, bucket: job.input_bucket, key: job.input_key, fileName: job.file_name }
  const { sheet } = job.parameters
  const chosen = typeof sheet === 'string' ? { sheet } : {}
  const profile = await api.inspect(file, chosen)
  const request = { jobType: job.job_type, parameters: job.parameters }
  return { file, profile, submitted: true, reopenedFrom: jobId, ...chosen, request }
}
