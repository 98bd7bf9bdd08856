import {
  AddProjectJobRequest,
  ChangeProjectRequest,
  CreateProjectRequest,
  DeleteProjectResponse,
  JobParams,
  LearnedResponse,
  LineageResponse,
  ListProjectsQuery,
  ListProjectsResponse,
  MoveProjectJobRequest,
  ProjectDetail,
  ProjectJobParams,
  ProjectParams,
  ProjectSummary,
} from '@zerosec/contract'
import type { Platform } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { projectDetailView, projectView } from '../project-views.ts'

const tags = ['projects']

export function projectRoutes(app: Api, { projects }: Platform): void {
  collectionRoutes(app, projects)
  projectRoute(app, projects)
  memberRoutes(app, projects)
  knowledgeRoutes(app, projects)
}

async function detail(projects: Platform['projects'], projectId: string): Promise<ProjectDetail> {
  const [project, members] = await Promise.all([projects.get(projectId), projects.members(projectId)])
  return projectDetailView(project, members)
}

function collectionRoutes(app: Api, projects: Platform['projects']): void {
  app.post(
    '/projects',
    {
      schema: {
        tags,
        summary: 'Begin a project: a campaign of experiments in rounds',
        body: CreateProjectRequest,
        response: { 200: ProjectSummary, ...failures('body') },
      },
    },
    async ({ body }) => projectView(await projects.create(body)),
  )

  app.get(
    '/projects',
    {
      schema: {
        tags,
        summary: 'The projects, newest first, a page at a time',
        querystring: ListProjectsQuery,
        response: { 200: ListProjectsResponse, ...failures('input') },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const page = await projects.list({ limit, ...(cursor === undefined ? {} : { cursor }) })
      return { projects: page.projects.map(projectView), next: page.next }
    },
  )
}

function projectRoute(app: Api, projects: Platform['projects']): void {
  app.get(
    '/projects/:project_id',
    {
      schema: {
        tags,
        summary: 'A project with its rounds and their jobs',
        params: ProjectParams,
        response: { 200: ProjectDetail, ...failures('input', 'project_unknown') },
      },
    },
    async ({ params }) => detail(projects, params.project_id),
  )

  app.patch(
    '/projects/:project_id',
    {
      schema: {
        tags,
        summary: 'Rename a project, or change its description or objectives; what is left out stays',
        params: ProjectParams,
        body: ChangeProjectRequest,
        response: { 200: ProjectSummary, ...failures('body', 'project_unknown') },
      },
    },
    async ({ params, body: { name, description, objectives } }) =>
      projectView(
        await projects.change(params.project_id, {
          ...(name === undefined ? {} : { name }),
          ...(description === undefined ? {} : { description }),
          ...(objectives === undefined ? {} : { objectives }),
        }),
      ),
  )

  app.delete(
    '/projects/:project_id',
    {
      schema: {
        tags,
        summary: 'Delete a project; its jobs are kept, with their files and reports',
        params: ProjectParams,
        response: { 200: DeleteProjectResponse, ...failures('input', 'project_unknown') },
      },
    },
    async ({ params }) => {
      const { jobsKept } = await projects.remove(params.project_id)
      return { project_id: params.project_id, jobs_kept: jobsKept }
    },
  )
}

function memberRoutes(app: Api, projects: Platform['projects']): void {
  app.post(
    '/projects/:project_id/jobs',
    {
      schema: {
        tags,
        summary: 'Put a job that was run already into a project',
        params: ProjectParams,
        body: AddProjectJobRequest,
        response: {
          200: ProjectDetail,
          ...failures('body', 'project_unknown', 'project_full', 'job_unknown', 'job_in_project', 'round_unknown'),
        },
      },
    },
    async ({ params: { project_id: projectId }, body: { job_id: jobId, round } }) => {
      await projects.addJob(jobId, { projectId, ...(round === undefined ? {} : { round }) })
      return detail(projects, projectId)
    },
  )

  app.patch(
    '/projects/:project_id/jobs/:job_id',
    {
      schema: {
        tags,
        summary: 'Move a job to another round of its project; one more than the last one begins a new round',
        params: ProjectJobParams,
        body: MoveProjectJobRequest,
        response: { 200: ProjectDetail, ...failures('body', 'project_unknown', 'job_not_in_project', 'round_unknown') },
      },
    },
    async ({ params: { project_id: projectId, job_id: jobId }, body: { round } }) => {
      await projects.moveJob(jobId, { projectId, round })
      return detail(projects, projectId)
    },
  )

  app.delete(
    '/projects/:project_id/jobs/:job_id',
    {
      schema: {
        tags,
        summary: 'Take a job out of a project; the job is kept',
        params: ProjectJobParams,
        response: { 200: ProjectDetail, ...failures('input', 'project_unknown', 'job_not_in_project') },
      },
    },
    async ({ params: { project_id: projectId, job_id: jobId } }) => {
      await projects.removeJob(jobId, projectId)
      return detail(projects, projectId)
    },
  )
}

function knowledgeRoutes(app: Api, projects: Platform['projects']): void {
  app.get(
    '/projects/:project_id/learned',
    {
      schema: {
        tags,
        summary: 'What each round taught: best values, errors and intervals of the models, hypervolume',
        params: ProjectParams,
        response: { 200: LearnedResponse, ...failures('input', 'project_unknown') },
      },
    },
    async ({ params }) => projects.learned(params.project_id),
  )

  app.get(
    '/jobs/:job_id/lineage',
    {
      schema: {
        tags: ['jobs'],
        summary: 'What a job was made from and what was made from it: files, parameters, seed and version',
        params: JobParams,
        response: { 200: LineageResponse, ...failures('input', 'job_unknown') },
      },
    },
    async ({ params }) => projects.lineage(params.job_id),
  )
}
