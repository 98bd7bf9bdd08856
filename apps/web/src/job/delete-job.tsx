'use client'

import { useQueryClient } from '@tanstack/react-query'
import type { JobDetail } from '@zerosec/contract'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'

/** Deletes a job that has ended, after it was asked whether it shall. */
export function DeleteJob({ job }: { job: JobDetail }) {
  const queries = useQueryClient()
  const router = useRouter()
  const [step, setStep] = useState<'idle' | 'asking' | 'deleting'>('idle')
  const [problem, setProblem] = useState<Problem | null>(null)

  const remove = async () => {
    setStep('deleting')
    try {
      await api.remove(job.job_id)
      await queries.invalidateQueries({ queryKey: ['jobs'] })
      router.push('/jobs/')
    } catch (error) {
      setProblem(problemOf(error))
      setStep('asking')
    }
  }

  if (step === 'idle') {
    return (
      <Button look="quiet" onClick={() => setStep('asking')}>
        Delete this job
      </Button>
    )
  }
  return (
    <section aria-labelledby="delete" className="w-full rounded-lg border border-line-strong bg-surface p-4">
      <h2 id="delete" className="text-lg">
        Delete this job?
      </h2>
      <p className="mt-1 text-ink-soft">
        Its results go for good, and the file {job.file_name} unless another job reads it. This can’t be undone.
      </p>
      <div className="mt-3 flex flex-wrap gap-3">
        <Button onClick={remove} disabled={step === 'deleting'} className="text-serious">
          {step === 'deleting' ? 'Deleting' : 'Delete it'}
        </Button>
        <Button onClick={() => setStep('idle')} disabled={step === 'deleting'}>
          Keep it
        </Button>
      </div>
      {problem && (
        <div className="mt-3">
          <Notice level="caution" alert>
            {problem.message}
          </Notice>
        </div>
      )}
    </section>
  )
}
