import { factorCholesky, solveCholesky } from '../linalg/cholesky.ts'

/** Scores of several models as one: Σ weightₘ · scoreₘ + intercept, for each output. */
export interface ScoreBlend {
  /** One a model, 0 at least. */
  readonly weights: Float64Array
  /** One an output. */
  readonly intercepts: Float64Array
}

/** Weights are drawn to equal parts of 1 this hard: as much as a few rows. Perfect scores would have them grow without end. */
const PRIOR = 1
const MOST_STEPS = 50
const FLAT = 1e-9

/**
 * The weights under which shares of classes are likeliest, from scores of rows that the models did not see: which model counts how much,
 * and how sure to be of the sum. Newton's method on the log loss of the softmax (of one output: of 0 and the score); a model whose
 * weight would fall below 0 is left out.
 *
 * @param scores  of each model outputs × n, output by output
 * @param target  a class for each row
 *
 * Cost: n · (models + classes)² a step, some ten steps.
 */
export function blendScores(
  scores: readonly Float64Array[],
  target: Int32Array,
  classes: number,
  rowWeights?: Float64Array,
): ScoreBlend {
  let kept = scores.map((_, m) => m)
  for (;;) {
    const fit = newton(
      kept.map((m) => scores[m]!),
      target,
      classes,
      rowWeights,
    )
    const worst = kept.length > 1 ? kept.findIndex((_, i) => fit[i] === Math.min(...fit.subarray(0, kept.length))) : 0
    if (kept.length > 1 && fit[worst]! < 0) {
      kept = kept.filter((_, i) => i !== worst)
      continue
    }
    const weights = new Float64Array(scores.length)
    kept.forEach((m, i) => {
      weights[m] = Math.max(0, fit[i]!)
    })
    const own = fit.subarray(kept.length)
    return { weights, intercepts: classes === 2 ? own.slice() : Float64Array.of(0, ...own) }
  }
}

/** outputs × n. */
export function blended(scores: readonly Float64Array[], { weights, intercepts }: ScoreBlend): Float64Array {
  const outputs = intercepts.length
  const rows = scores[0]!.length / outputs
  return Float64Array.from(scores[0]!, (_, at) =>
    scores.reduce((sum, own, m) => sum + weights[m]! * own[at]!, intercepts[Math.floor(at / rows)]!),
  )
}

/** Weights of the models, then an intercept for each class but the first. */
function newton(scores: readonly Float64Array[], target: Int32Array, classes: number, rowWeights?: Float64Array) {
  const size = scores.length + classes - 1
  const center = new Float64Array(size).fill(1 / scores.length, 0, scores.length)
  let point = center.slice()
  let { value, gradient, hessian } = lossAt(point, scores, target, classes, center, rowWeights)
  for (let step = 0; step < MOST_STEPS && Math.max(...gradient.map(Math.abs)) > FLAT * target.length; step++) {
    const direction = gradient.slice()
    solveCholesky(factorCholesky(hessian, size)!, direction, size)
    let isLower = false
    for (let length = 1; length > 1e-8 && !isLower; length /= 2) {
      const tried = point.map((at, j) => at - length * direction[j]!)
      const next = lossAt(tried, scores, target, classes, center, rowWeights)
      isLower = next.value <= value
      if (isLower) {
        point = tried
        ;({ value, gradient, hessian } = next)
      }
    }
    if (!isLower) break
  }
  return point
}

function lossAt(
  point: Float64Array,
  scores: readonly Float64Array[],
  target: Int32Array,
  classes: number,
  center: Float64Array,
  rowWeights?: Float64Array,
) {
  const n = target.length
  const models = scores.length
  const size = point.length
  const gradient = point.map((at, j) => PRIOR * (at - center[j]!))
  let value = gradient.reduce((sum, g) => sum + (g * g) / (2 * PRIOR), 0)
  const hessian = new Float64Array(size * size)
  for (let j = 0; j < size; j++) hessian[j * size + j] = PRIOR
  const shares = new Float64Array(classes)
  const mean = new Float64Array(size)
  /** Feature j of class k in row i: a model's score, or whether the intercept is the class's. */
  const feature = (j: number, k: number, i: number): number => {
    if (j >= models) return j - models + 1 === k ? 1 : 0
    if (classes > 2) return scores[j]![k * n + i]!
    return k === 1 ? scores[j]![i]! : 0
  }
  for (let i = 0; i < n; i++) {
    const weight = rowWeights?.[i] ?? 1
    value +=
      weight *
      softmaxLoss(shares, target[i]!, (k) => {
        let sum = 0
        for (let j = 0; j < size; j++) sum += point[j]! * feature(j, k, i)
        return sum
      })
    mean.fill(0)
    for (let k = 0; k < classes; k++) for (let j = 0; j < size; j++) mean[j]! += shares[k]! * feature(j, k, i)
    for (let j = 0; j < size; j++) gradient[j]! += weight * (mean[j]! - feature(j, target[i]!, i))
    for (let k = 0; k < classes; k++) {
      for (let j = 0; j < size; j++) {
        const own = weight * shares[k]! * (feature(j, k, i) - mean[j]!)
        if (own === 0) continue
        for (let l = 0; l <= j; l++) hessian[j * size + l]! += own * (feature(l, k, i) - mean[l]!)
      }
    }
  }
  return { value, gradient, hessian }
}

/** −ln share of a class; the shares are overwritten. */
function softmaxLoss(shares: Float64Array, own: number, score: (k: number) => number): number {
  let largest = Number.NEGATIVE_INFINITY
  for (let k = 0; k < shares.length; k++) {
    shares[k] = score(k)
    largest = Math.max(largest, shares[k]!)
  }
  const loss = largest - shares[own]!
  let sum = 0
  for (let k = 0; k < shares.length; k++) {
    shares[k] = Math.exp(shares[k]! - largest)
    sum += shares[k]!
  }
  for (let k = 0; k < shares.length; k++) shares[k]! /= sum
  return loss + Math.log(sum)
}
