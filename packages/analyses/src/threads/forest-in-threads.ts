import { type BinnedFeatures, type Forest, type ForestData, type ForestOptions, mergeForests } from '@zerosec/engine'
import type { EngineWork } from './engine-work.ts'
import type { ThreadPool } from './thread-pool.ts'

/** Parts a thread: their trees differ in size, and a part costs little by itself. */
const PARTS = 4

/** `trainForest` on the threads of a pool: the same bytes for any number of them. */
export async function trainForestInThreads(
  pool: ThreadPool<EngineWork>,
  binned: BinnedFeatures,
  data: ForestData,
  options: ForestOptions,
): Promise<Forest> {
  const batch = Math.max(1, Math.ceil(options.trees / (PARTS * pool.threads)))
  const input = { binned, data, options, batch }
  return mergeForests(await pool.run('forestTrees', input, Math.ceil(options.trees / batch)))
}
