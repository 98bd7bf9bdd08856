import type { EngineWork } from './engine-work.ts'
import type { WorkInput, WorkName, WorkResult } from './part-work.ts'
import { defaultThreads } from './thread-count.ts'
import { openThreadPool, type PoolOptions, type RunOptions } from './thread-pool.ts'

/** `run` of a thread pool that lives for this run alone. */
export async function runInThreads<Name extends WorkName<EngineWork>>(
  name: Name,
  input: WorkInput<EngineWork, Name>,
  count: number,
  { threads = defaultThreads(), ...options }: RunOptions<EngineWork, Name> & PoolOptions = {},
): Promise<WorkResult<EngineWork, Name>[]> {
  const pool = openThreadPool({ threads: Math.max(1, Math.min(threads, count)) })
  try {
    return await pool.run(name, input, count, options)
  } finally {
    await pool.close()
  }
}
