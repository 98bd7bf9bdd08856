import { type FeatureMatrix, takeRows } from '../../features/feature-matrix.ts'
import { predictWith } from '../../predictor/predict-with.ts'
import type { Predictor } from '../../predictor/predictor.ts'
import type { Evaluation, FoldWatch, LearnerSession, Setting } from '../learner.ts'
import { targetsOf } from '../study-data.ts'
import { type ClassData, classLossOf, outputsFor } from './class-data.ts'

/** Rows to fit on, with what they are to give. */
export interface ClassRows {
  readonly matrix: FeatureMatrix
  readonly target: Float64Array
  readonly weights: Float64Array | null
}

export type FitClassRows = (setting: Setting, rows: ClassRows) => Predictor

/** A learner that is fitted anew in each fold; the shares of the best setting so far are kept. */
export class RefittedClassSession implements LearnerSession<Predictor> {
  readonly #data: ClassData
  readonly #fit: FitClassRows
  #best: { readonly meanLoss: number; readonly setting: Setting; readonly outOfFold: Float64Array } | undefined

  constructor(data: ClassData, fit: FitClassRows) {
    this.#data = data
    this.#fit = fit
  }

  evaluate(setting: Setting, watch: FoldWatch): Evaluation | null {
    const { matrix, classes, folds } = this.#data
    const outOfFold = new Float64Array(outputsFor(classes) * matrix.rows).fill(Number.NaN)
    let sum = 0
    let rows = 0
    for (const [fold, { training, validation }] of folds.entries()) {
      const shares = predictWith(this.#fit(setting, classRows(this.#data, training)), takeRows(matrix, validation))
      placeShares(shares, validation, outOfFold)
      const loss = classLossOf(this.#data, validation, shares)
      sum += loss.sum
      rows += loss.rows
      if (!watch(fold + 1, sum, rows)) return null
    }
    const meanLoss = sum / rows
    if (!this.#best || meanLoss < this.#best.meanLoss) this.#best = { meanLoss, setting, outOfFold }
    return { meanLoss }
  }

  outOfFold(setting: Setting): Float64Array {
    if (this.#best?.setting !== setting) throw new RangeError('only the best setting is asked for its predictions')
    return this.#best.outOfFold
  }

  fit(setting: Setting): Predictor {
    return this.#fit(setting, this.#data)
  }
}

export function classRows({ matrix, target, weights }: ClassRows, rows: ArrayLike<number>): ClassRows {
  return {
    matrix: takeRows(matrix, rows),
    target: targetsOf(target, rows),
    weights: weights && targetsOf(weights, rows),
  }
}

/** Writes shares of some rows, outputs × rows.length, to their places among all. */
export function placeShares(shares: Float64Array, rows: ArrayLike<number>, into: Float64Array): void {
  const count = rows.length
  const outputs = count === 0 ? 0 : shares.length / count
  const all = into.length / (outputs || 1)
  for (let k = 0; k < outputs; k++) for (let i = 0; i < count; i++) into[k * all + rows[i]!] = shares[k * count + i]!
}
