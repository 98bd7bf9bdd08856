import type { TreeEnsemble } from '../trees/tree-ensemble.ts'
import type { ShapInteractions, ShapValues } from './shap-values.ts'

/** Where a walk through trees adds what it finds: the values of rows from … to − 1, and of pairs of features where asked for. */
export class ShapTarget {
  readonly #from: number
  readonly #rows: number
  readonly #features: number
  readonly #outputs: number
  readonly values: Float64Array
  readonly pairs: Float64Array | null

  constructor(ensemble: TreeEnsemble, from: number, to: number, withPairs: boolean) {
    const { features, outputs } = ensemble
    this.#from = from
    this.#rows = to - from
    this.#features = features
    this.#outputs = outputs
    this.values = new Float64Array(outputs * this.#rows * features)
    this.pairs = withPairs ? new Float64Array(outputs * this.#rows * features * features) : null
  }

  /** Adds amounts[s] to feature onPath[s] of each of the rows. */
  add(
    output: number,
    rows: Int32Array,
    start: number,
    end: number,
    onPath: Int32Array,
    amounts: Float64Array,
    count: number,
  ) {
    const values = this.values
    const features = this.#features
    const origin = output * this.#rows - this.#from
    for (let i = start; i < end; i++) {
      const at = (origin + rows[i]!) * features
      for (let s = 0; s < count; s++) values[at + onPath[s]!]! += amounts[s]!
    }
  }

  /** Adds amounts[s·count + r], r < s, to the pair of onPath[s] and onPath[r] of each of the rows, below the diagonal or above. */
  addPairs(
    output: number,
    rows: Int32Array,
    start: number,
    end: number,
    onPath: Int32Array,
    amounts: Float64Array,
    count: number,
  ) {
    const pairs = this.pairs!
    const features = this.#features
    const origin = output * this.#rows - this.#from
    for (let i = start; i < end; i++) {
      const at = (origin + rows[i]!) * features * features
      for (let s = 1; s < count; s++) {
        const atRow = at + onPath[s]! * features
        for (let r = 0; r < s; r++) pairs[atRow + onPath[r]!]! += amounts[s * count + r]!
      }
    }
  }

  result(base: Float64Array): ShapValues {
    return { rows: this.#rows, features: this.#features, outputs: this.#outputs, values: this.values, base }
  }

  /** Makes the pairs symmetric, and the diagonal what is left of the values. */
  resultWithPairs(base: Float64Array): ShapInteractions {
    const p = this.#features
    const pairs = this.pairs!
    for (let at = 0; at < this.values.length; at += p) {
      const matrix = pairs.subarray(at * p, (at + p) * p)
      for (let i = 0; i < p; i++) {
        for (let j = 0; j < i; j++) {
          const both = matrix[i * p + j]! + matrix[j * p + i]!
          matrix[i * p + j] = both
          matrix[j * p + i] = both
        }
      }
      for (let i = 0; i < p; i++) {
        let rest = this.values[at + i]!
        for (let j = 0; j < p; j++) if (j !== i) rest -= matrix[i * p + j]!
        matrix[i * p + i] = rest
      }
    }
    return { ...this.result(base), interactions: pairs }
  }
}
