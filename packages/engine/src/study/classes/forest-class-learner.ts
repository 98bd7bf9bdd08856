import { calibrate } from '../../classify/calibration.ts'
import type { Predictor } from '../../predictor/predictor.ts'
import { binFeatures } from '../../trees/bins/bin-features.ts'
import type { BinnedFeatures } from '../../trees/bins/binned-features.ts'
import { trainClassForest } from '../../trees/forest/class-forest.ts'
import type { ForestKind } from '../../trees/forest/forest-options.ts'
import type { TreeEnsemble } from '../../trees/tree-ensemble.ts'
import type { Evaluation, LearnerSession, Setting } from '../learner.ts'
import { FOREST_LIMITS, forestOptions, TREES, TREES_IN_SEARCH } from '../learners/forest-settings.ts'
import { type ClassData, type ClassLearner, classLossOf, outputsFor } from './class-data.ts'
import { RefittedClassSession } from './refitted-class-session.ts'

const MOST_TRIALS = { twoClasses: 8, inFolds: 5, manyClasses: 3 }

/** Forests; where rows may be judged one by one, by the trees that did not draw them, else fold by fold. */
export function forestClassLearner(kind: ForestKind): ClassLearner {
  return {
    space: () => [
      { kind: 'float', name: 'max_features', low: 0.05, high: 1 },
      { kind: 'int', name: 'min_samples_leaf', low: 1, high: 10, log: true },
    ],
    limits: FOREST_LIMITS,
    starts: ({ matrix }) => {
      const root = Math.max(0.05, 1 / Math.sqrt(matrix.columns.length))
      return [root, Math.min(1, 2 * root), 0.5].map((share) => ({ max_features: share, min_samples_leaf: 1 }))
    },
    mostTrials: ({ rowsAreExchangeable, classes }) =>
      classes > 2 ? MOST_TRIALS.manyClasses : rowsAreExchangeable ? MOST_TRIALS.twoClasses : MOST_TRIALS.inFolds,
    open: (data) =>
      data.rowsAreExchangeable
        ? new OutOfBagClassSession(data, kind)
        : new RefittedClassSession(data, (setting, { matrix, target, weights }) => {
            const options = forestOptions(kind, setting, data.seed, TREES_IN_SEARCH)
            return sharesOfTrees(trainClassForest(binFeatures(matrix), target, data.classes, weights, options).ensemble)
          }),
  }
}

/** Of more than two classes each has a forest of its own: their shares are made to sum to 1. */
function sharesOfTrees(ensemble: TreeEnsemble): Predictor {
  const trees = { kind: 'trees', ensemble, link: 'identity' } as const
  return ensemble.outputs === 1 ? trees : { kind: 'calibrated', calibration: { kind: 'none' }, predictor: trees }
}

class OutOfBagClassSession implements LearnerSession<Predictor> {
  readonly #data: ClassData
  readonly #kind: ForestKind
  readonly #binned: BinnedFeatures
  #final: { readonly setting: Setting; readonly outOfFold: Float64Array; readonly fitted: Predictor } | undefined

  constructor(data: ClassData, kind: ForestKind) {
    this.#data = data
    this.#kind = kind
    this.#binned = binFeatures(data.matrix)
  }

  evaluate(setting: Setting): Evaluation {
    const { outOfFold } = this.#grow(setting, TREES_IN_SEARCH)
    const rows = Int32Array.from(this.#data.target.keys())
    const loss = classLossOf(this.#data, rows, outOfFold)
    return { meanLoss: loss.sum / loss.rows }
  }

  outOfFold(setting: Setting): Float64Array {
    return this.#finish(setting).outOfFold
  }

  fit(setting: Setting): Predictor {
    return this.#finish(setting).fitted
  }

  #finish(setting: Setting) {
    if (this.#final?.setting !== setting) this.#final = { setting, ...this.#grow(setting, TREES) }
    return this.#final
  }

  #grow(setting: Setting, trees: number): { readonly outOfFold: Float64Array; readonly fitted: Predictor } {
    const { target, seed, classes, weights } = this.#data
    const options = forestOptions(this.#kind, setting, seed, trees)
    const { ensemble, outOfBag } = trainClassForest(this.#binned, target, classes, weights, options)
    const outOfFold = outputsFor(classes) === 1 ? outOfBag : calibrate({ kind: 'none' }, outOfBag, target.length)
    return { outOfFold, fitted: sharesOfTrees(ensemble) }
  }
}
