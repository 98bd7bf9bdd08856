import { ApiError } from './api-error.ts'

/** When a failed call is tried again. */
export interface Retries {
  /** The longest wait before the second, third … try in milliseconds; the wait itself is drawn between 0 and it. */
  readonly backoffMs: readonly number[]
  /** A server that asks to wait longer is not asked again. */
  readonly longestWaitMs: number
  /** In [0, 1). */
  readonly random: () => number
}

/** One call, which may take several tries. */
export interface Repeatable {
  readonly signal?: AbortSignal | undefined
  /** A second try could do something twice. */
  readonly once?: boolean | undefined
  /** Of the failure of a second or later try: it shows that one before had been carried out. */
  readonly showsDone?: ((error: ApiError) => boolean) | undefined
}

const RETRIED = new Set([0, 429, 500, 502, 503, 504])

/**
 * Tries until it succeeds, fails for good or the tries are used up; undefined when `showsDone` says that it was done. Waits are drawn
 * anew each time ("full jitter"), so that clients that failed together don't come back together, and never end before `Retry-After`.
 *
 * @throws ApiError of the last try; the reason of `signal`; anything else that `attempt` throws, at once
 */
export async function withRetries<Result>(
  attempt: (tries: number) => Promise<Result>,
  { backoffMs, longestWaitMs, random }: Retries,
  { signal, once = false, showsDone }: Repeatable,
): Promise<Result | undefined> {
  for (let tries = 0; ; tries++) {
    signal?.throwIfAborted()
    try {
      return await attempt(tries)
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof ApiError)) throw error
      if (tries > 0 && showsDone?.(error)) return undefined
      const longest = once ? undefined : backoffMs[tries]
      const asked = error.retryAfterMs ?? 0
      if (longest === undefined || !RETRIED.has(error.status) || asked > longestWaitMs) throw error
      await pause(asked + random() * longest, signal)
    }
  }
}

/** Rejects with the signal's reason when it aborts first. */
export async function pause(milliseconds: number, signal?: AbortSignal | null): Promise<void> {
  signal?.throwIfAborted()
  const { promise, resolve } = Promise.withResolvers<void>()
  const wake = () => resolve()
  const timer = setTimeout(wake, milliseconds)
  signal?.addEventListener('abort', wake)
  await promise
  clearTimeout(timer)
  signal?.removeEventListener('abort', wake)
  signal?.throwIfAborted()
}
