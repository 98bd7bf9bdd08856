'use client'

import type { ProjectSummary } from '@zerosec/contract'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Notice } from '../controls/notice.tsx'
import { plural } from '../numbers/format.ts'
import { formatTimeAgo } from '../numbers/time.ts'
import { objectiveText } from './objective-words.ts'
import { draftOf, type ProjectText } from './project-draft.ts'
import { ProjectForm } from './project-form.tsx'
import { useProjects, useProjectsChanged } from './use-projects.ts'

/** Every project, newest first, and the way to a new one. */
export function ProjectsPage() {
  const projects = useProjects()
  const router = useRouter()
  const changed = useProjectsChanged()
  const [creating, setCreating] = useState(false)
  const listed = projects.data?.pages.flatMap((page) => page.projects) ?? []
  const now = new Date(projects.dataUpdatedAt)
  const create = async (text: ProjectText) => {
    const { project_id } = await api.projects.create(text)
    await changed()
    router.push(`/project/?id=${project_id}`)
  }

  return (
    <section aria-labelledby="projects" className="pt-8 sm:pt-12">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h1 id="projects" className="text-2xl">
          Projects
        </h1>
        {!creating && listed.length > 0 && (
          <Button onClick={() => setCreating(true)}>
            <Icon name="plus" /> New project
          </Button>
        )}
      </div>
      {projects.error && (
        <div className="mt-4">
          <Notice level="serious" alert>
            {problemOf(projects.error).message}
          </Notice>
        </div>
      )}
      {creating && (
        <div className="appear mt-5 rounded-lg border border-line bg-surface p-5 sm:p-6">
          <ProjectForm
            given={draftOf()}
            action="Begin the project"
            onSave={create}
            onCancel={() => setCreating(false)}
          />
        </div>
      )}
      {listed.length > 0 && (
        <ul className="mt-5 divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {listed.map((project) => (
            <ProjectRow key={project.project_id} project={project} now={now} />
          ))}
        </ul>
      )}
      {projects.isSuccess && listed.length === 0 && !creating && <NoProjects onBegin={() => setCreating(true)} />}
      {projects.hasNextPage && (
        <Button className="mt-4" onClick={() => projects.fetchNextPage()} disabled={projects.isFetchingNextPage}>
          Show more
        </Button>
      )}
    </section>
  )
}

/** The whole row leads to the project. */
function ProjectRow({ project, now }: { project: ProjectSummary; now: Date }) {
  const updated = new Date(project.updated_at)
  const wanted = project.objectives.map(objectiveText).join(', ')
  return (
    <li className="relative grid gap-x-6 gap-y-1 px-4 py-3.5 transition-colors hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_10rem]">
      <span className="min-w-0">
        <Link
          href={`/project/?id=${project.project_id}`}
          className="font-medium break-words after:absolute after:inset-0"
        >
          {project.name}
        </Link>
        <span className="line-clamp-2 text-sm break-words text-ink-soft">{wanted || project.description}</span>
      </span>
      <span className="text-sm text-ink-faint sm:text-right">
        {plural(project.rounds, 'round')}, {plural(project.jobs, 'job')}
        <time dateTime={project.updated_at} title={updated.toLocaleString()} className="ml-2 sm:ml-0 sm:block">
          {formatTimeAgo(updated, now)}
        </time>
      </span>
    </li>
  )
}

function NoProjects({ onBegin }: { onBegin: () => void }) {
  return (
    <div className="mt-5 rounded-lg border border-dashed border-line-strong px-6 py-16 text-center">
      <p className="font-medium">No projects yet</p>
      <p className="mx-auto mt-1 max-w-prose text-sm text-ink-soft">
        A project ties the rounds of a campaign together: plan, measure, model, choose the next runs. It shows what each
        round taught, and any result leads back to its file.
      </p>
      <Button look="primary" className="mt-5" onClick={onBegin}>
        <Icon name="plus" /> New project
      </Button>
    </div>
  )
}
