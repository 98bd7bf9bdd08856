'use client'

import { useQuery } from '@tanstack/react-query'
import type { JobDetail } from '@zerosec/contract'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Notice } from '../controls/notice.tsx'
import { ReportView } from '../report/report-view.tsx'
import { DeleteJob } from './delete-job.tsx'

/** The report of a completed job, and its files. */
export function CompletedJob({ job }: { job: JobDetail }) {
  const report = useQuery({ queryKey: ['report', job.job_id], queryFn: () => api.report(job.job_id) })
  const artifacts = useQuery({ queryKey: ['artifacts', job.job_id], queryFn: () => api.artifacts(job.job_id) })
  const error = report.error ?? artifacts.error
  return (
    <>
      {error && (
        <div className="pt-8">
          <Notice level="serious" alert>
            {problemOf(error).message}
          </Notice>
        </div>
      )}
      {report.data && <ReportView report={report.data} job={job} artifacts={artifacts.data ?? []} />}
      <div className="mt-10 flex justify-end">
        <DeleteJob job={job} />
      </div>
    </>
  )
}
