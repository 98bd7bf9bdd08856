'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { plural } from '../numbers/format.ts'
import { useProjectChoice } from '../project/project-choice.ts'
import { ProjectSelect } from '../project/project-select.tsx'
import { useProjectsChanged } from '../project/use-projects.ts'
import { jobRequest } from './job-request.ts'
import type { PlannedRuns } from './planned-runs.ts'

/** Sends the design to the server, which makes the randomised Excel run sheet, and goes to its page. */
export function RunSheetOrder({ planned }: { planned: PlannedRuns }) {
  const { choice, choose } = useProjectChoice()
  const projectsChanged = useProjectsChanged()
  const router = useRouter()
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  const send = async () => {
    setSending(true)
    setProblem(null)
    try {
      const { fileName, csv, parameters } = jobRequest(planned)
      const file = await api.uploadFile(fileName, new Blob([csv]), { contentType: 'text/csv' })
      const { job_id } = await api.submit({
        file,
        jobType: 'optimization',
        parameters,
        ...(choice ? { project: choice } : {}),
      })
      if (choice) {
        choose({ projectId: choice.projectId }) // the next file decides for itself
        void projectsChanged()
      }
      router.push(`/job/?id=${job_id}`)
    } catch (error) {
      setProblem(problemOf(error))
      setSending(false)
    }
  }

  return (
    <div className="sm:text-right">
      <div className="mb-3 sm:flex sm:justify-end">
        <ProjectSelect />
      </div>
      <Button look="primary" onClick={send} disabled={sending} className="min-h-11 px-6 text-base">
        <Icon name="download" /> {sending ? 'Starting' : 'Make the run sheet'}
      </Button>
      <p className="mt-1.5 text-sm text-ink-soft">
        In random order, as an Excel workbook to fill in{furtherRuns(planned)}.
      </p>
      {problem && (
        <p role="alert" data-code={problem.code} className="mt-1.5 max-w-md text-sm font-medium text-serious">
          {problem.message}
        </p>
      )}
    </div>
  )
}

/** What the job adds to the runs that are shown. */
function furtherRuns({ plan: { parameters } }: PlannedRuns): string {
  const { center_points: centers, replicates } = parameters
  const further = [
    ...(centers > 0 ? [plural(centers, 'centre point')] : []),
    ...(replicates > 0 ? [plural(replicates, 'replicate')] : []),
  ]
  return further.length > 0 ? `, with ${further.join(' and ')} on top` : ''
}
