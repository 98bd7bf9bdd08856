import type { JobDetail, JobStatusResponse } from '@zerosec/contract'
import { ERRORS, type ErrorCode, isErrorCode } from '@zerosec/errors'
import { ApiError, clientError } from './api-error.ts'

/**
 * Ends a wait after so long with `wait_timed_out`; the job goes on.
 *
 * @param latest  the status as far as it is known then
 */
export async function withinWait<T>(
  timeoutMs: number | undefined,
  caller: AbortSignal | undefined,
  latest: () => JobStatusResponse | undefined,
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
    const status = latest()
    const details = {
      job_id: status?.job_id ?? '',
      status: status?.status ?? 'not submitted',
      seconds: timeoutMs / 1000,
    }
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
