import { setImmediate as turn } from 'node:timers/promises'
import type { HelperThread } from './helper-thread.ts'
import { type PartCallbacks, PartResults } from './part-results.ts'
import type { AnyPart, PartContext } from './part-work.ts'
import { WorkQueue } from './work-queue.ts'

/** How soon a wish to stop is heard while this thread waits for its helpers. */
const STOP_POLL_MS = 20

export interface PoolRun {
  /** Tells the runs of a pool apart. */
  readonly run: number
  readonly name: string
  readonly part: AnyPart
  readonly input: unknown
  readonly count: number
  readonly options: PartCallbacks & { readonly shouldStop?: (() => boolean) | undefined }
}

/** `ThreadPool.run`: this thread, and a helper for each further part as far as there are. */
export async function runOnPool(
  helpers: readonly HelperThread[],
  { run, name, part, input, count, options }: PoolRun,
): Promise<unknown[]> {
  const queue = new WorkQueue()
  const results = new PartResults(count, queue, options)
  const stopIfAsked = (): void => {
    try {
      if (options.shouldStop?.()) queue.stop()
    } catch (error) {
      results.failWhole(error)
    }
  }
  const contextOf = (item: number): PartContext<unknown> => ({
    report(report) {
      for (const helper of helpers) helper.receive()
      results.report(item, report)
    },
    shouldStop() {
      for (const helper of helpers) helper.receive()
      stopIfAsked()
      return queue.isStopped(item)
    },
  })

  const helping = helpers
    .slice(0, Math.max(0, count - 1))
    .map((helper) => helper.join({ run, name, input, count, shared: queue.shared }, results))
  for (let item = queue.take(count); item !== undefined; item = queue.take(count)) {
    try {
      results.put(item, part(input, item, contextOf(item)))
    } catch (error) {
      results.fail(item, error)
    }
    await turn() // what the helpers tell comes in, and whatever else waits for this thread
    stopIfAsked()
  }
  const poll = options.shouldStop && setInterval(stopIfAsked, STOP_POLL_MS)
  // a helper that is still starting when the last part ends is not waited for
  await Promise.race([results.ended, Promise.all(helping)])
  clearInterval(poll)
  return results.inOrder()
}
