import type { ProjectDetail, ProjectSummary } from '@zerosec/contract'
import type { Member, Project } from '@zerosec/jobs'
import { summaryView } from './views.ts'

/** What callers see of projects, field by field. */

export function projectView(project: Project): ProjectSummary {
  return {
    project_id: project.projectId,
    name: project.name,
    description: project.description,
    objectives: [...project.objectives],
    rounds: project.rounds,
    jobs: project.jobs,
    created_at: project.createdAt.toISOString(),
    updated_at: project.updatedAt.toISOString(),
  }
}

export function projectDetailView(project: Project, members: readonly Member[]): ProjectDetail {
  const campaign = [...Map.groupBy(members, ({ round }) => round)].map(([round, inRound]) => ({
    round,
    jobs: inRound.map(({ jobId, addedAt, job }) => ({
      job_id: jobId,
      added_at: addedAt.toISOString(),
      job: job ? summaryView(job) : null,
    })),
  }))
  return { ...projectView(project), campaign }
}
