import type { LogisticProblem, SparseLogistic } from './logistic-problem.ts'
import { addTransposed, multiply, weightedSquares } from './sparse-matrix.ts'

/** ½‖w‖² + cost · Σ weight · loss at a point: for each output its coefficients and, last, its intercept. */
export class LogisticObjective {
  /** Of a point. */
  readonly size: number
  readonly #problem: LogisticProblem
  readonly #outputs: number
  readonly #costs: Float64Array
  /** outputs × rows: shares of the last point whose gradient was asked for. */
  readonly #shares: Float64Array
  readonly #scores: Float64Array
  readonly #rowBuffer: Float64Array

  constructor(problem: LogisticProblem) {
    const { matrix, target, classes, cost, weights } = problem
    if (target.length !== matrix.rows || (weights && weights.length !== matrix.rows)) {
      throw new RangeError(`expected ${matrix.rows} classes and weights`)
    }
    if (!(cost > 0) || !(classes >= 2)) throw new RangeError('a cost is above 0, and classes are two at least')
    if (target.some((k) => k < 0 || k >= classes)) throw new RangeError(`classes are numbered from 0 to ${classes - 1}`)
    this.#problem = problem
    this.#outputs = classes === 2 ? 1 : classes
    this.size = this.#outputs * (matrix.width + 1)
    this.#costs = new Float64Array(matrix.rows).fill(cost)
    if (weights) for (let i = 0; i < matrix.rows; i++) this.#costs[i]! *= weights[i]!
    this.#shares = new Float64Array(this.#outputs * matrix.rows)
    this.#scores = new Float64Array(this.#outputs * matrix.rows)
    this.#rowBuffer = new Float64Array(matrix.rows)
  }

  /** The sum at a point. @param gradient  overwritten; null: not wanted, and the Hessian stays where it was */
  at(point: Float64Array, gradient: Float64Array | null): number {
    const { matrix } = this.#problem
    const { rows, width } = matrix
    let penalty = 0
    for (let k = 0; k < this.#outputs; k++) {
      const own = this.#scores.subarray(k * rows, (k + 1) * rows)
      this.#linear(point, k, own)
      const from = k * (width + 1)
      for (let j = from; j < from + width; j++) penalty += point[j]! * point[j]!
    }
    const loss = this.#outputs === 1 ? this.#logistic(gradient !== null) : this.#softmax(gradient !== null)
    if (gradient !== null) this.#gradient(point, gradient)
    return penalty / 2 + loss
  }

