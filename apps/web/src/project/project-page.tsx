'use client'

import { useQuery } from '@tanstack/react-query'
import type { LearnedRound, ProjectDetail, ProjectRound } from '@zerosec/contract'
import { useRouter, useSearchParams } from 'next/navigation'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { LinkButton } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { LearnedTrends } from './learned-trends.tsx'
import { MemberRow } from './member-row.tsx'
import { NextSteps } from './next-steps.tsx'
import { useProjectChoice } from './project-choice.ts'
import { ProjectHeader } from './project-header.tsx'
import { RoundFacts } from './round-facts.tsx'
import { useLearned, useProject } from './use-projects.ts'

/** One campaign: what its rounds taught, their jobs, and the ways on. */
export function ProjectPage() {
  const projectId = useSearchParams().get('id')
  if (projectId === null) return <NoProject message="The address names no project." />
  return <OpenProject key={projectId} projectId={projectId} />
}

function OpenProject({ projectId }: { projectId: string }) {
  const project = useProject(projectId)
  if (project.error) return <NoProject message={problemOf(project.error).message} />
  if (!project.data) {
    return (
      <p role="status" className="appear pt-24 text-center text-ink-faint [animation-delay:300ms]">
        Opening the project
      </p>
    )
  }
  return <Campaign project={project.data} />
}

function Campaign({ project }: { project: ProjectDetail }) {
  const router = useRouter()
  const { choice, choose } = useProjectChoice()
  const learned = useLearned(project.project_id, stateOf(project))
  const analyses = useQuery({ queryKey: ['analyses'], queryFn: () => api.analyses() })
  const titleOf = (name: string) => analyses.data?.find((analysis) => analysis.name === name)?.title ?? name
  const leave = () => {
    if (choice?.projectId === project.project_id) choose(null)
    router.push('/projects/')
  }
  return (
    <article aria-labelledby="project" className="appear pt-8 sm:pt-12">
      <ProjectHeader project={project} onDeleted={leave} />
      <div className="mt-6">
        <NextSteps project={project} analyses={(analyses.data ?? []).map(({ name }) => name)} />
      </div>
      {learned.error && (
        <div className="mt-6">
          <Notice level="serious" alert title="What was learned can't be told">
            {problemOf(learned.error).message}
          </Notice>
        </div>
      )}
      {project.campaign.length > 0 && <WhatWasLearned project={project} learned={learned} />}
      <section aria-labelledby="rounds" className="mt-12">
        <h2 id="rounds" className="text-xl">
          Rounds
        </h2>
        {project.campaign.length === 0 ? (
          <p className="mt-3 max-w-prose text-ink-soft">
            No jobs yet. What you run with this project chosen appears here; a table with new results begins a new
            round.
          </p>
        ) : (
          <ol className="mt-5">
            {project.campaign.toReversed().map((round) => (
              <RoundItem
                key={round.round}
                round={round}
                project={project}
                learned={learned.data?.rounds.find((one) => one.round === round.round)}
                titleOf={titleOf}
              />
            ))}
          </ol>
        )}
      </section>
    </article>
  )
}

function WhatWasLearned({ project, learned }: { project: ProjectDetail; learned: ReturnType<typeof useLearned> }) {
  return (
    <section aria-labelledby="learned" className="mt-12">
      <h2 id="learned" className="text-xl">
        What was learned
      </h2>
      <div className="mt-4" aria-busy={learned.isFetching}>
        {learned.data ? (
          <LearnedTrends learned={learned.data} />
        ) : (
          <p role="status" className="text-sm text-ink-faint">
            Reading the tables and reports of its rounds
          </p>
        )}
        {project.objectives.length === 0 && (
          <p className="mt-3 max-w-prose text-sm text-ink-soft">
            Say what is wanted (Edit, above), and each round shows its best values and how much of the trade-off it
            covers.
          </p>
        )}
      </div>
    </section>
  )
}

interface RoundItemProps {
  readonly round: ProjectRound
  readonly project: ProjectDetail
  readonly learned: LearnedRound | undefined
  readonly titleOf: (name: string) => string
}

/** A stop of the timeline, the latest on top. */
function RoundItem({ round: { round, jobs }, project, learned, titleOf }: RoundItemProps) {
  const began = new Date(jobs[0]?.added_at ?? project.created_at)
  return (
    <li className="relative border-l border-line pb-10 pl-6 last:pb-0 sm:pl-8">
      <span
        aria-hidden
        className="absolute top-1.5 -left-[5px] size-[9px] rounded-full border-2 border-accent bg-paper"
      />
      <h3 className="flex flex-wrap items-baseline gap-x-3 text-lg">
        Round {round}
        <time dateTime={began.toISOString()} className="text-sm font-normal text-ink-faint">
          {began.toISOString().slice(0, 10)}
        </time>
      </h3>
      <div className="mt-2 min-w-0">{learned && <RoundFacts learned={learned} />}</div>
      <ul className="mt-3 divide-y divide-line border-y border-line">
        {jobs.map((member) => (
          <MemberRow
            key={member.job_id}
            member={member}
            title={member.job ? titleOf(member.job.job_type) : 'the deleted job'}
            place={{ projectId: project.project_id, round, last: project.rounds }}
          />
        ))}
      </ul>
    </li>
  )
}

/** What the facts depend on: they are asked for again when it changes. */
function stateOf({ objectives, campaign }: ProjectDetail): string {
  const jobs = campaign.map(({ round, jobs }) => [round, jobs.map(({ job_id, job }) => [job_id, job?.status])])
  return JSON.stringify([objectives, jobs])
}

function NoProject({ message }: { message: string }) {
  return (
    <section className="max-w-xl pt-24">
      <h1 className="text-2xl">Nothing to show here</h1>
      <p role="alert" className="mt-3 text-ink-soft">
        {message}
      </p>
      <div className="mt-6">
        <LinkButton href="/projects/">All projects</LinkButton>
      </div>
    </section>
  )
}
