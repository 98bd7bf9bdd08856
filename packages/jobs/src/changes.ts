import { EventEmitter } from 'node:events'
import { CodedError } from '@zerosec/errors'
import type { Job } from './job.ts'
import { hasEnded } from './lifecycle.ts'
import type { Log } from './log.ts'

/** How soon a change that another process made is seen. */
const POLL_MS = 1000

/** Tells who watches a job that this process has changed it. */
export class Changes {
  readonly #emitter = new EventEmitter().setMaxListeners(0)
  readonly #watchers = new Set<() => void>()

  announce(jobId: string): void {
    this.#emitter.emit(jobId)
  }

  /** Ends every watch. */
  close(): void {
    for (const stop of this.#watchers) stop()
  }

  /** `Jobs.watch`: looks at the job now, at each announcement and at least every POLL_MS. */
  watch(jobId: string, get: (jobId: string) => Promise<Job>, onChange: (job: Job) => void, log: Log): () => void {
    let seen = ''
    let stopped = false
    let looking = false
    let again = false

    const look = async (): Promise<void> => {
      again = looking
      if (looking || stopped) return
      looking = true
      try {
        const job = await get(jobId)
        const state = JSON.stringify([job.status, job.progressPercent, job.statusMessage, job.updatedAt])
        const isNew = state !== seen
        seen = state
        if (isNew && !stopped) onChange(job)
        if (hasEnded(job.status)) stop()
      } catch (error) {
        if (error instanceof CodedError && error.code === 'job_unknown') stop()
        log.warn({ err: error, jobId }, 'a watched job could not be read; trying again')
      }
      looking = false
      if (again) void look()
    }
    const stop = (): void => {
      stopped = true
      clearInterval(poll)
      this.#emitter.off(jobId, look)
      this.#watchers.delete(stop)
    }
    const poll = setInterval(look, POLL_MS).unref()
    this.#emitter.on(jobId, look)
    this.#watchers.add(stop)
    void look()
    return stop
  }
}
