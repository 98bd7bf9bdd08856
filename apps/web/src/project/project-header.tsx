'use client'

import type { ProjectDetail } from '@zerosec/contract'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { ArrivalHeading } from '../controls/arrival-heading.tsx'
import { Button } from '../controls/button.tsx'
import { plural } from '../numbers/format.ts'
import { objectiveText } from './objective-words.ts'
import { draftOf, type ProjectText } from './project-draft.ts'
import { ProjectForm } from './project-form.tsx'
import { useProjectsChanged } from './use-projects.ts'

type Mode = 'shown' | 'edited' | 'deleting'

/** What the project is and wants; it can be changed, and deleted without its jobs. */
export function ProjectHeader({ project, onDeleted }: { project: ProjectDetail; onDeleted: () => void }) {
  const changed = useProjectsChanged()
  const [mode, setMode] = useState<Mode>('shown')
  const save = async (text: ProjectText) => {
    await api.projects.change(project.project_id, text)
    await changed()
    setMode('shown')
  }
  if (mode === 'edited') {
    return (
      <header className="rounded-lg border border-line bg-surface p-5 sm:p-6">
        <h1 id="project" className="sr-only">
          {project.name}
        </h1>
        <ProjectForm given={draftOf(project)} action="Save" onSave={save} onCancel={() => setMode('shown')} />
      </header>
    )
  }
  return (
    <header>
      <p className="text-sm text-ink-faint">
        <span className="text-accent">Project</span>
        <span className="ml-3">
          {plural(project.rounds, 'round')}, {plural(project.jobs, 'job')}
        </span>
      </p>
      <ArrivalHeading id="project" className="mt-3 max-w-4xl text-2xl leading-[1.22] break-words sm:text-3xl">
        {project.name}
      </ArrivalHeading>
      {project.description && (
        <p className="mt-3 max-w-prose break-words whitespace-pre-line text-ink-soft">{project.description}</p>
      )}
      {project.objectives.length > 0 && (
        <ul aria-label="What is wanted" className="mt-4 flex flex-wrap gap-2">
          {project.objectives.map((objective) => (
            <li key={objective.column} className="rounded-full bg-accent-soft px-3 py-1 text-sm break-words">
              {objectiveText(objective)}
            </li>
          ))}
        </ul>
      )}
      <div className="mt-3 -ml-3 flex gap-1">
        <Button look="quiet" onClick={() => setMode('edited')}>
          Edit
        </Button>
        <Button look="quiet" onClick={() => setMode('deleting')}>
          Delete
        </Button>
      </div>
      {mode === 'deleting' && <Deletion project={project} onDeleted={onDeleted} onCancel={() => setMode('shown')} />}
    </header>
  )
}

function Deletion(props: { project: ProjectDetail; onDeleted: () => void; onCancel: () => void }) {
  const { project, onDeleted, onCancel } = props
  const changed = useProjectsChanged({ isDeletion: true })
  const [problem, setProblem] = useState<string | null>(null)
  const remove = async () => {
    try {
      await api.projects.remove(project.project_id)
      onDeleted()
      await changed()
    } catch (error) {
      setProblem(problemOf(error).message)
    }
  }
  return (
    <div role="alertdialog" aria-label="Delete the project" className="mt-2 max-w-xl rounded-md bg-sunken px-4 py-3">
      <p className="text-sm">
        Delete this project? Its rounds and objectives go.{' '}
        {project.jobs > 0 && `Its ${plural(project.jobs, 'job')} and their files stay, without a project.`}
      </p>
      {problem && (
        <p role="alert" className="mt-1 text-sm font-medium text-serious">
          {problem}
        </p>
      )}
      <div className="mt-3 flex gap-3">
        <Button onClick={remove}>Delete the project</Button>
        <Button look="quiet" onClick={onCancel}>
          Keep it
        </Button>
      </div>
    </div>
  )
}
