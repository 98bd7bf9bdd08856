'use client'

import type { ProjectDetail } from '@zerosec/contract'
import { useRouter } from 'next/navigation'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { useWorkbench } from '../workbench/workbench.tsx'
import { useProjectChoice } from './project-choice.ts'

interface NextStepsProps {
  readonly project: ProjectDetail
  /** Names of the analyses that there are. */
  readonly analyses: readonly string[]
}

const STEPS = [
  { analysis: 'nonlinear_analysis', label: 'Model the results' },
  { analysis: 'pareto', label: 'Trade off' },
  { analysis: 'next_experiments', label: 'Choose the next runs' },
] as const

/** Their table holds no results to go on with. */
const WITHOUT_RESULTS: ReadonlySet<string> = new Set(['prediction', 'optimization'])

/** The ways on: each begins with the project, and the table of the last round, filled in. */
export function NextSteps({ project, analyses }: NextStepsProps) {
  const { choose } = useProjectChoice()
  const { setTable } = useWorkbench()
  const router = useRouter()
  const projectId = project.project_id
  const source = lastTable(project)
  const steps = STEPS.filter(({ analysis }) => analyses.includes(analysis))

  const begin = (place: string) => {
    choose({ projectId, round: project.rounds + 1 })
    setTable(null)
    router.push(place)
  }
  const goOn = (analysis: string, from: { jobId: string; round: number }) => {
    choose({ projectId, round: from.round })
    router.push(`/?from=${from.jobId}&analysis=${analysis}&project=${projectId}`)
  }
  return (
    <div className="flex flex-wrap gap-3">
      <Button look="primary" onClick={() => begin('/')}>
        <Icon name="upload" /> {project.rounds === 0 ? 'Open a table' : `New results: round ${project.rounds + 1}`}
      </Button>
      {project.rounds === 0 && <Button onClick={() => begin('/design/')}>Plan experiments</Button>}
      {source &&
        steps.map(({ analysis, label }) => (
          <Button key={analysis} onClick={() => goOn(analysis, source)}>
            {label}
          </Button>
        ))}
    </div>
  )
}

/** The latest job that could use its table, where that may hold results. */
function lastTable({ campaign }: ProjectDetail): { jobId: string; round: number } | undefined {
  for (const { round, jobs } of campaign.toReversed()) {
    const found = jobs.findLast(({ job }) => job?.status === 'completed' && !WITHOUT_RESULTS.has(job.job_type))
    if (found) return { jobId: found.job_id, round }
  }
  return undefined
}
