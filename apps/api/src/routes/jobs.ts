import {
  ArtifactsResponse,
  IdempotencyHeaders,
  JobDetail,
  JobParams,
  JobStatusResponse,
  ListJobsQuery,
  ListJobsResponse,
  SubmitJobRequest,
  SubmitJobResponse,
} from '@zerosec/contract'
import type { Platform } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { traceparentOf } from '../observability/request-spans.ts'
import { storedArtifact } from '../stored-artifact.ts'
import { streamed } from '../streamed.ts'
import { idempotencyOf, SUBMIT_FAILURES, submissionOf } from '../submission.ts'
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
        headers: IdempotencyHeaders,
        body: SubmitJobRequest,
        response: {
          200: SubmitJobResponse,
          ...failures('body', ...SUBMIT_FAILURES, 'idempotency_conflict'),
        },
      },
    },
    async (request) => {
      const job = await within(platform, request).jobs.submit({
        ...submissionOf(request.body),
        ...idempotencyOf(request),
        requestId: request.id,
        traceparent: traceparentOf(request),
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
    async (request) => {
      const { jobs } = within(platform, request)
      const job = await jobs.cancel(request.params.job_id)
      return detailView(job, await jobs.attempts(job.jobId))
    },
  )
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
      const { limit, cursor, status, job_type: jobType, batch_id: batchId, dead } = request.query
      const page = await within(platform, request).jobs.list({
        limit,
        dead,
        ...(batchId === undefined ? {} : { batchId }),
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
    async (request) => {
      const { jobs } = within(platform, request)
      const job = await jobs.get(request.params.job_id)
      return detailView(job, await jobs.attempts(job.jobId))
    },
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
    async (request) => statusView(await within(platform, request).jobs.status(request.params.job_id)),
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
