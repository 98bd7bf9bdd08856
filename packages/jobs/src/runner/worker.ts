import { setTimeout as sleep } from 'node:timers/promises'
import type { JobQueue } from '../queue/job-queue.ts'
import type { Attempt } from '../store/job-store.ts'
import { tidyEndedJobs } from './attempt-files.ts'
import { type AttemptServices, AttemptStopped, LEASE_SECONDS, runAttempt } from './run-attempt.ts'

const RECOVERY_MS = 10_000

export interface WorkerOptions {
  /** How many jobs run at the same time. */
  readonly slots: number
  readonly graceSeconds: number
  /** This is the only process: jobs that look running are not. */
  readonly exclusive: boolean
}

/** Takes jobs from the queue and runs them, and looks after those whose worker was lost. */
export class JobWorker {
  readonly #queue: JobQueue
  readonly #services: AttemptServices
  readonly #options: WorkerOptions
  readonly #closing = new AbortController()
  readonly #running = new Map<string, AbortController>()
  #graceIsOver = false
  #loops: readonly Promise<void>[] | undefined

  constructor(queue: JobQueue, services: AttemptServices, options: WorkerOptions) {
    this.#queue = queue
    this.#services = services
    this.#options = options
  }

  async start(): Promise<void> {
    if (this.#loops) return
    this.#loops = []
    await this.#services.store.recover({ everyLease: this.#options.exclusive })
    await tidyEndedJobs(this.#services)
    this.#services.tasks.warm()
    this.#loops = [...Array.from({ length: this.#options.slots }, () => this.#serve()), this.#recover()]
  }

  /** Ends the job's process if it runs here. Its store entry has been moved before, so it can write nothing. */
  drop(jobId: string): void {
    this.#running.get(jobId)?.abort(new AttemptStopped({ givesBack: false }))
  }

  /** Takes no more jobs; lets the running ones finish within the grace period, then gives them back. */
  async close(): Promise<void> {
    this.#closing.abort()
    const grace = setTimeout(() => this.#giveBack(), this.#options.graceSeconds * 1000)
    await Promise.all(this.#loops ?? [])
    clearTimeout(grace)
  }

  #giveBack(): void {
    this.#graceIsOver = true
    for (const stop of this.#running.values()) stop.abort(new AttemptStopped({ givesBack: true }))
  }

  async #serve(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const attempt = await this.#take()
      if (!attempt) continue
      const stop = new AbortController()
      this.#running.set(attempt.job.jobId, stop)
      if (this.#graceIsOver) this.#giveBack() // it was claimed while the grace period ran out
      await runAttempt(attempt, stop, this.#services)
      this.#running.delete(attempt.job.jobId)
    }
  }

  async #take(): Promise<Attempt | undefined> {
    const { store, log } = this.#services
    const delivery = await this.#queue.receive(this.#closing.signal)
    if (!delivery) return undefined
    const { jobId } = delivery
    try {
      const attempt = await store.claim(jobId, LEASE_SECONDS)
      await delivery
        .acknowledge()
        .catch((error: unknown) => log.warn({ err: error, jobId }, 'a delivery will come twice'))
      return attempt
    } catch (error) {
      log.warn({ err: error, jobId }, 'a job could not be taken; it will be delivered again')
      return undefined
    }
  }

  async #recover(): Promise<void> {
    const { store, log } = this.#services
    const { signal } = this.#closing
    while (!signal.aborted) {
      await sleep(RECOVERY_MS, undefined, { signal, ref: false }).catch(() => {})
      if (signal.aborted) return
      try {
        const moved = await store.recover({ except: [...this.#running.keys()] })
        if (moved.length > 0) log.warn({ jobs: moved }, 'the worker of these jobs was lost')
      } catch (error) {
        log.warn({ err: error }, 'lost jobs could not be looked for; trying again')
      }
      await tidyEndedJobs(this.#services)
    }
  }
}
