import { applyTransform, fitTransform, invertTransform, type TransformKind } from '../../transforms/target-transform.ts'
import { binFeatures } from '../../trees/bins/bin-features.ts'
import { type BinnedFeatures } from '../../trees/bins/binned-features.ts'
import type { ForestKind } from '../../trees/forest/forest-options.ts'
import { trainForest } from '../../trees/forest/train-forest.ts'
import type { Evaluation, FittedModel, FoldWatch, Learner, LearnerSession, Setting } from '../learner.ts'
import { lossOf, type StudyData } from '../study-data.ts'
import { FOREST_LIMITS, forestOptions, TREES, TREES_IN_SEARCH } from './forest-settings.ts'
import { RefittedSession } from './refitted-session.ts'
import { transformDimension } from './transform-dimension.ts'

/** A forest hardly depends on its settings; in folds each trial takes several fits. */
const MOST_TRIALS = { outOfBag: 12, inFolds: 7 }

/** Forests; where rows may be judged one by one, by the trees that did not draw them, else fold by fold. */
export function forestLearner(kind: ForestKind): Learner {
  return {
    space: (data) => [
      { kind: 'float', name: 'max_features', low: 0.2, high: 1 },
      { kind: 'int', name: 'min_samples_leaf', low: 1, high: 10, log: true },
      transformDimension(data),
    ],
    limits: FOREST_LIMITS,
    starts: ({ transforms }) =>
      [1, 0.5, 0.34].map((share) => ({ max_features: share, min_samples_leaf: 1, transform: transforms[0]! })),
    mostTrials: ({ rowsAreExchangeable, transforms }) =>
      (rowsAreExchangeable ? MOST_TRIALS.outOfBag : MOST_TRIALS.inFolds) + 2 * (transforms.length - 1),
    open: (data) =>
      data.rowsAreExchangeable
        ? new OutOfBagSession(data, kind)
        : new RefittedSession(data, (setting, matrix, target) => {
            const { ensemble } = trainForest(
              binFeatures(matrix),
              { target },
              forestOptions(kind, setting, data.seed, TREES_IN_SEARCH),
            )
            return { kind: 'trees', ensemble, link: 'identity' }
          }),
  }
}

class OutOfBagSession implements LearnerSession {
  readonly #data: StudyData
  readonly #kind: ForestKind
  readonly #binned: BinnedFeatures
  #final: { readonly setting: Setting; readonly outOfFold: Float64Array; readonly fitted: FittedModel } | undefined

  constructor(data: StudyData, kind: ForestKind) {
    this.#data = data
    this.#kind = kind
    this.#binned = binFeatures(data.matrix)
  }

  evaluate(setting: Setting, _watch: FoldWatch): Evaluation {
    const { outOfFold } = this.#grow(setting, TREES_IN_SEARCH)
    const { target, metric } = this.#data
    let sum = 0
    let rows = 0
    for (let i = 0; i < target.length; i++) {
      if (Number.isNaN(outOfFold[i]!)) continue
      sum += lossOf(metric, outOfFold[i]! - target[i]!)
      rows++
    }
    return { meanLoss: sum / rows }
  }

  outOfFold(setting: Setting): Float64Array {
    return this.#finish(setting).outOfFold
  }

  fit(setting: Setting): FittedModel {
    return this.#finish(setting).fitted
  }

  #finish(setting: Setting) {
    if (this.#final?.setting !== setting) this.#final = { setting, ...this.#grow(setting, TREES) }
    return this.#final
  }

  #grow(setting: Setting, trees: number): { readonly outOfFold: Float64Array; readonly fitted: FittedModel } {
    const { target, seed } = this.#data
    const transform = fitTransform(setting['transform'] as TransformKind, target)
    const options = forestOptions(this.#kind, setting, seed, trees)
    const { ensemble, outOfBag } = trainForest(this.#binned, { target: applyTransform(transform, target) }, options)
    return {
      outOfFold: invertTransform(transform, outOfBag.prediction).values,
      fitted: { predictor: { kind: 'trees', ensemble, link: 'identity' }, transform },
    }
  }
}
