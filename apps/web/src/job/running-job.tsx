'use client'

import { useQueryClient } from '@tanstack/react-query'
import type { JobDetail } from '@zerosec/contract'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { ProgressBar } from '../controls/progress-bar.tsx'
import { Elapsed } from './elapsed.tsx'

const WAITING = { queued: 'Waiting for the worker', running: 'Starting', uploading_outputs: 'Storing the report' }

/** A job under way: the stopwatch, how far it is and what it does, and a way to stop it. */
export function RunningJob({ job }: { job: JobDetail }) {
  const queries = useQueryClient()
  const [stopping, setStopping] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const stage = job.status_message || WAITING[job.status as keyof typeof WAITING]

  const stop = async () => {
    setStopping(true)
    try {
      await api.cancel(job.job_id)
    } catch (error) {
      setProblem(problemOf(error))
    }
    setStopping(false)
    await queries.invalidateQueries({ queryKey: ['job', job.job_id] })
  }

  return (
    <div className="appear mx-auto max-w-2xl pt-16 text-center sm:pt-28">
      <p className="text-4xl font-medium tracking-tight sm:text-[4.5rem] sm:leading-none">
        <Elapsed since={job.created_at} />
      </p>
      <p role="status" aria-live="polite" className="mt-6 mb-3 text-ink-soft">
        {stage}
      </p>
      <ProgressBar fraction={job.progress_percent / 100} label="Progress of the analysis" />
      <div className="mt-2 flex items-center justify-between">
        <span className="font-mono text-sm text-ink-soft">{job.progress_percent} %</span>
        <Button look="quiet" onClick={stop} disabled={stopping}>
          {stopping ? 'Stopping' : 'Cancel'}
        </Button>
      </div>
      {problem && (
        <div className="mt-6 text-left">
          <Notice level="caution" alert>
            {problem.message}
          </Notice>
        </div>
      )}
    </div>
  )
}
