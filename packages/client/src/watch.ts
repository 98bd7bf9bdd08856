import { isFinal, type JobStatusResponse, POLL_MS, STATUS_EVENT } from '@zerosec/contract'
import { ApiError } from './api-error.ts'
import { readEvents } from './server-sent-events.ts'
import { pause } from './transport.ts'

export interface Watch {
  openEvents(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
  askStatus(signal: AbortSignal): Promise<JobStatusResponse>
  onStatus(status: JobStatusResponse): void
  readonly signal?: AbortSignal
  readonly pollMs?: number
}

/**
 * Follows a job to its end. Events come first; once a stream breaks before the job ended (a proxy that buffers or cuts
 * it, a restart), the status is asked for instead. A status that changed nothing is not reported twice.
 */
export async function watchJob(watch: Watch): Promise<JobStatusResponse> {
  const signal = watch.signal ?? new AbortController().signal
  let last = ''
  const report = (status: JobStatusResponse) => {
    const seen = JSON.stringify(status)
    if (seen !== last) watch.onStatus(status)
    last = seen
    return isFinal(status.status)
  }

  try {
    for await (const { event, data } of readEvents(await watch.openEvents(signal))) {
      if (event !== STATUS_EVENT) continue
      const status = JSON.parse(data) as JobStatusResponse
      if (report(status)) return status
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (error instanceof ApiError && (error.code === 'job_unknown' || error.code === 'request_invalid')) throw error
  }

  for (;;) {
    const status = await watch.askStatus(signal)
    if (report(status)) return status
    await pause(watch.pollMs ?? POLL_MS, signal)
  }
}
