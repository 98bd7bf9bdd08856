/**
 * Rows of a logistic regression: of two classes one score, whose logistic is the share of class 1; of more a score for each class, whose
 * softmax are their shares.
 */
export interface LogisticProblem {
  readonly rows: number
  readonly columns: number
  /** n × p row-major, without a column of ones. */
  readonly design: Float64Array
  /** n: 0 … classes − 1. */
  readonly target: Float64Array
  readonly classes: number
  /** n, 0 or more; null: every row counts once. */
  readonly weights: Float64Array | null
  /** λ of the penalty ½ λ Σ coefficients², intercepts left out; above 0. */
  readonly penalty: number
}

/** Scores that the classes have. */
export function scoresOf({ classes }: Pick<LogisticProblem, 'classes'>): number {
  return classes === 2 ? 1 : classes
}

/** @throws RangeError for sizes that do not fit, classes or weights out of range, a penalty that is not above 0 */
export function checkProblem({ rows, columns, design, target, classes, weights, penalty }: LogisticProblem): void {
  if (rows < 1 || design.length !== rows * columns || target.length !== rows)
    throw new RangeError(`${rows} rows of ${columns} columns have ${design.length} cells and ${target.length} classes`)
  if (!(Number.isInteger(classes) && classes >= 2)) throw new RangeError(`two classes or more, not ${classes}`)
  if (!(penalty > 0 && Number.isFinite(penalty))) throw new RangeError(`the penalty is above 0, not ${penalty}`)
  if (!target.every((value) => Number.isInteger(value) && value >= 0 && value < classes))
    throw new RangeError('a class is a whole number from 0')
  if (weights && !(weights.length === rows && weights.every((weight) => weight >= 0 && Number.isFinite(weight))))
    throw new RangeError('each row has a weight of 0 or more')
}

/**
 * θ of one score after the other, each with its p coefficients and then its intercept, to the scores.
 *
 * @param out  scores × n, overwritten
 */
export function scoreRows({ rows, columns, design }: LogisticProblem, theta: Float64Array, out: Float64Array): void {
  const width = columns + 1
  for (let s = 0, from = 0; from < theta.length; s++, from += width) {
    for (let i = 0; i < rows; i++) {
      let score = theta[from + columns]!
      for (let j = 0, at = i * columns; j < columns; j++, at++) score += design[at]! * theta[from + j]!
      out[s * rows + i] = score
    }
  }
}

/**
 * Turns scores into shares, in place, and gives Σ weight · −log(share of the row's class).
 *
 * @param scores  scores × n
 */
export function sharesAndLoss({ rows, target, classes, weights }: LogisticProblem, scores: Float64Array): number {
  let loss = 0
  for (let i = 0; i < rows; i++) {
    const weight = weights ? weights[i]! : 1
    if (classes === 2) {
      const score = scores[i]!
      // log(1 + exp(x)) without overflow
      loss += weight * (Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - target[i]! * score)
      scores[i] = 1 / (1 + Math.exp(-score))
      continue
    }
    let highest = Number.NEGATIVE_INFINITY
    for (let at = i; at < scores.length; at += rows) if (scores[at]! > highest) highest = scores[at]!
    let total = 0
    const own = scores[target[i]! * rows + i]! - highest
    for (let at = i; at < scores.length; at += rows) {
      scores[at] = Math.exp(scores[at]! - highest)
      total += scores[at]!
    }
    for (let at = i; at < scores.length; at += rows) scores[at]! /= total
    loss += weight * (Math.log(total) - own)
  }
  return loss
}

/** Adds the penalty's value; coefficients only. */
export function penaltyOf({ columns, penalty }: LogisticProblem, theta: Float64Array): number {
  let squares = 0
  for (let at = 0; at < theta.length; at++) if (at % (columns + 1) !== columns) squares += theta[at]! ** 2
  return 0.5 * penalty * squares
}

/**
 * The gradient of loss and penalty, at shares that `sharesAndLoss` made.
 *
 * @param out  of the size of theta, overwritten
 */
export function gradientOf(
  problem: LogisticProblem,
  theta: Float64Array,
  shares: Float64Array,
  out: Float64Array,
): void {
  const { rows, columns, design, target, classes, weights, penalty } = problem
  const width = columns + 1
  out.fill(0)
  for (let s = 0, from = 0; from < theta.length; s++, from += width) {
    const label = classes === 2 ? 1 : s
    for (let i = 0; i < rows; i++) {
      const residual = (weights ? weights[i]! : 1) * (shares[s * rows + i]! - (target[i] === label ? 1 : 0))
      for (let j = 0, at = i * columns; j < columns; j++, at++) out[from + j]! += residual * design[at]!
      out[from + columns]! += residual
    }
    for (let j = 0; j < columns; j++) out[from + j]! += penalty * theta[from + j]!
  }
}
