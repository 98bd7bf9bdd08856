import { isFinal, type JobStatusResponse, POLL_MS, STATUS_EVENT } from '@zerosec/contract'
import { ApiError } from './api-error.ts'
import { pause } from './retries.ts'
import { readEvents } from './server-sent-events.ts'

export interface Watch {
  /** Undefined: nothing comes after the event of this id, as the job has ended. */
  openEvents(signal: AbortSignal, lastEventId?: string): Promise<ReadableStream<Uint8Array> | undefined>
  askStatus(signal: AbortSignal): Promise<JobStatusResponse>
  onStatus(status: JobStatusResponse): void
  readonly signal?: AbortSignal | undefined
  readonly pollMs?: number
  /** A stream without a sign of life for so long is given up: the server sends one every 15 s. */
  readonly silenceMs?: number
  /** How long the service may be away before the watch is given up. */
  readonly patienceMs?: number | undefined
  readonly random?: () => number
}

const SILENCE_MS = 40_000
/** Between two tries to get a stream, when one did not come or brought nothing. */
const STREAM_AGAIN_MS = 30_000
/** A service that is being replaced by its next version is away for less. */
const PATIENCE_MS = 120_000

/**
 * Follows a job to its end. Events come first; a stream that breaks goes on after the last event that came. Where none passes (a
 * proxy that buffers, too many streams), the status is asked for, and a stream again after half a minute. A status that
 * changed nothing is not reported twice.
 */
export async function watchJob(watch: Watch): Promise<JobStatusResponse> {
  const signal = watch.signal ?? new AbortController().signal
  const { pollMs = POLL_MS, random = Math.random } = watch
  const follower = new Follower(watch, signal)
  let streamAt = 0
  for (;;) {
    if (Date.now() >= streamAt) {
      const said = await follower.readStream()
      if (typeof said === 'object') return said
      if (said === 'something') {
        // all streams of a server that stops break at the same time: they come back one by one
        await pause(random() * pollMs, signal)
        continue
      }
      streamAt = Date.now() + STREAM_AGAIN_MS
    }
    const status = await follower.ask()
    if (status && follower.report(status)) return status
    await pause(pollMs, signal)
  }
}

class Follower {
  readonly #watch: Watch
  readonly #signal: AbortSignal
  #last = ''
  #lastEventId: string | undefined
  #heardAt = Date.now()

  constructor(watch: Watch, signal: AbortSignal) {
    this.#watch = watch
    this.#signal = signal
  }

  /** Whether this is the end. */
  report(status: JobStatusResponse): boolean {
    this.#heardAt = Date.now()
    const seen = JSON.stringify(status)
    if (seen !== this.#last) this.#watch.onStatus(status)
    this.#last = seen
    return isFinal(status.status)
  }

  /** Undefined while the service is away. */
  async ask(): Promise<JobStatusResponse | undefined> {
    try {
      return await this.#watch.askStatus(this.#signal)
    } catch (error) {
      this.#signal.throwIfAborted()
      const isPatient = Date.now() - this.#heardAt < (this.#watch.patienceMs ?? PATIENCE_MS)
      if (isForGood(error) || !isPatient) throw error
      return undefined
    }
  }

  /** Reads a stream as long as it holds: the final status, or whether it brought something, or stood for long. */
  async readStream(): Promise<JobStatusResponse | 'something' | 'nothing'> {
    const openedAt = Date.now()
    let came: 'something' | 'nothing' = 'nothing'
    const silence = new Silence(this.#watch.silenceMs ?? SILENCE_MS)
    const signal = AbortSignal.any([this.#signal, silence.signal])
    try {
      const body = await this.#unlessBroken(this.#watch.openEvents(signal, this.#lastEventId))
      if (!body) return came
      const events = readEvents(body, () => silence.broken())
      for (;;) {
        const next = await this.#unlessBroken(events.next())
        if (!next || next.done) return Date.now() - openedAt > STREAM_AGAIN_MS ? 'something' : came
        if (next.value.event !== STATUS_EVENT) continue
        came = 'something'
        this.#lastEventId = next.value.id
        const status = JSON.parse(next.value.data) as JobStatusResponse
        if (this.report(status)) return status
      }
    } finally {
      silence.end()
    }
  }

  async #unlessBroken<T>(step: Promise<T>): Promise<T | undefined> {
    try {
      return await step
    } catch (error) {
      this.#signal.throwIfAborted()
      if (error instanceof ApiError && isForGood(error)) throw error
      return undefined
    }
  }
}

/** No later try can do better: there is no such job, or not for this key. */
function isForGood(error: unknown): boolean {
  return !(error instanceof ApiError) || (error.status >= 400 && error.status < 500 && error.status !== 429)
}

/** Aborts its signal when nothing was heard for too long. */
class Silence {
  readonly #abort = new AbortController()
  readonly #milliseconds: number
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds
    this.broken()
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  broken(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#abort.abort(), this.#milliseconds)
  }

  end(): void {
    clearTimeout(this.#timer)
  }
}
