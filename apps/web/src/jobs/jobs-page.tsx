'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button, LinkButton } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { JobRow } from './job-row.tsx'
import { readStatus, StatusFilter } from './status-filter.tsx'
import { useJobs } from './use-jobs.ts'

/** Every job, newest first. */
export function JobsPage() {
  const status = readStatus(useSearchParams().get('status'))
  const jobs = useJobs(status)
  const analyses = useQuery({ queryKey: ['analyses'], queryFn: () => api.analyses() })
  const titleOf = (name: string) => analyses.data?.find((analysis) => analysis.name === name)?.title ?? name
  const listed = jobs.data?.pages.flatMap((page) => page.jobs) ?? []
  const now = new Date(jobs.dataUpdatedAt)

  return (
    <section aria-labelledby="jobs" className="pt-8 sm:pt-12">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h1 id="jobs" className="text-2xl">
          Jobs
        </h1>
        <LinkButton href="/">New analysis</LinkButton>
      </div>
      <div className="mt-5">
        <StatusFilter chosen={status} />
      </div>
      {jobs.error && (
        <div className="mt-4">
          <Notice level="serious" alert>
            {problemOf(jobs.error).message}
          </Notice>
        </div>
      )}
      {listed.length > 0 && (
        <ul
          aria-labelledby="jobs"
          className="mt-3 divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
        >
          {listed.map((job) => (
            <JobRow key={job.job_id} job={job} title={titleOf(job.job_type)} now={now} />
          ))}
        </ul>
      )}
      {jobs.isSuccess && listed.length === 0 && <NoJobs filtered={status !== null} />}
      {jobs.hasNextPage && (
        <Button className="mt-4" onClick={() => jobs.fetchNextPage()} disabled={jobs.isFetchingNextPage}>
          Show more
        </Button>
      )}
    </section>
  )
}

function NoJobs({ filtered }: { filtered: boolean }) {
  return (
    <div className="mt-3 rounded-lg border border-dashed border-line-strong px-6 py-16 text-center">
      <p className="font-medium">{filtered ? 'No job has this status' : 'No jobs yet'}</p>
      <p className="mt-1 text-sm text-ink-soft">
        {filtered
          ? 'Choose another one above.'
          : 'Each analysis that you run is kept here, with its report and its files.'}
      </p>
    </div>
  )
}
