import { conditionGaussianProcess } from '../../gaussian-process/condition-gaussian-process.ts'
import type { CovarianceKernel } from '../../gaussian-process/covariance.ts'
import { fitGaussianProcess } from '../../gaussian-process/fit-gaussian-process.ts'
import type { GaussianProcess } from '../../gaussian-process/gaussian-process.ts'
import { leaveOneOut } from '../../gaussian-process/leave-one-out.ts'
import { fillMissing, fillValues } from '../../predictor/fill-missing.ts'
import type { Predictor } from '../../predictor/predictor.ts'
import {
  applyTransform,
  fitTransform,
  invertTransform,
  type TargetTransform,
  type TransformKind,
} from '../../transforms/target-transform.ts'
import { evaluateInFolds } from '../fold-evaluation.ts'
import type { Evaluation, FittedModel, FoldWatch, Learner, LearnerSession, Setting } from '../learner.ts'
import { lossOf, type StudyData } from '../study-data.ts'
import { transformDimension } from './transform-dimension.ts'

/** Above so many rows a fit takes long, and less of the search is done anew for each setting. */
const FEW_ROWS = 200
const MANY_ROWS = 600
const MOST_TRIALS = 4

/** Gaussian processes. */
export const gaussianProcessLearner: Learner = {
  space: (data) => [
    {
      kind: 'categorical',
      name: 'kernel',
      choices: data.matrix.rows > MANY_ROWS ? ['matern52', 'matern32'] : ['matern52', 'matern32', 'rbf'],
    },
    transformDimension(data),
  ],
  starts: ({ transforms: [first, ...others] }) => [
    { kernel: 'matern52', transform: first! },
    { kernel: 'matern32', transform: first! },
    ...others.map((transform) => ({ kernel: 'matern52', transform })),
  ],
  mostTrials: ({ matrix }) => (matrix.rows > FEW_ROWS ? MOST_TRIALS : Number.POSITIVE_INFINITY),
  open: (data) => new FittedOnceSession(data),
}

function fitProcess({ seed }: StudyData, setting: Setting, matrix: StudyData['matrix'], target: Float64Array) {
  const kernel = setting['kernel'] as CovarianceKernel
  if (matrix.rows <= FEW_ROWS) return fitGaussianProcess(matrix, target, { kernel, seed, starts: 2 })
  const linear = matrix.rows > MANY_ROWS ? false : 'auto'
  return fitGaussianProcess(matrix, target, { kernel, seed, starts: 1, searchRows: 300, linear })
}

interface Judged {
  readonly evaluation: Evaluation
  readonly outOfFold: Float64Array
}

/**
 * Fits once a setting, on all rows of the study. Where rows may be judged one by one each is predicted without it in closed form, else
 * the process is conditioned on the training rows of each fold: either way the hyperparameters have seen what they are judged by.
 */
class FittedOnceSession implements LearnerSession {
  readonly #data: StudyData
  readonly #fill: Float64Array
  readonly #matrix: StudyData['matrix']
  #best: (Judged & { readonly fitted: FittedModel }) | undefined

  constructor(data: StudyData) {
    this.#data = data
    this.#fill = fillValues(data.matrix)
    this.#matrix = fillMissing(data.matrix, this.#fill)
  }

  evaluate(setting: Setting, watch: FoldWatch): Evaluation | null {
    const transform = fitTransform(setting['transform'] as TransformKind, this.#data.target)
    const process = fitProcess(this.#data, setting, this.#matrix, applyTransform(transform, this.#data.target))
    const judged = this.#data.rowsAreExchangeable
      ? this.#withoutEachRow(process, transform)
      : this.#inFolds(process, setting, watch)
    if (!judged) return null
    if (!this.#best || judged.evaluation.meanLoss < this.#best.evaluation.meanLoss) {
      const predictor = { kind: 'filled', fill: this.#fill, predictor: { kind: 'gaussian_process', process } } as const
      this.#best = { ...judged, fitted: { predictor, transform } }
    }
    return judged.evaluation
  }

  outOfFold(): Float64Array {
    return this.#best!.outOfFold
  }

  fit(): FittedModel {
    return this.#best!.fitted
  }

  #withoutEachRow(process: GaussianProcess, transform: TargetTransform): Judged {
    const { target, metric } = this.#data
    const outOfFold = invertTransform(transform, leaveOneOut(process).mean).values
    let sum = 0
    for (let i = 0; i < target.length; i++) sum += lossOf(metric, outOfFold[i]! - target[i]!)
    return { evaluation: { meanLoss: sum / target.length }, outOfFold }
  }

  #inFolds(process: GaussianProcess, setting: Setting, watch: FoldWatch): Judged | null {
    const condition = (matrix: StudyData['matrix'], target: Float64Array): Predictor => {
      const fill = fillValues(matrix)
      const own = conditionGaussianProcess(fillMissing(matrix, fill), target, process)
      return { kind: 'filled', fill, predictor: { kind: 'gaussian_process', process: own } }
    }
    return evaluateInFolds(this.#data, setting['transform'] as TransformKind, condition, watch)
  }
}
