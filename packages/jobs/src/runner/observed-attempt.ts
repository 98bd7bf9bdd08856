import type { Log } from '../log.ts'
import type { AttemptEnd, JobObserver } from '../observer.ts'
import type { Attempt } from '../store/job-store.ts'
import type { Span, Tracer } from '../tracer.ts'
import { type AttemptServices, runAttempt } from './run-attempt.ts'

/** Whom an attempt is told to, beside the store and the log. */
export interface Watchers {
  readonly tracer: Tracer
  readonly observer: JobObserver
}

/**
 * `runAttempt`, told to whoever watches: its lines in the log carry the job, its workspace, the attempt and the request that
 * submitted the job; its span belongs to that request's. Never rejects.
 */
export async function observedAttempt(
  attempt: Attempt,
  stop: AbortController,
  services: AttemptServices,
  { tracer, observer }: Watchers,
): Promise<AttemptEnd> {
  const { job, number } = attempt
  const { jobId, workspaceId, requestId, jobType } = job
  const log = withFields(services.log, {
    jobId,
    workspaceId,
    attempt: number,
    ...(requestId === null ? {} : { requestId }),
  })
  const span = tracer.start(`run ${jobType}`, {
    kind: 'consumer',
    parent: job.traceparent ?? undefined,
    attributes: { 'zerosec.job_id': jobId, 'zerosec.workspace_id': workspaceId, 'zerosec.attempt': number },
  })
  observer.attemptStarted(job)
  log.info({ jobType }, 'an attempt has begun')
  const started = performance.now()
  const end = await runAttempt(attempt, stop, { ...services, log })
  const seconds = (performance.now() - started) / 1000
  observer.attemptEnded(job, end, seconds)
  log.info({ jobType, outcome: end, seconds }, 'an attempt has ended')
  closeSpan(span, end)
  return end
}

function closeSpan(span: Span, end: AttemptEnd): void {
  span.set({ 'zerosec.outcome': end })
  if (end === 'failed' || end === 'retried') span.fail(`the attempt ${end}`)
  span.end()
}

function withFields(log: Log, fields: object): Log {
  return {
    info: (details, message) => log.info({ ...fields, ...details }, message),
    warn: (details, message) => log.warn({ ...fields, ...details }, message),
    error: (details, message) => log.error({ ...fields, ...details }, message),
  }
}
