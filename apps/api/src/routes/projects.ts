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
import type { Platform, Workspace } from '@zerosec/jobs'
import type { FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { projectDetailView, projectView } from '../project-views.ts'
import { within } from '../workspace.ts'

const tags = ['projects']

type ProjectsOf = (request: FastifyRequest) => Workspace['projects']

export function projectRoutes(app: Api, platform: Platform): void {
  const projectsOf: ProjectsOf = (request) => within(platform, request).projects
  collectionRoutes(app, projectsOf)
  projectRoute(app, projectsOf)
  memberRoutes(app, projectsOf)
  knowledgeRoutes(app, projectsOf)
}

async function detail(projects: Workspace['projects'], projectId: string): Promise<ProjectDetail> {
  const [project, members] = await Promise.all([projects.get(projectId), projects.members(projectId)])
  return projectDetailView(project, members)
}

function collectionRoutes(app: Api, projectsOf: ProjectsOf): void {
  app.post(
    '/projects',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Begin a project: a campaign of experiments in rounds',
        body: CreateProjectRequest,
        response: { 200: ProjectSummary, ...failures('body') },
      },
    },
    async (request) => projectView(await projectsOf(request).create(request.body)),
  )

  app.get(
    '/projects',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'The projects, newest first, a page at a time',
        querystring: ListProjectsQuery,
        response: { 200: ListProjectsResponse, ...failures('input') },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const page = await projectsOf(request).list({ limit, ...(cursor === undefined ? {} : { cursor }) })
      return { projects: page.projects.map(projectView), next: page.next }
    },
  )
}

function projectRoute(app: Api, projectsOf: ProjectsOf): void {
  app.get(
    '/projects/:project_id',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'A project with its rounds and their jobs',
        params: ProjectParams,
        response: { 200: ProjectDetail, ...failures('input', 'project_unknown') },
      },
    },
    async (request) => detail(projectsOf(request), request.params.project_id),
  )

  app.patch(
    '/projects/:project_id',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Rename a project, or change its description or objectives; what is left out stays',
        params: ProjectParams,
        body: ChangeProjectRequest,
        response: { 200: ProjectSummary, ...failures('body', 'project_unknown') },
      },
    },
    async (request) => {
      const { name, description, objectives } = request.body
      const changed = await projectsOf(request).change(request.params.project_id, {
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
        ...(objectives === undefined ? {} : { objectives }),
      })
      return projectView(changed)
    },
  )

  app.delete(
    '/projects/:project_id',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Delete a project; its jobs are kept, with their files and reports',
        params: ProjectParams,
        response: { 200: DeleteProjectResponse, ...failures('input', 'project_unknown') },
      },
    },
    async (request) => {
      const { project_id: projectId } = request.params
      const { jobsKept } = await projectsOf(request).remove(projectId)
      return { project_id: projectId, jobs_kept: jobsKept }
    },
  )
}

function memberRoutes(app: Api, projectsOf: ProjectsOf): void {
  addRoute(app, projectsOf)
  moveAndRemoveRoutes(app, projectsOf)
}

function addRoute(app: Api, projectsOf: ProjectsOf): void {
  app.post(
    '/projects/:project_id/jobs',
    {
      config: { scope: 'submit' },
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
    async (request) => {
      const projects = projectsOf(request)
      const { project_id: projectId } = request.params
      const { job_id: jobId, round } = request.body
      await projects.addJob(jobId, { projectId, ...(round === undefined ? {} : { round }) })
      return detail(projects, projectId)
    },
  )
}

function moveAndRemoveRoutes(app: Api, projectsOf: ProjectsOf): void {
  app.patch(
    '/projects/:project_id/jobs/:job_id',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Move a job to another round of its project; one more than the last one begins a new round',
        params: ProjectJobParams,
        body: MoveProjectJobRequest,
        response: { 200: ProjectDetail, ...failures('body', 'project_unknown', 'job_not_in_project', 'round_unknown') },
      },
    },
    async (request) => {
      const projects = projectsOf(request)
      const { project_id: projectId, job_id: jobId } = request.params
      await projects.moveJob(jobId, { projectId, round: request.body.round })
      return detail(projects, projectId)
    },
  )

  app.delete(
    '/projects/:project_id/jobs/:job_id',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Take a job out of a project; the job is kept',
        params: ProjectJobParams,
        response: { 200: ProjectDetail, ...failures('input', 'project_unknown', 'job_not_in_project') },
      },
    },
    async (request) => {
      const projects = projectsOf(request)
      const { project_id: projectId, job_id: jobId } = request.params
      await projects.removeJob(jobId, projectId)
      return detail(projects, projectId)
    },
  )
}

function knowledgeRoutes(app: Api, projectsOf: ProjectsOf): void {
  app.get(
    '/projects/:project_id/learned',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'What each round taught: best values, errors and intervals of the models, hypervolume',
        params: ProjectParams,
        response: { 200: LearnedResponse, ...failures('input', 'project_unknown') },
      },
    },
    async (request) => projectsOf(request).learned(request.params.project_id),
  )

  app.get(
    '/jobs/:job_id/lineage',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['jobs'],
        summary: 'What a job was made from and what was made from it: files, parameters, seed and version',
        params: JobParams,
        response: { 200: LineageResponse, ...failures('input', 'job_unknown') },
      },
    },
    async (request) => projectsOf(request).lineage(request.params.job_id),
  )
}
