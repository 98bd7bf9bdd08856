import { setTimeout as sleep } from 'node:timers/promises'
import type { AttemptEnd } from '../observer.ts'
import type { JobQueue, WakeUp } from '../queue/job-queue.ts'
import type { Attempt } from '../store/job-store.ts'
import { tidyEndedJobs } from './attempt-files.ts'
import { observedAttempt, type Watchers } from './observed-attempt.ts'
import { type AttemptServices, AttemptStopped } from './run-attempt.ts'

/** Lost jobs are looked for so many times in the length of a lease. */
const LOOKS_A_LEASE = 3
/** After the database was away. */
const RETRY_MS = 500

export interface WorkerOptions extends Watchers {
  /** Names this worker in the jobs that it runs. */
  readonly workerId: string
  /** How many jobs run at the same time. */
  readonly slots: number
  readonly graceSeconds: number
  /** This is the only process: jobs that look running are not. */
  readonly exclusive: boolean
  /** Job types that it can run; left out: any. */
  readonly types?: readonly string[]
}

/** Takes due jobs and runs them, and looks after those whose worker was lost. */
export class JobWorker {
  readonly #queue: JobQueue
  readonly #services: AttemptServices
  readonly #options: WorkerOptions
  readonly #closing = new AbortController()
  readonly #running = new Map<string, AbortController>()
  readonly #attempts = new Set<Promise<AttemptEnd>>()
  #graceIsOver = false
  #loops: readonly Promise<void>[] | undefined

  constructor(queue: JobQueue, services: AttemptServices, options: WorkerOptions) {
    this.#queue = queue
    this.#services = services
    this.#options = options
  }

  /** Jobs that run here now. */
  get running(): number {
    return this.#attempts.size
  }

  async start(): Promise<void> {
    if (this.#loops) return
    this.#loops = []
    await this.#services.store.recover({ everyLease: this.#options.exclusive })
    await tidyEndedJobs(this.#services)
    this.#services.tasks.warm()
    this.#loops = [this.#dispatch(), this.#recover()]
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
    await Promise.all(this.#attempts)
    clearTimeout(grace)
  }

  #giveBack(): void {
    this.#graceIsOver = true
    for (const stop of this.#running.values()) stop.abort(new AttemptStopped({ givesBack: true }))
  }

  /**
   * Fills the free slots with what is due; once there is less than that, waits to be woken. A wake-up that comes between the look and the
   * wait is not missed: the wait is asked for before the look.
   */
  async #dispatch(): Promise<void> {
    const { signal } = this.#closing
    let woken: Promise<WakeUp | undefined> | undefined
    while (!signal.aborted) {
      const free = this.#options.slots - this.#attempts.size
      if (free === 0) {
        await Promise.race(this.#attempts) // those that end while the next claim is on its way are filled by the one after
        continue
      }
      woken ??= this.#queue.receive(signal)
      const taken = await this.#take(free)
      if (taken === free) continue
      const wakeUp = await woken
      woken = undefined
      if (wakeUp) await this.#answer(wakeUp)
    }
    await woken
  }

  /** Starts what is due; how many. */
  async #take(limit: number): Promise<number> {
    const { store, leaseSeconds, log } = this.#services
    const { workerId, types } = this.#options
    try {
      const attempts = await store.claim({ limit, leaseSeconds, workerId, ...(types ? { types } : {}) })
      for (const attempt of attempts) this.#run(attempt)
      return attempts.length
    } catch (error) {
      log.warn({ err: error }, 'jobs could not be taken; trying again')
      await sleep(RETRY_MS, undefined, { signal: this.#closing.signal, ref: false }).catch(() => {})
      return 0
    }
  }

  #run(attempt: Attempt): void {
    const { jobId } = attempt.job
    const stop = new AbortController()
    this.#running.set(jobId, stop)
    if (this.#graceIsOver) this.#giveBack() // it was claimed while the grace period ran out
    const ended = observedAttempt(attempt, stop, this.#services, this.#options).then((end) => {
      this.#attempts.delete(ended)
      if (this.#running.get(jobId) === stop) this.#running.delete(jobId)
      return end
    })
    this.#attempts.add(ended)
  }

  /** A wake-up for a job that stays queued is left to a worker that knows its type. */
  async #answer(wakeUp: WakeUp): Promise<void> {
    const { store, log } = this.#services
    try {
      await this.#take(this.#options.slots - this.#attempts.size)
      if (wakeUp.jobId !== undefined && (await store.isQueued(wakeUp.jobId))) return
      await wakeUp.acknowledge()
    } catch (error) {
      log.warn({ err: error, jobId: wakeUp.jobId }, 'a wake-up will come again')
    }
  }

  async #recover(): Promise<void> {
    const { store, leaseSeconds, log } = this.#services
    const { signal } = this.#closing
    while (!signal.aborted) {
      await sleep((leaseSeconds * 1000) / LOOKS_A_LEASE, undefined, { signal, ref: false }).catch(() => {})
      if (signal.aborted) return
      try {
        const moved = await store.recover({ except: [...this.#running.keys()] })
        this.#options.observer.leasesExpired(moved.length)
        if (moved.length > 0) log.warn({ jobs: moved }, 'the worker of these jobs was lost')
      } catch (error) {
        log.warn({ err: error }, 'lost jobs could not be looked for; trying again')
      }
      await tidyEndedJobs(this.#services)
    }
  }
}
