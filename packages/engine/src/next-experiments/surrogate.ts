import type { FeatureMatrix } from '../features/feature-matrix.ts'
import { conditionOn } from '../gaussian-process/condition-gaussian-process.ts'
import { fitGaussianProcess } from '../gaussian-process/fit-gaussian-process.ts'
import type { GaussianProcess } from '../gaussian-process/gaussian-process.ts'
import { leaveOneOut } from '../gaussian-process/leave-one-out.ts'
import { predictGaussianProcess } from '../gaussian-process/predict-gaussian-process.ts'
import { standardInputs } from '../gaussian-process/standard-inputs.ts'
import { binFeatures } from '../trees/bins/bin-features.ts'
import { RANDOM_FOREST_DEFAULTS } from '../trees/forest/forest-options.ts'
import { trainForest } from '../trees/forest/train-forest.ts'
import type { Belief } from './belief.ts'
import { forestBelief } from './forest-belief.ts'

export type SurrogateKind = 'gaussian_process' | 'forest'

/** A model of one response that tells how sure it is. */
export interface Surrogate {
  readonly kind: SurrogateKind
  /** n: what the other rows predict of each row that it was fitted on; NaN where nothing does. */
  readonly heldOut: Float64Array
  /** Standard deviation of a repeated measurement; 0 where the surrogate has no notion of it. */
  readonly noise: number
  predict(matrix: FeatureMatrix): Belief
  /** The surrogate after one more row was measured and gave what is expected of it: less is unknown near it, little else changes. */
  believing(row: FeatureMatrix): Surrogate
}

/** More rows say little more of the hyperparameters, and an engineer waits. */
const SEARCH_ROWS = 300

/** @param starts  random starts of the search for hyperparameters */
export function gaussianSurrogate(
  matrix: FeatureMatrix,
  target: Float64Array,
  { seed, starts }: { readonly seed: number; readonly starts: number },
): Surrogate {
  const process = fitGaussianProcess(matrix, target, { seed, starts, searchRows: SEARCH_ROWS })
  return surrogateOf(process, leaveOneOut(process).mean)
}

function surrogateOf(process: GaussianProcess, heldOut: Float64Array): Surrogate {
  return {
    kind: 'gaussian_process',
    heldOut,
    noise: process.targetScale * Math.sqrt(process.noiseVariance),
    predict(matrix) {
      const { mean, latentVariance } = predictGaussianProcess(process, matrix)
      return { mean, deviation: latentVariance.map(Math.sqrt) }
    },
    believing: (row) => surrogateOf(withBelievedRow(process, row), heldOut),
  }
}

/** Scaling and hyperparameters stay, so that the mean stays as it is and variances only fall. */
function withBelievedRow(process: GaussianProcess, row: FeatureMatrix): GaussianProcess {
  const [mean] = predictGaussianProcess(process, row).mean
  const added = standardInputs(row, process)
  const { levels, inputs, targets, targetMean, targetScale, centers, scales } = process
  const columns = inputs.map((column, j) => Float64Array.of(...column, added[j]![0]!))
  const points = { rows: targets.length + 1, columns, levels }
  const believed = Float64Array.of(...targets, (mean! - targetMean) / targetScale)
  return conditionOn({ points, targets: believed, targetMean, targetScale, centers, scales }, process, null)
}

/** Of trees grown to single rows on bootstrap samples; how far they are apart is how unsure it is. */
export function forestSurrogate(
  matrix: FeatureMatrix,
  target: Float64Array,
  options: { readonly seed: number; readonly trees: number },
): Surrogate {
  const { ensemble, outOfBag } = trainForest(binFeatures(matrix), { target }, { ...RANDOM_FOREST_DEFAULTS, ...options })
  return {
    kind: 'forest',
    heldOut: outOfBag.prediction,
    noise: 0,
    predict: (asked) => forestBelief(ensemble, asked),
    believing(row) {
      const [mean] = forestBelief(ensemble, row).mean
      return forestSurrogate(joinRows(matrix, row), Float64Array.of(...target, mean!), options)
    },
  }
}

/** The rows of both, of the same features. */
export function joinRows(a: FeatureMatrix, b: FeatureMatrix): FeatureMatrix {
  const columns = a.columns.map((column, j) => {
    const joined = new Float64Array(a.rows + b.rows)
    joined.set(column)
    joined.set(b.columns[j]!, a.rows)
    return joined
  })
  return { rows: a.rows + b.rows, columns, levels: a.levels }
}
