'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../api/client.ts'
import { objectiveParameters } from '../project/objective-parameters.ts'
import { type OpenTable, useWorkbench } from './workbench.tsx'

/** What the page's address asks for. */
export interface Reopening {
  readonly jobId: string | null
  /** Another one than the job's, or null. */
  readonly analysis: string | null
  /** Whose objectives are filled in, or null. */
  readonly projectId: string | null
}

/** Puts the file and the parameters of an earlier job back on the workbench; for another analysis, the file and what its project wants. */
export function useReopenedTable(asked: Reopening) {
  const { table, setTable } = useWorkbench()
  const place = placeOf(asked)
  const wanted = asked.jobId !== null && table?.reopenedFrom !== place
  const { data, error } = useQuery({
    queryKey: ['reopened', place],
    queryFn: () => reopen(asked),
    enabled: wanted,
  })
  useEffect(() => {
    if (wanted && data) setTable(data)
  }, [wanted, data, setTable])
  return { waiting: wanted && !error, error }
}

function placeOf({ jobId, analysis, projectId }: Reopening): string {
  return [jobId, analysis, projectId].map((part) => part ?? '').join(' ')
}

async function reopen(asked: Reopening): Promise<OpenTable> {
  const { jobId, analysis } = asked
  const job = await api.job(jobId ?? '')
  const file = { jobId: job.job_id, bucket: job.input_bucket, key: job.input_key, fileName: job.file_name }
  const { sheet } = job.parameters
  const chosen = typeof sheet === 'string' ? { sheet } : {}
  const profile = await api.inspect(file, chosen)
  const columns = profile.columns.map(({ name }) => name)
  const request =
    analysis === null || analysis === job.job_type
      ? { jobType: job.job_type, parameters: job.parameters }
      : { jobType: analysis, parameters: { ...chosen, ...(await wishesOf(asked, analysis, columns)) } }
  return { file, profile, submitted: true, reopenedFrom: placeOf(asked), ...chosen, request }
}

async function wishesOf({ projectId }: Reopening, analysis: string, columns: readonly string[]) {
  if (projectId === null) return {}
  const { objectives } = await api.projects.get(projectId)
  return objectiveParameters(analysis, objectives, columns)
}
