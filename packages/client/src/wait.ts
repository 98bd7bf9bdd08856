import type { JobDetail, JobStatus } from '@zerosec/contract'
import { ERRORS, type ErrorCode, isErrorCode } from '@zerosec/errors'
import { ApiError, clientError } from './api-error.ts'

/** How far a wait is; nothing yet while the file is uploaded. */
export interface Waiting {
  jobId: string
  status: JobStatus | 'not submitted'
}

/** Ends a wait after so long with `wait_timed_out`; the job goes on. */
export async function withinWait<T>(
  timeoutMs: number | undefined,
  caller: AbortSignal | undefined,
  waiting: Waiting,
  body: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (timeoutMs === undefined) return body(caller)
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), timeoutMs)
  try {
    return await body(caller ? AbortSignal.any([caller, late.signal]) : late.signal)
  } catch (error) {
    caller?.throwIfAborted()
    if (!late.signal.aborted) throw error
    const details = { job_id: waiting.jobId, status: waiting.status, seconds: timeoutMs / 1000 }
    throw clientError('wait_timed_out', details, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

/** The error of a job that ended without being completed: of a failed one its own code and message. */
export function endError(job: JobDetail): ApiError | undefined {
  const details = { job_id: job.job_id, status: job.status }
  if (job.status === 'cancelled') return clientError('job_cancelled', details)
  if (job.status !== 'failed') return undefined
  const code: ErrorCode | (string & {}) = job.error_code ?? 'internal'
  const message = job.error_message ?? 'The job failed.'
  return new ApiError({ code, status: isErrorCode(code) ? ERRORS[code].status : 500, message, details })
}
