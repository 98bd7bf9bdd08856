'use client'

import type { ProjectJob } from '@zerosec/contract'
import Link from 'next/link'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { StatusChip } from '../jobs/status-chip.tsx'
import { useProjectsChanged } from './use-projects.ts'

export interface MemberPlace {
  readonly projectId: string
  readonly round: number
  /** The number of the project's last round. */
  readonly last: number
}

/** A job of a round: it leads to its result; it can be moved, or taken out of the project. */
export function MemberRow({ member, title, place }: { member: ProjectJob; title: string; place: MemberPlace }) {
  const changed = useProjectsChanged()
  const [problem, setProblem] = useState<string | null>(null)
  const { job, job_id: jobId } = member
  const call = async (change: () => Promise<unknown>) => {
    setProblem(null)
    try {
      await change()
      await changed()
    } catch (error) {
      setProblem(problemOf(error).message)
    }
  }
  return (
    <li className="grid gap-x-4 gap-y-1 py-2.5 sm:grid-cols-[7rem_minmax(0,1fr)_auto] sm:items-start">
      <span className="sm:pt-0.5">
        {job ? <StatusChip status={job.status} /> : <span className="text-sm text-ink-faint">deleted</span>}
      </span>
      <span className="min-w-0">
        {job ? (
          <Link href={`/job/?id=${jobId}`} className="font-medium break-words hover:text-accent">
            {title}
          </Link>
        ) : (
          <span className="font-mono text-sm break-all">{jobId}</span>
        )}
        <span className="ml-2 text-sm break-words text-ink-faint">{job?.file_name}</span>
        <span className={`line-clamp-2 text-sm ${job?.status === 'failed' ? 'text-serious' : 'text-ink-soft'}`}>
          {job?.headline ?? job?.error_message}
        </span>
        {problem && (
          <span role="alert" className="block text-sm font-medium text-serious">
            {problem}
          </span>
        )}
      </span>
      <MemberActions member={member} title={title} place={place} onChange={call} />
    </li>
  )
}

interface MemberActionsProps {
  readonly member: ProjectJob
  readonly title: string
  readonly place: MemberPlace
  readonly onChange: (change: () => Promise<unknown>) => void
}

function MemberActions({ member: { job_id: jobId }, title, place, onChange }: MemberActionsProps) {
  const { projectId, round, last } = place
  return (
    <span className="flex items-center gap-1">
      <select
        aria-label={`Round of ${title}`}
        value={round}
        onChange={(event) => onChange(() => api.projects.moveJob(projectId, jobId, Number(event.target.value)))}
        className="field w-28 text-sm"
      >
        {Array.from({ length: last + 1 }, (_, k) => k + 1).map((each) => (
          <option key={each} value={each}>
            {each > last ? 'New round' : `Round ${each}`}
          </option>
        ))}
      </select>
      <Button
        look="quiet"
        className="px-2"
        aria-label={`Take ${title} out of the project`}
        title="Take out of the project; the job is kept"
        onClick={() => onChange(() => api.projects.removeJob(projectId, jobId))}
      >
        <Icon name="close" />
      </Button>
    </span>
  )
}
