'use client'

import { useSearchParams } from 'next/navigation'
import { problemOf } from '../api/problem.ts'
import { LinkButton } from '../controls/button.tsx'
import { CompletedJob } from './completed-job.tsx'
import { EndedWithoutReport } from './ended-without-report.tsx'
import { RunningJob } from './running-job.tsx'
import { useJob } from './use-job.ts'

/** One job: running, ended without a result, or its report. */
export function JobPage() {
  const jobId = useSearchParams().get('id')
  return jobId ? <Job jobId={jobId} key={jobId} /> : <NoJob message="The address names no job." />
}

function Job({ jobId }: { jobId: string }) {
  const { job, error } = useJob(jobId)
  if (error) return <NoJob message={problemOf(error).message} />
  if (!job) return <Opening />
  if (job.status === 'completed') return <CompletedJob job={job} />
  if (job.status === 'failed' || job.status === 'cancelled') return <EndedWithoutReport job={job} />
  return <RunningJob job={job} />
}

/** Seen only when the answer takes a moment. */
function Opening() {
  return (
    <p role="status" className="appear pt-24 text-center text-ink-faint [animation-delay:300ms]">
      Opening the job
    </p>
  )
}

function NoJob({ message }: { message: string }) {
  return (
    <section className="max-w-xl pt-24">
      <h1 className="text-2xl">Nothing to show here</h1>
      <p role="alert" className="mt-3 text-ink-soft">
        {message}
      </p>
      <div className="mt-6 flex gap-3">
        <LinkButton href="/jobs/">All jobs</LinkButton>
        <LinkButton href="/">New analysis</LinkButton>
      </div>
    </section>
  )
}
