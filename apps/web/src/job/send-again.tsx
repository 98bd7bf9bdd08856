'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Notice } from '../controls/notice.tsx'

/** Of a dead letter: a fault of ours or of a service ended it, so the same may well work now. */
export function SendAgain({ jobId }: { jobId: string }) {
  const queries = useQueryClient()
  const router = useRouter()
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  const send = async () => {
    setSending(true)
    setProblem(null)
    try {
      const { job_id } = await api.redrive(jobId)
      await queries.invalidateQueries({ queryKey: ['jobs'] })
      router.push(`/job/?id=${job_id}`)
    } catch (error) {
      setProblem(problemOf(error))
      setSending(false)
    }
  }

  return (
    <section aria-labelledby="dead" className="mt-8 rounded-lg border border-line bg-surface p-4">
      <h2 id="dead" className="text-lg">
        Not the fault of your data
      </h2>
      <p className="mt-1 text-ink-soft">
        Faults of this service, or of one around it, ended every attempt. Send the job again as it is, once their cause
        is gone.
      </p>
      <Button look="primary" className="mt-3" onClick={send} disabled={sending}>
        <Icon name="again" /> {sending ? 'Sending' : 'Send again'}
      </Button>
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