  /** out = Hessian · direction at the last point whose gradient was asked for. */
  timesHessian(direction: Float64Array, out: Float64Array): void {
    const { rows, width } = this.#problem.matrix
    const changes = this.#scores
    for (let k = 0; k < this.#outputs; k++) this.#linear(direction, k, changes.subarray(k * rows, (k + 1) * rows))
    const shares = this.#shares
    const mean = this.#rowBuffer.fill(0)
    if (this.#outputs > 1) {
      for (let k = 0, at = 0; k < this.#outputs; k++) {
        for (let i = 0; i < rows; i++, at++) mean[i]! += shares[at]! * changes[at]!
      }
    }
    out.set(direction)
    for (let k = 0; k < this.#outputs; k++) {
      const from = k * (width + 1)
      const own = changes.subarray(k * rows, (k + 1) * rows)
      let sum = 0
      for (let i = 0; i < rows; i++) {
        const share = shares[k * rows + i]!
        const curved = this.#outputs === 1 ? share * (1 - share) * own[i]! : share * (own[i]! - mean[i]!)
        own[i] = this.#costs[i]! * curved
        sum += own[i]!
      }
      addTransposed(this.#problem.matrix, own, out.subarray(from, from + width))
      out[from + width] = sum
    }
  }

  /** The Hessian's diagonal, above 0. */
  diagonal(): Float64Array {
    const { rows, width } = this.#problem.matrix
    const out = new Float64Array(this.size)
    const curvature = this.#rowBuffer
    for (let k = 0; k < this.#outputs; k++) {
      const from = k * (width + 1)
      let sum = 0
      for (let i = 0; i < rows; i++) {
        const share = this.#shares[k * rows + i]!
        curvature[i] = this.#costs[i]! * share * (1 - share)
        sum += curvature[i]!
      }
      weightedSquares(this.#problem.matrix, curvature, out.subarray(from, from + width))
      for (let j = from; j < from + width; j++) out[j]! += 1
      out[from + width] = Math.max(sum, 1e-12)
    }
    return out
  }

  pack({ coefficients, intercepts }: SparseLogistic, point: Float64Array): void {
    const { width } = this.#problem.matrix
    for (let k = 0; k < this.#outputs; k++) {
      point.set(coefficients.subarray(k * width, (k + 1) * width), k * (width + 1))
      point[k * (width + 1) + width] = intercepts[k]!
    }
  }

  unpack(point: Float64Array): Pick<SparseLogistic, 'outputs' | 'coefficients' | 'intercepts'> {
    const { width } = this.#problem.matrix
    const coefficients = new Float64Array(this.#outputs * width)
    const intercepts = new Float64Array(this.#outputs)
    for (let k = 0; k < this.#outputs; k++) {
      const from = k * (width + 1)
      coefficients.set(point.subarray(from, from + width), k * width)
      intercepts[k] = point[from + width]!
    }
    return { outputs: this.#outputs, coefficients, intercepts }
  }

  #linear(point: Float64Array, k: number, out: Float64Array): void {
    const { matrix } = this.#problem
    const from = k * (matrix.width + 1)
    multiply(matrix, point.subarray(from, from + matrix.width), out)
    const intercept = point[from + matrix.width]!
    for (let i = 0; i < out.length; i++) out[i]! += intercept
  }

  /** The losses at the scores, and the shares. */
  #logistic(keepsShares: boolean): number {
    const { target } = this.#problem
    let loss = 0
    for (let i = 0; i < target.length; i++) {
      const score = this.#scores[i]!
      const small = Math.exp(-Math.abs(score))
      const against = target[i] === 1 ? -score : score
      loss += this.#costs[i]! * (Math.max(0, against) + Math.log1p(small))
      if (keepsShares) this.#shares[i] = score >= 0 ? 1 / (1 + small) : small / (1 + small)
    }
    return loss
  }

  #softmax(keepsShares: boolean): number {
    const { target, matrix } = this.#problem
    const { rows } = matrix
    let loss = 0
    for (let i = 0; i < rows; i++) {
      let largest = Number.NEGATIVE_INFINITY
      for (let k = 0; k < this.#outputs; k++) largest = Math.max(largest, this.#scores[k * rows + i]!)
      let sum = 0
      for (let k = 0; k < this.#outputs; k++) sum += Math.exp(this.#scores[k * rows + i]! - largest)
      loss += this.#costs[i]! * (Math.log(sum) + largest - this.#scores[target[i]! * rows + i]!)
      if (!keepsShares) continue
      for (let k = 0; k < this.#outputs; k++) {
        this.#shares[k * rows + i] = Math.exp(this.#scores[k * rows + i]! - largest) / sum
      }
    }
    return loss
  }

  #gradient(point: Float64Array, gradient: Float64Array): void {
    const { matrix, target } = this.#problem
    const { rows, width } = matrix
    gradient.set(point)
    for (let k = 0; k < this.#outputs; k++) {
      const own = this.#outputs === 1 ? 1 : k
      let sum = 0
      for (let i = 0; i < rows; i++) {
        const error = this.#shares[k * rows + i]! - (target[i] === own ? 1 : 0)
        this.#rowBuffer[i] = this.#costs[i]! * error
        sum += this.#rowBuffer[i]!
      }
      const from = k * (width + 1)
      addTransposed(matrix, this.#rowBuffer, gradient.subarray(from, from + width))
      gradient[from + width] = sum
    }
  }
}
