import type { Job } from './job.ts'
import { hasEnded } from './lifecycle.ts'
import type { Log } from './log.ts'
import type { ReadChanged } from './store/read-changed.ts'

/** How soon a change that another process made is seen. */
const POLL_MS = 1000
const NEVER_READ = -1

interface Listener {
  readonly onChange: (job: Job) => void
  readonly onGone: () => void
  /** Of the job that it was told last. */
  revision: number
}

interface Watched {
  job: Job | undefined
  readonly listeners: Set<Listener>
}

/**
 * Tells who watches a job of its changes. There is one statement for all watched jobs of the process, at each announcement and at
 * least every POLL_MS, and it brings only those that have changed: a thousand listeners cost the database as much as one.
 * While a statement is on its way, announcements wait together for the next one.
 */
export class Changes {
  readonly #read: ReadChanged
  readonly #log: Log
  readonly #watched = new Map<string, Watched>()
  readonly #due = new Set<string>()
  #poll: NodeJS.Timeout | undefined
  #looking = false
  #failing = false

  constructor(read: ReadChanged, log: Log) {
    this.#read = read
    this.#log = log
  }

  /** This process has changed the job. */
  announce(jobId: string): void {
    if (this.#watched.has(jobId)) this.#lookAt([jobId])
  }

  /**
   * Calls back with the job now and on each change, until it has ended or is there no more.
   * @param onGone  told when there is no such job, or none any more
   * @returns how to stop
   */
  watch(jobId: string, onChange: (job: Job) => void, onGone: () => void = () => {}): () => void {
    const listener: Listener = { onChange, onGone, revision: NEVER_READ }
    const watched = this.#watched.get(jobId) ?? { job: undefined, listeners: new Set() }
    this.#watched.set(jobId, watched)
    watched.listeners.add(listener)
    this.#poll ??= setInterval(() => this.#lookAt(this.#watched.keys()), POLL_MS).unref()
    queueMicrotask(() => this.#tell(watched, listener)) // what others were told already is not read again
    this.#lookAt([jobId])
    return () => {
      watched.listeners.delete(listener)
      if (watched.listeners.size === 0 && this.#watched.get(jobId) === watched) this.#forget(jobId)
    }
  }

  /** Ends every watch. */
  close(): void {
    for (const [jobId, { listeners }] of this.#watched) {
      listeners.clear()
      this.#forget(jobId)
    }
  }

  #forget(jobId: string): void {
    this.#watched.delete(jobId)
    this.#due.delete(jobId)
    if (this.#watched.size > 0) return
    clearInterval(this.#poll)
    this.#poll = undefined
  }

  #lookAt(jobIds: Iterable<string>): void {
    for (const jobId of jobIds) this.#due.add(jobId)
    if (!this.#looking) void this.#look()
  }

  async #look(): Promise<void> {
    this.#looking = true
    await Promise.resolve() // those who begin to watch in one go are read in one go
    while (this.#due.size > 0) {
      const seen = new Map<string, number>()
      for (const jobId of this.#due) seen.set(jobId, this.#watched.get(jobId)?.job?.revision ?? NEVER_READ)
      this.#due.clear()
      try {
        for (const [jobId, job] of await this.#read(seen)) this.#found(jobId, job)
        this.#failing = false
      } catch (error) {
        if (!this.#failing) this.#log.warn({ err: error }, 'watched jobs can’t be read; trying again every second')
        this.#failing = true
      }
    }
    this.#looking = false
  }

  #found(jobId: string, job: Job | undefined): void {
    const watched = this.#watched.get(jobId)
    if (!watched) return
    watched.job = job
    for (const listener of watched.listeners) {
      if (job) this.#tell(watched, listener)
      else this.#guarded(listener.onGone)
    }
    if (job && !hasEnded(job.status)) return
    watched.listeners.clear()
    this.#forget(jobId)
  }

  #tell({ job, listeners }: Watched, listener: Listener): void {
    if (!job || listener.revision === job.revision || !listeners.has(listener)) return
    listener.revision = job.revision
    this.#guarded(() => listener.onChange(job))
  }

  /** A listener that throws must not keep the others from being told. */
  #guarded(call: () => void): void {
    try {
      call()
    } catch (error) {
      this.#log.error({ err: error }, 'who watches a job failed')
    }
  }
}
