import { CodedError } from '@zerosec/errors'
import type { RunOptions } from './warehouse.ts'

/** The end of a statement's time and the caller's own signal as one signal, whose reason is what the statement rejects with. */
export interface StatementLimits {
  readonly signal: AbortSignal
  /** No more time is counted. */
  end(): void
}

export function startLimits({ timeLimitMs, signal }: RunOptions): StatementLimits {
  const late = new AbortController()
  const timer =
    timeLimitMs === undefined
      ? undefined
      : setTimeout(
          () => late.abort(new CodedError('commerce_query_timeout', { seconds: timeLimitMs / 1000 })),
          timeLimitMs,
        )
  return {
    signal: signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]),
    end: () => clearTimeout(timer),
  }
}

/** Rejects with the signal's reason as soon as it is aborted, for clients that know no signals; the work itself goes on. */
export async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted()
  let stop: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    // oxlint-disable-next-line prefer-promise-reject-errors -- a signal's reason is whatever the caller gave
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    if (stop) signal.removeEventListener('abort', stop)
    // what fails after the abort has no one to hear it
    work.catch(() => undefined)
  }
}
