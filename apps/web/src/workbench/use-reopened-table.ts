'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../api/client.ts'
import { type OpenTable, useWorkbench } from './workbench.tsx'

/** Puts the file and the parameters of an earlier job back on the workbench; for another analysis, the file and how it is read. */
export function useReopenedTable(jobId: string | null, analysis: string | null = null) {
  const { table, setTable } = useWorkbench()
  const place = jobId === null || analysis === null ? jobId : `${jobId} ${analysis}`
  const wanted = place !== null && table?.reopenedFrom !== place
  const { data, error } = useQuery({
    queryKey: ['reopened', place],
    queryFn: () => reopen(jobId ?? '', analysis),
    enabled: wanted,
  })
  useEffect(() => {
    if (wanted && data) setTable(data)
  }, [wanted, data, setTable])
  return { waiting: wanted && !error, error }
}

async function reopen(jobId: string, analysis: string | null): Promise<OpenTable> {
  const job = await api.job(jobId)
  const file = { jobId, bucket: job.input_bucket, key: job.input_key, fileName: job.file_name }
  const { sheet } = job.parameters
  const chosen = typeof sheet === 'string' ? { sheet } : {}
  const profile = await api.inspect(file, chosen)
  const isOther = analysis !== null && analysis !== job.job_type
  const request = isOther
    ? { jobType: analysis, parameters: chosen }
    : { jobType: job.job_type, parameters: job.parameters }
  const reopenedFrom = analysis === null ? jobId : `${jobId} ${analysis}`
  return { file, profile, submitted: true, reopenedFrom, ...chosen, request }
}
