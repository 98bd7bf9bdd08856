import { ENGINE_WORK, type EngineWork } from './engine-work.ts'
import { HelperThread } from './helper-thread.ts'
import { PartResults } from './part-results.ts'
import type { AnyPart, PartWork, WorkInput, WorkName, WorkReport, WorkResult } from './part-work.ts'
import { runOnPool } from './pool-run.ts'
import { defaultThreads } from './thread-count.ts'
import { WorkQueue } from './work-queue.ts'

export interface RunOptions<Work extends PartWork, Name extends WorkName<Work>> {
  /** Called with each part's result as it comes, in any order. */
  readonly onResult?: (item: number, result: WorkResult<Work, Name>) => void
  /** Called with what a part reports while it runs. */
  readonly onProgress?: (item: number, report: WorkReport<Work, Name>) => void
  /** Asked again and again. Once it says yes, no other part begins, and those that run are told to end early. */
  readonly shouldStop?: () => boolean
}

export interface ThreadPool<Work extends PartWork> {
  /** This thread and its helpers. */
  readonly threads: number
  /**
   * Does parts 0 … count − 1 of a piece of work, this thread among the others. The input goes to each helper once: what lies in
   * SharedArrayBuffers is shared, all else copied. What helpers tell arrives between the parts that this thread does, and
   * whenever such a part reports or asks whether to stop. Several runs at once share the threads.
   *
   * @returns the results in the order of the parts, whatever thread did them; fewer, without gaps, where it was stopped
   * @throws what the part of the lowest number threw
   */
  run<Name extends WorkName<Work>>(
    name: Name,
    input: WorkInput<Work, Name>,
    count: number,
    options?: RunOptions<Work, Name>,
  ): Promise<WorkResult<Work, Name>[]>
  /**
   * Does one part on a helper, while this thread is free for other things. At most as many at once as there are helpers.
   * @throws what the part threw
   */
  runOne<Name extends WorkName<Work>>(
    name: Name,
    input: WorkInput<Work, Name>,
    item: number,
    options?: Omit<RunOptions<Work, Name>, 'shouldStop'>,
  ): Promise<WorkResult<Work, Name>>
  /** Ends the helpers, in the middle of a part if need be; a run that is under way fails. */
  close(): Promise<void>
}

export interface PoolOptions {
  /** The calling thread and helpers beside it; default: `defaultThreads`. */
  readonly threads?: number
}

/** The threads of one analysis, for the engine's work. Helpers start at once; each takes about 30 ms until it can work. */
export function openThreadPool(options: PoolOptions = {}): ThreadPool<EngineWork> {
  return threadPoolFor(ENGINE_WORK, new URL('./engine-thread.ts', import.meta.url), options)
}

/** @param entry  module that calls `serveParts` with the same work */
export function threadPoolFor<Work extends PartWork>(
  work: Work,
  entry: URL,
  { threads = defaultThreads() }: PoolOptions = {},
): ThreadPool<Work> {
  if (!(Number.isInteger(threads) && threads > 0)) throw new RangeError(`${threads} threads`)
  const helpers = Array.from({ length: threads - 1 }, () => new HelperThread(entry))
  const idle = [...helpers]
  let runs = 0
  return {
    threads,
    run: async <Name extends WorkName<Work>>(
      name: Name,
      input: WorkInput<Work, Name>,
      count: number,
      options: RunOptions<Work, Name> = {},
    ) => {
      const part = work[name] as unknown as AnyPart
      return (await runOnPool(helpers, { run: runs++, name, part, input, count, options })) as WorkResult<Work, Name>[]
    },
    runOne: async <Name extends WorkName<Work>>(
      name: Name,
      input: WorkInput<Work, Name>,
      item: number,
      options: RunOptions<Work, Name> = {},
    ) => {
      const helper = idle.pop()
      if (!helper) throw new RangeError('more parts at once than there are helpers')
      const queue = WorkQueue.of(item)
      const results = new PartResults(1, queue, options)
      await helper.join({ run: runs++, name, input, count: item + 1, shared: queue.shared }, results)
      idle.push(helper)
      return results.inOrder()[0] as WorkResult<Work, Name>
    },
    async close() {
      await Promise.all(helpers.map((helper) => helper.end()))
    },
  }
}
