import { lossFunction } from '../../losses/loss-function.ts'
import type { BinnedFeatures } from '../bins/binned-features.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'
import type { BoostingOptions } from './boosting-options.ts'
import { BoostingTrainer } from './boosting-trainer.ts'

export interface BoostingData {
  /** n of the binned table: targets of the rows that are not used are ignored. */
  readonly target: Float64Array
  /** n, or left out: every row counts once. */
  readonly weights?: Float64Array
  /** The rows to train on; left out: all. */
  readonly rows?: ArrayLike<number>
}

export interface BoostingWatch {
  /** Rows whose scores are kept up to date while trees are added. */
  readonly rows: ArrayLike<number>
  /** @param scores outputs × rows, output by output. false: no further round */
  readonly onRound: (round: number, scores: Float64Array) => boolean
}

/**
 * Gradient boosting of trees: each round adds to every output a tree that is grown on the derivatives of the loss.
 *
 * @throws RangeError for options out of range, rows or targets that do not fit
 *
 * Source: Friedman, Greedy function approximation, Ann. Statist. 29 (2001) 1189; Ke et al., LightGBM, NeurIPS 2017; Chen & Guestrin,
 * XGBoost, KDD 2016. Cost: rounds · outputs · n · p · depth, half of it saved by subtracting histograms.
 */
export function trainBoosting(
  binned: BinnedFeatures,
  data: BoostingData,
  options: BoostingOptions,
  watch?: BoostingWatch,
): TreeEnsemble {
  const rows = data.rows ?? Int32Array.from({ length: binned.rows }, (_, i) => i)
  const trainer = new BoostingTrainer(binned, rows, watch?.rows ?? [], lossFunction(options.loss).outputs)
  return trainer.train(data.target, data.weights ?? null, options, watch?.onRound)
}
