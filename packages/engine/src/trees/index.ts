export {
  type BinOptions,
  binFeature,
  binFeatures,
  emptyCodes,
  type FeatureBins,
  gatherBins,
} from './bins/bin-features.ts'
export { type BinnedFeatures, MISSING_BIN } from './bins/binned-features.ts'
export {
  type BoostingOptions,
  type CategoryOptions,
  DEPTH_WISE_DEFAULTS,
  type Growth,
  LEAF_WISE_DEFAULTS,
} from './boost/boosting-options.ts'
export { BoostingTrainer } from './boost/boosting-trainer.ts'
export {
  canBeSharded,
  type ShardedTraining,
  serveShards,
  shardTraining,
  trainShards,
} from './boost/shards/train-sharded.ts'
export { type BoostingData, type BoostingWatch, trainBoosting } from './boost/train-boosting.ts'
export {
  EXTRA_TREES_DEFAULTS,
  type ForestCriterion,
  type ForestKind,
  type ForestOptions,
  RANDOM_FOREST_DEFAULTS,
} from './forest/forest-options.ts'
export type { ForestData } from './forest/forest-problem.ts'
export { forestSpread } from './forest/forest-spread.ts'
export { mergeEnsembles } from './forest/merge-ensembles.ts'
export {
  type Forest,
  type ForestPart,
  mergeForests,
  type TreeRange,
  trainForest,
  trainForestPart,
} from './forest/train-forest.ts'
export { goesLeft, leafOf } from './node-decision.ts'
export { predictRaw } from './predict/predict-raw.ts'
export type { TreeEnsemble } from './tree-ensemble.ts'
