import type { SubmitJobRequest } from '@zerosec/contract'
import { CodedError, type ErrorCode } from '@zerosec/errors'
import { canonicalHash, type Submission } from '@zerosec/jobs'
import type { z } from 'zod'

/** What a job can be refused with, whoever submits it. */
export const JOB_FAILURES = [
  'analysis_unknown',
  'parameter_unknown',
  'parameter_invalid',
  'formula_invalid',
  'bucket_unknown',
  'input_not_uploaded',
  // of a file that a parameter names
  'file_reference_invalid',
  'file_too_large',
  'input_changed',
  'job_unknown',
  'job_not_completed',
  'artifact_unknown',
] as const satisfies readonly ErrorCode[]

/** What a submission can be refused with beside that it can't be run. */
export const SUBMIT_FAILURES = [
  ...JOB_FAILURES,
  'job_exists',
  'project_unknown',
  'project_full',
  'round_unknown',
] as const satisfies readonly ErrorCode[]

export function submissionOf(body: z.output<typeof SubmitJobRequest>): Submission {
  return {
    jobId: body.job_id,
    jobType: body.job_type,
    inputBucket: body.input_bucket,
    inputKey: body.input_key,
    parameters: body.parameters,
    ...(body.priority === undefined ? {} : { priority: body.priority }),
    ...(body.reuse_result === undefined ? {} : { reusesResult: body.reuse_result }),
    ...(body.run_at === undefined ? {} : { dueAt: new Date(body.run_at) }),
    ...placementOf(body),
  }
}

/** A round counts only within a project. */
function placementOf({
  project_id: projectId,
  round,
}: z.output<typeof SubmitJobRequest>): Pick<Submission, 'placement'> {
  if (projectId !== undefined) return { placement: { projectId, ...(round === undefined ? {} : { round }) } }
  if (round === undefined) return {}
  throw new CodedError('request_invalid', { problem: 'round: it needs a project_id', fields: ['round'] })
}

/** The key that the request carries, and a hash of what it asks for. */
export function idempotencyOf(request: {
  readonly headers: { readonly 'idempotency-key'?: string | undefined }
  readonly body: unknown
}): Pick<Submission, 'idempotency'> {
  const key = request.headers['idempotency-key']
  return key === undefined ? {} : { idempotency: { key, requestHash: canonicalHash(request.body) } }
}
