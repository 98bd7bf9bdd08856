'use client'

import { useProjectChoice } from './project-choice.ts'
import { useProject, useProjects } from './use-projects.ts'

/** Which project the job goes to, and into which round. Not there while there are no projects. */
export function ProjectSelect() {
  const projects = useProjects()
  const { choice, choose } = useProjectChoice()
  const listed = projects.data?.pages.flatMap((page) => page.projects) ?? []
  if (!projects.isSuccess || (listed.length === 0 && !choice)) return null
  const isListed = listed.some(({ project_id }) => project_id === choice?.projectId)
  return (
    <div className="flex min-w-0 items-center gap-2 text-sm">
      <label className="flex min-w-0 flex-1 items-center gap-2 sm:flex-none">
        <span className="text-ink-faint max-sm:sr-only">Project</span>
        <select
          className="field min-w-0 truncate text-sm sm:w-44"
          value={choice?.projectId ?? ''}
          onChange={(event) => choose(event.target.value === '' ? null : { projectId: event.target.value })}
        >
          <option value="">no project</option>
          {listed.map(({ project_id, name }) => (
            <option key={project_id} value={project_id}>
              {name}
            </option>
          ))}
          {choice && !isListed && <UnlistedOption projectId={choice.projectId} />}
        </select>
      </label>
      {choice && <RoundSelect key={choice.projectId} projectId={choice.projectId} />}
    </div>
  )
}

function UnlistedOption({ projectId }: { projectId: string }) {
  const project = useProject(projectId)
  return <option value={projectId}>{project.data?.name ?? (project.error ? 'a deleted project' : '…')}</option>
}

function RoundSelect({ projectId }: { projectId: string }) {
  const { choice, choose } = useProjectChoice()
  const last = useProject(projectId).data?.rounds ?? 0
  return (
    <select
      aria-label="Round"
      className="field min-w-0 flex-1 text-sm sm:w-36 sm:flex-none"
      value={choice?.round ?? ''}
      onChange={({ target: { value } }) => choose({ projectId, ...(value === '' ? {} : { round: Number(value) }) })}
    >
      <option value="">round of the file</option>
      {Array.from({ length: last + 1 }, (_, k) => k + 1).map((round) => (
        <option key={round} value={round}>
          {round > last ? `new round ${round}` : `round ${round}`}
        </option>
      ))}
    </select>
  )
}
