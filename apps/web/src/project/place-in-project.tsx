'use client'

import type { LineageJob } from '@zerosec/contract'
import Link from 'next/link'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { useProjects, useProjectsChanged } from './use-projects.ts'

/** The project of a job, or the way into one. */
export function PlaceInProject({ jobId, place }: { jobId: string; place: LineageJob['project'] }) {
  if (!place) return <AddToProject jobId={jobId} />
  return (
    <p className="text-ink-soft">
      Round {place.round} of the project{' '}
      <Link href={`/project/?id=${place.project_id}`} className="font-medium break-words text-accent">
        {place.name}
      </Link>
    </p>
  )
}

function AddToProject({ jobId }: { jobId: string }) {
  const projects = useProjects()
  const changed = useProjectsChanged()
  const [problem, setProblem] = useState<string | null>(null)
  const listed = projects.data?.pages.flatMap((page) => page.projects) ?? []
  const add = async (projectId: string) => {
    setProblem(null)
    try {
      await api.projects.addJob(projectId, jobId)
      await changed()
    } catch (error) {
      setProblem(problemOf(error).message)
    }
  }
  if (listed.length === 0) return null
  return (
    <div>
      <label className="flex flex-wrap items-center gap-2 text-sm text-ink-soft">
        It belongs to no project.
        <select className="field w-52 text-sm" value="" onChange={(event) => add(event.target.value)}>
          <option value="" disabled>
            Add it to …
          </option>
          {listed.map(({ project_id, name }) => (
            <option key={project_id} value={project_id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {problem && (
        <p role="alert" className="mt-1 text-sm font-medium text-serious">
          {problem}
        </p>
      )}
    </div>
  )
}
