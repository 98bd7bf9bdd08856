import { setTimeout as sleep } from 'node:timers/promises'

/** Fresh enough for whoever scrapes, and one query for all who do. */
const FRESH_MS = 1000
/** What may be older is read so seldom that reading it takes a twentieth of the time at most. */
const LEAST_PAUSE = 20
/** A scrape waits no longer for the database. */
const PATIENCE_MS = 2000

/**
 * What `read` gave last, if that is at most a second ago, else what it gives now; undefined when it fails or takes longer than 2 s. At any
 * time one call of `read` is under way at most.
 *
 * @param mayBeOlder  what took long is kept for 20 times as long
 */
export function recent<Value>(
  read: () => Promise<Value>,
  onFailure: (error: unknown) => void,
  { mayBeOlder = false } = {},
): () => Promise<Value | undefined> {
  let last: { readonly value: Value; readonly until: number } | undefined
  let reading: Promise<Value | undefined> | undefined

  const look = async (): Promise<Value | undefined> => {
    const started = performance.now()
    try {
      const value = await read()
      const now = performance.now()
      last = { value, until: now + Math.max(FRESH_MS, mayBeOlder ? LEAST_PAUSE * (now - started) : 0) }
      return value
    } catch (error) {
      onFailure(error)
      return undefined
    } finally {
      reading = undefined
    }
  }
  return () => {
    if (last && performance.now() < last.until) return Promise.resolve(last.value)
    reading ??= look()
    return Promise.race([reading, sleep(PATIENCE_MS, undefined, { ref: false })])
  }
}
