import { binFeatures } from '../../trees/bins/bin-features.ts'
import type { BinnedFeatures } from '../../trees/bins/binned-features.ts'
import type { BoostingOptions } from '../../trees/boost/boosting-options.ts'
import { BoostingTrainer } from '../../trees/boost/boosting-trainer.ts'
import type { TreeEnsemble } from '../../trees/tree-ensemble.ts'
import type { Evaluation, FoldWatch, LearnerSession, Setting } from '../learner.ts'
import type { StudyBasis, StudyFold } from '../study-data.ts'
import { MOST_BINS, paceOf } from './boosting-settings.ts'

/** The whole study has more rows than a fold: so many more rounds. */
const MORE_ROUNDS = 1.1

/** What is boosted for. */
export interface BoostingTask<Fitted> {
  readonly outputs: number
  optionsOf(setting: Setting): BoostingOptions
  /** The task on some of the rows; a target may be transformed by what they tell. */
  on(setting: Setting, rows: ArrayLike<number>): BoostingTarget
  /** Σ loss of predictions of the given rows. */
  lossOf(rows: ArrayLike<number>, predicted: Float64Array): number
  /** @param ensemble  of all rows */
  fitted(setting: Setting, ensemble: TreeEnsemble): Fitted
}

export interface BoostingTarget {
  /** n of all rows of the study: what the trees are to give. */
  readonly target: Float64Array
  /** n, or null. */
  readonly weights: Float64Array | null
  /** Raw scores, outputs × rows, to predictions; may be the scores themselves. */
  readonly predictionsOf: (scores: Float64Array) => Float64Array
}

interface FoldCurve {
  /** Σ loss after each round. */
  readonly losses: number[]
  readonly predictions: Float64Array[]
}

/** Boosting in the folds of a study: the rounds that the validation rows of all folds together are predicted best by. */
export class BoostingSession<Fitted> implements LearnerSession<Fitted> {
  readonly #data: StudyBasis
  readonly #task: BoostingTask<Fitted>
  readonly #binned: BinnedFeatures
  /** Made when a fold is first needed, then used by all trials. */
  readonly #trainers: BoostingTrainer[] = []
  #best: { readonly meanLoss: number; readonly setting: Setting; readonly outOfFold: Float64Array } | undefined

  constructor(data: StudyBasis, task: BoostingTask<Fitted>) {
    this.#data = data
    this.#task = task
    this.#binned = binFeatures(data.matrix, { maxBins: MOST_BINS })
  }

  evaluate(setting: Setting, watch: FoldWatch): Evaluation | null {
    const options = { ...this.#task.optionsOf(setting), rounds: paceOf(this.#data).rounds }
    const total = new Float64Array(options.rounds)
    const curves: FoldCurve[] = []
    let rows = 0
    for (const [fold, part] of this.#data.folds.entries()) {
      const curve = this.#foldCurve(fold, setting, options)
      curves.push(curve)
      const { losses } = curve
      for (let round = 0; round < total.length; round++) total[round]! += losses[Math.min(round, losses.length - 1)]!
      rows += part.validation.length
      if (!watch(fold + 1, total[leastIndex(total)]!, rows)) return null
    }
    const best = leastIndex(total)
    const meanLoss = total[best]! / rows
    if (!this.#best || meanLoss < this.#best.meanLoss) {
      this.#best = { meanLoss, setting, outOfFold: this.#predictionsAt(curves, best) }
    }
    return { meanLoss, rounds: best + 1 }
  }

  outOfFold(setting: Setting): Float64Array {
    if (this.#best?.setting !== setting) throw new RangeError('only the best setting is asked for its predictions')
    return this.#best.outOfFold
  }

  fit(setting: Setting, { rounds }: Evaluation): Fitted {
    const all = Int32Array.from({ length: this.#data.matrix.rows }, (_, row) => row)
    const options = { ...this.#task.optionsOf(setting), rounds: Math.ceil(rounds! * MORE_ROUNDS) }
    const { target, weights } = this.#task.on(setting, all)
    const trainer = new BoostingTrainer(this.#binned, all, [], this.#task.outputs)
    return this.#task.fitted(setting, trainer.train(target, weights, options))
  }

  /** The fold's validation rows after each round, up to where their loss stopped falling. */
  #foldCurve(fold: number, setting: Setting, options: BoostingOptions): FoldCurve {
    const { training, validation }: StudyFold = this.#data.folds[fold]!
    const { target, weights, predictionsOf } = this.#task.on(setting, training)
    const { patience } = paceOf(this.#data)
    const curve: FoldCurve = { losses: [], predictions: [] }
    let best = 0
    this.#trainers[fold] ??= new BoostingTrainer(this.#binned, training, validation, this.#task.outputs)
    this.#trainers[fold].watch(target, weights, options, (round, scores) => {
      const predicted = predictionsOf(scores)
      const loss = this.#task.lossOf(validation, predicted)
      curve.losses.push(loss)
      curve.predictions.push(predicted.slice())
      if (loss < curve.losses[best]!) best = round
      return round - best < patience
    })
    return curve
  }

  #predictionsAt(curves: readonly FoldCurve[], round: number): Float64Array {
    const { rows } = this.#data.matrix
    const { outputs } = this.#task
    const predicted = new Float64Array(outputs * rows).fill(Number.NaN)
    for (const [fold, { validation }] of this.#data.folds.entries()) {
      const { predictions } = curves[fold]!
      const last = predictions[Math.min(round, predictions.length - 1)]!
      const count = validation.length
      for (let k = 0; k < outputs; k++)
        for (let i = 0; i < count; i++) predicted[k * rows + validation[i]!] = last[k * count + i]!
    }
    return predicted
  }
}

function leastIndex(values: Float64Array): number {
  let least = 0
  for (let k = 1; k < values.length; k++) if (values[k]! < values[least]!) least = k
  return least
}
