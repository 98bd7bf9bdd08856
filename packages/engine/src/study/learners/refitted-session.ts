import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import type { Predictor } from '../../predictor/predictor.ts'
import type { TransformKind } from '../../transforms/target-transform.ts'
import { evaluateInFolds, fitTransformed } from '../fold-evaluation.ts'
import type { Evaluation, FittedModel, FoldWatch, LearnerSession, Setting } from '../learner.ts'
import type { StudyData } from '../study-data.ts'

/** Fits in the transformed response, on the given rows only. */
export type FitRows = (setting: Setting, matrix: FeatureMatrix, target: Float64Array) => Predictor

/** A learner that is fitted anew in each fold; the predictions of the best setting so far are kept. */
export class RefittedSession implements LearnerSession {
  readonly #data: StudyData
  readonly #fit: FitRows
  #best: { readonly meanLoss: number; readonly setting: Setting; readonly outOfFold: Float64Array } | undefined

  constructor(data: StudyData, fit: FitRows) {
    this.#data = data
    this.#fit = fit
  }

  evaluate(setting: Setting, watch: FoldWatch): Evaluation | null {
    const judged = this.#judge(setting, watch)
    if (!judged) return null
    const { evaluation, outOfFold } = judged
    if (!this.#best || evaluation.meanLoss < this.#best.meanLoss) {
      this.#best = { meanLoss: evaluation.meanLoss, setting, outOfFold }
    }
    return evaluation
  }

  outOfFold(setting: Setting): Float64Array {
    return this.#best?.setting === setting ? this.#best.outOfFold : this.#judge(setting, () => true)!.outOfFold
  }

  fit(setting: Setting): FittedModel {
    const { matrix, target } = this.#data
    return fitTransformed(matrix, target, kindOf(setting), (rows, transformed) => this.#fit(setting, rows, transformed))
  }

  #judge(setting: Setting, watch: FoldWatch): ReturnType<typeof evaluateInFolds> {
    const fit = (rows: FeatureMatrix, transformed: Float64Array) => this.#fit(setting, rows, transformed)
    return evaluateInFolds(this.#data, kindOf(setting), fit, watch)
  }
}

function kindOf(setting: Setting): TransformKind {
  return setting['transform'] as TransformKind
}
