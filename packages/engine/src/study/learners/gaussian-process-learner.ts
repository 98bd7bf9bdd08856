import type { CovarianceKernel } from '../../gaussian-process/covariance.ts'
import { fitGaussianProcess } from '../../gaussian-process/fit-gaussian-process.ts'
import { leaveOneOut } from '../../gaussian-process/leave-one-out.ts'
import { fillMissing, fillValues } from '../../predictor/fill-missing.ts'
import { applyTransform, fitTransform, invertTransform, type TransformKind } from '../../transforms/target-transform.ts'
import type { Evaluation, FittedModel, FoldWatch, Learner, LearnerSession, Setting } from '../learner.ts'
import { lossOf, type StudyData } from '../study-data.ts'
import { RefittedSession } from './refitted-session.ts'
import { transformDimension } from './transform-dimension.ts'

const STARTS = 2

/** Gaussian processes; where rows may be judged one by one, each setting takes one fit, else one a fold. */
export const gaussianProcessLearner: Learner = {
  space: (data) => [
    { kind: 'categorical', name: 'kernel', choices: ['matern52', 'matern32', 'rbf'] },
    transformDimension(data),
  ],
  starts: ({ transforms }) => transforms.map((transform) => ({ kernel: 'matern52', transform })),
  open: (data) =>
    data.rowsAreExchangeable
      ? new LeaveOneOutSession(data)
      : new RefittedSession(data, (setting, matrix, target) => {
          const fill = fillValues(matrix)
          return {
            kind: 'filled',
            fill,
            predictor: {
              kind: 'gaussian_process',
              process: fitProcess(data, setting, fillMissing(matrix, fill), target),
            },
          }
        }),
}

function fitProcess({ seed }: StudyData, setting: Setting, matrix: StudyData['matrix'], target: Float64Array) {
  return fitGaussianProcess(matrix, target, { kernel: setting['kernel'] as CovarianceKernel, starts: STARTS, seed })
}

/** Fits once a setting and predicts each row without it in closed form. */
class LeaveOneOutSession implements LearnerSession {
  readonly #data: StudyData
  readonly #fill: Float64Array
  readonly #matrix: StudyData['matrix']
  #best: { readonly evaluation: Evaluation; readonly outOfFold: Float64Array; readonly fitted: FittedModel } | undefined

  constructor(data: StudyData) {
    this.#data = data
    this.#fill = fillValues(data.matrix)
    this.#matrix = fillMissing(data.matrix, this.#fill)
  }

  evaluate(setting: Setting, _watch: FoldWatch): Evaluation {
    const { target, metric } = this.#data
    const transform = fitTransform(setting['transform'] as TransformKind, target)
    const process = fitProcess(this.#data, setting, this.#matrix, applyTransform(transform, target))
    const outOfFold = invertTransform(transform, leaveOneOut(process).mean).values
    let sum = 0
    for (let i = 0; i < target.length; i++) sum += lossOf(metric, outOfFold[i]! - target[i]!)
    const evaluation = { meanLoss: sum / target.length }
    if (!this.#best || evaluation.meanLoss < this.#best.evaluation.meanLoss) {
      const predictor = { kind: 'filled', fill: this.#fill, predictor: { kind: 'gaussian_process', process } } as const
      this.#best = { evaluation, outOfFold, fitted: { predictor, transform } }
    }
    return evaluation
  }

  outOfFold(): Float64Array {
    return this.#best!.outOfFold
  }

  fit(): FittedModel {
    return this.#best!.fitted
  }
}
