import {
  ArtifactsResponse,
  JobDetail,
  JobParams,
  JobStatusResponse,
  ListJobsQuery,
  ListJobsResponse,
  SubmitJobRequest,
  SubmitJobResponse,
} from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Placement, Platform } from '@zerosec/jobs'
import type { z } from 'zod'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { traceparentOf } from '../observability/request-spans.ts'
import { storedArtifact } from '../stored-artifact.ts'
import { streamed } from '../streamed.ts'
import { artifactView, detailView, statusView, submittedView, summaryView } from '../views.ts'
import { within } from '../workspace.ts'

const tags = ['jobs']

export function jobRoutes(app: Api, platform: Platform): void {
  submitRoute(app, platform)
  readRoutes(app, platform)
  resultRoutes(app, platform)
}

function submitRoute(app: Api, platform: Platform): void {
  app.post(
    '/jobs',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Run an analysis on an uploaded file',
        body: SubmitJobRequest,
        response: {
          200: SubmitJobResponse,
          ...failures(
            'body',
            'analysis_unknown',
            'parameter_unknown',
            'parameter_invalid',
            'formula_invalid',
            'bucket_unknown',
            'input_not_uploaded',
            'upload_too_large',
            'job_exists',
            'project_unknown',
            'project_full',
            'round_unknown',
            // of a file that a parameter names
            'file_reference_invalid',
            'file_too_large',
            'job_unknown',
            'job_not_completed',
            'artifact_unknown',
          ),
        },
      },
    },
    async (request) => {
      const { body } = request
      const job = await within(platform, request).jobs.submit({
        jobId: body.job_id,
        jobType: body.job_type,
        inputBucket: body.input_bucket,
        inputKey: body.input_key,
        parameters: body.parameters,
        requestId: request.id,
        traceparent: traceparentOf(request),
        ...placementOf(body),
      })
      return submittedView(job)
    },
  )

  app.post(
    '/jobs/:job_id/cancel',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Stop a job that is queued or running',
        params: JobParams,
        response: { 200: JobDetail, ...failures('input', 'job_unknown', 'job_not_cancellable') },
      },
    },
    async (request) => detailView(await within(platform, request).jobs.cancel(request.params.job_id)),
  )
}

/** A round counts only within a project. */
function placementOf({ project_id: projectId, round }: z.output<typeof SubmitJobRequest>): { placement?: Placement } {
  if (projectId !== undefined) return { placement: { projectId, ...(round === undefined ? {} : { round }) } }
  if (round === undefined) return {}
  throw new CodedError('request_invalid', { problem: 'round: it needs a project_id', fields: ['round'] })
}

function readRoutes(app: Api, platform: Platform): void {
  app.get(
    '/jobs',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'The jobs, newest first, a page at a time',
        querystring: ListJobsQuery,
        response: { 200: ListJobsResponse, ...failures('input') },
      },
    },
    async (request) => {
      const { limit, cursor, status, job_type: jobType } = request.query
      const page = await within(platform, request).jobs.list({
        limit,
        ...(cursor === undefined ? {} : { cursor }),
        ...(status === undefined ? {} : { status }),
        ...(jobType === undefined ? {} : { jobType }),
      })
      return { jobs: page.jobs.map(summaryView), next: page.next }
    },
  )

  app.get(
    '/jobs/:job_id',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'One job with its parameters',
        params: JobParams,
        response: { 200: JobDetail, ...failures('input', 'job_unknown') },
      },
    },
    async (request) => detailView(await within(platform, request).jobs.get(request.params.job_id)),
  )

  app.get(
    '/jobs/:job_id/status',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'How far a job is; /events tells each change at once',
        params: JobParams,
        response: { 200: JobStatusResponse, ...failures('input', 'job_unknown') },
      },
    },
    async (request) => statusView(await within(platform, request).jobs.get(request.params.job_id)),
  )
}

function resultRoutes(app: Api, platform: Platform): void {
  app.get(
    '/jobs/:job_id/artifacts',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary:
          'The files that a job produced, once it has ended; of one that was cancelled or failed what it had found so far',
        params: JobParams,
        response: { 200: ArtifactsResponse, ...failures('input', 'job_unknown') },
      },
    },
    async (request) => {
      const jobId = request.params.job_id
      const artifacts = await within(platform, request).jobs.artifacts(jobId)
      return { job_id: jobId, artifacts: artifacts.map(artifactView) }
    },
  )

  app.get(
    '/jobs/:job_id/report',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'The report document of a completed job, as it is stored',
        params: JobParams,
        response: {
          200: {
            description: 'report.json',
            content: { 'application/json': { schema: streamed({ type: 'object' }) } },
          },
          ...failures('input', 'job_unknown', 'job_not_completed', 'artifact_unknown'),
        },
      },
    },
    async (request, reply) => {
      const wanted = 'report.json'
      const { jobs } = within(platform, request)
      const { bucket, fileKey } = await storedArtifact(
        jobs,
        request.params.job_id,
        (a) => a.fileName === wanted,
        wanted,
      )
      const { bytes, stream } = await platform.files.read(bucket, fileKey)
      return reply.type('application/json; charset=utf-8').header('content-length', bytes).send(stream)
    },
  )
}
