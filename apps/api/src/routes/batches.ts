import { randomUUID } from 'node:crypto'
import { BatchParams, BatchResponse, IdempotencyHeaders, SubmitBatchRequest } from '@zerosec/contract'
import type { Platform } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { traceparentOf } from '../observability/request-spans.ts'
import { idempotencyOf, SUBMIT_FAILURES, submissionOf } from '../submission.ts'
import { batchView } from '../views.ts'
import { within } from '../workspace.ts'

const tags = ['batches']
/** A thousand submissions with a page of parameters each. */
const BODY_BYTES = 8 * 1024 * 1024

export function batchRoutes(app: Api, platform: Platform): void {
  submitRoute(app, platform)

  app.get(
    '/batches/:batch_id',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'How far the jobs of a batch are; GET /jobs?batch_id= lists them',
        params: BatchParams,
        response: { 200: BatchResponse, ...failures('input', 'batch_unknown') },
      },
    },
    async (request) => batchView(await within(platform, request).jobs.batch(request.params.batch_id)),
  )

  app.post(
    '/batches/:batch_id/cancel',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Stop the jobs of a batch that are queued or running',
        params: BatchParams,
        response: { 200: BatchResponse, ...failures('input', 'batch_unknown') },
      },
    },
    async (request) => batchView(await within(platform, request).jobs.cancelBatch(request.params.batch_id)),
  )
}

function submitRoute(app: Api, platform: Platform): void {
  app.post(
    '/batches',
    {
      bodyLimit: BODY_BYTES,
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Submit up to 1,000 jobs, all of them or none',
        headers: IdempotencyHeaders,
        body: SubmitBatchRequest,
        response: {
          200: BatchResponse,
          // of a batch of one, as of a job
          ...failures('body', ...SUBMIT_FAILURES, 'submission_refused', 'idempotency_conflict'),
        },
      },
    },
    async (request) => {
      const { jobs } = within(platform, request)
      const batchId = randomUUID()
      const [first] = await jobs.submitAll(
        request.body.submissions.map((body, index) => ({
          ...submissionOf(body),
          ...(index === 0 ? idempotencyOf(request) : {}),
          batchId,
          requestId: request.id,
          traceparent: traceparentOf(request),
        })),
      )
      return batchView(await jobs.batch(first?.batchId ?? batchId))
    },
  )
}
