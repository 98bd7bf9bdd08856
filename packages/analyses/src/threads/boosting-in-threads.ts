import {
  type BinnedFeatures,
  type BoostingOptions,
  canBeSharded,
  emptyCodes,
  type FeatureMatrix,
  gatherBins,
  shardTraining,
  type TreeEnsemble,
  trainBoosting,
} from '@zerosec/engine'
import type { EngineWork } from './engine-work.ts'
import type { ThreadPool } from './thread-pool.ts'

/** Below, a training is done before threads have shared it. */
const LEAST_ROWS = 50_000

/** `binFeatures` on the threads of a pool. Columns on memory that threads share are not copied to them. */
export async function binFeaturesInThreads(
  pool: ThreadPool<EngineWork>,
  matrix: FeatureMatrix,
): Promise<BinnedFeatures> {
  const codes = emptyCodes(matrix)
  return gatherBins(matrix, codes, await pool.run('featureBins', { matrix, codes }, matrix.columns.length))
}

/**
 * `trainBoosting` on the threads of a pool: the same bytes for any number of them. From 50,000 rows on, errors are rounded as
 * `shardTraining` says, where it takes the options; other trainings are one thread's.
 */
export async function trainBoostingInThreads(
  pool: ThreadPool<EngineWork>,
  binned: BinnedFeatures,
  target: Float64Array,
  options: BoostingOptions,
): Promise<TreeEnsemble> {
  if (binned.rows < LEAST_ROWS || !canBeSharded(binned, options)) return trainBoosting(binned, { target }, options)
  const [ensemble] = await pool.run(
    'shardedBoosting',
    shardTraining(binned, target, options, pool.threads),
    pool.threads,
  )
  return ensemble!
}
