import {
  BASE_PATH,
  type ChangeProjectRequest,
  type CreateProjectRequest,
  type DeleteProjectResponse,
  type LearnedResponse,
  type ListProjectsResponse,
  type ProjectDetail,
  type ProjectSummary,
} from '@zerosec/contract'

import { queryString } from './query-string.ts'
import type { Call, Transport } from './transport.ts'

type Options = Pick<Call, 'signal'>

/** Campaigns of experiments: jobs in rounds. */
export interface ProjectCalls {
  create(project: CreateProjectRequest, options?: Options): Promise<ProjectSummary>
  /** Newest first; `cursor` is `next` of the page before. */
  list(query?: { readonly limit?: number; readonly cursor?: string }, options?: Options): Promise<ListProjectsResponse>
  get(projectId: string, options?: Options): Promise<ProjectDetail>
  /** What is left out stays. */
  change(projectId: string, changes: ChangeProjectRequest, options?: Options): Promise<ProjectSummary>
  /** Its jobs are kept. */
  remove(projectId: string, options?: Options): Promise<DeleteProjectResponse>
  /** Without a round it follows from the job's file. */
  addJob(projectId: string, jobId: string, round?: number, options?: Options): Promise<ProjectDetail>
  moveJob(projectId: string, jobId: string, round: number, options?: Options): Promise<ProjectDetail>
  removeJob(projectId: string, jobId: string, options?: Options): Promise<ProjectDetail>
  /** What each round taught. Tables and reports are read for it, once: the first answer may take seconds. */
  learned(projectId: string, options?: Options): Promise<LearnedResponse>
}

export function projectCalls(transport: Transport): ProjectCalls {
  const project = (projectId: string) => `${BASE_PATH}/projects/${encodeURIComponent(projectId)}`
  const job = (projectId: string, jobId: string) => `${project(projectId)}/jobs/${encodeURIComponent(jobId)}`
  return {
    // once: a try that was lost on its way back may have made one
    create: (request, options) => transport.json('POST', `${BASE_PATH}/projects`, request, { ...options, once: true }),
    list: ({ limit, cursor } = {}, options) =>
      transport.json('GET', `${BASE_PATH}/projects${queryString({ limit, cursor })}`, undefined, options),
    get: (projectId, options) => transport.json('GET', project(projectId), undefined, options),
    change: (projectId, changes, options) => transport.json('PATCH', project(projectId), changes, options),
    remove: (projectId, options) => transport.json('DELETE', project(projectId), undefined, { ...options, once: true }),
    addJob: (projectId, jobId, round, options) =>
      transport.json(
        'POST',
        `${project(projectId)}/jobs`,
        { job_id: jobId, ...(round === undefined ? {} : { round }) },
        options,
      ),
    moveJob: (projectId, jobId, round, options) => transport.json('PATCH', job(projectId, jobId), { round }, options),
    removeJob: (projectId, jobId, options) =>
      transport.json('DELETE', job(projectId, jobId), undefined, { ...options, once: true }),
    learned: (projectId, options) => transport.json('GET', `${project(projectId)}/learned`, undefined, options),
  }
}
