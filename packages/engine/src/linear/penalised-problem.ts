import { type BlockMoments, sumOfBlocks } from './block-moments.ts'

/**
 * Least squares with penalties, reduced to its moments over some blocks of rows:
 * minimise ½ bᵀGb − cᵀb + λ₁‖b‖₁ + ½ λ₂‖b‖², with G = UᵀU/n and c = Uᵀv/n of the centred, scaled features U and response v.
 */
export interface PenalisedProblem {
  readonly features: number
  readonly rows: number
  /** p × p row-major G: correlations where the features are standardised. */
  readonly gram: Float64Array
  /** p: c. */
  readonly correlation: Float64Array
  /** vᵀv/n. */
  readonly responseSquare: number
  /** p: the mean over these rows and the unit of each feature, in the units of the moments; unit 0 where it does not vary. */
  readonly mean: Float64Array
  readonly unit: Float64Array
  readonly responseMean: number
  /** The response is in this unit, in the units of the moments: the balance of λ₁ and λ₂ then rests on these rows alone. */
  readonly responseUnit: number
}

/**
 * @param standardize  each feature in units of its standard deviation over these rows, else in its natural unit
 * @param responseUnit  of the problem that this one is a part of; left out: the response's standard deviation over these rows
 *
 * Cost: p² a block.
 */
export function penalisedProblem(
  moments: BlockMoments,
  blocks: readonly number[],
  standardize: boolean,
  responseUnit?: number,
): PenalisedProblem {
  const { features: p, centered, scale } = moments
  const width = p + 1
  const { count, sum, product } = sumOfBlocks(moments, blocks)
  const mean = new Float64Array(width)
  if (centered) for (let j = 0; j < width; j++) mean[j] = sum[j]! / count
  const unit = new Float64Array(p)
  for (let j = 0; j < p; j++) {
    const variance = product[j * width + j]! / count - mean[j]! ** 2
    if (variance > 1e-12) unit[j] = standardize ? Math.sqrt(variance) : 1 / scale[j]!
  }
  const covariance = (a: number, b: number) => product[a * width + b]! / count - mean[a]! * mean[b]!
  const ownUnit = Math.sqrt(Math.max(0, covariance(p, p)))
  const unitOfResponse = responseUnit ?? (ownUnit > 1e-12 ? ownUnit : 1)
  const gram = new Float64Array(p * p)
  const correlation = new Float64Array(p)
  for (let a = 0; a < p; a++) {
    if (unit[a] === 0) continue
    correlation[a] = covariance(a, p) / (unit[a]! * unitOfResponse)
    for (let b = 0; b < p; b++) if (unit[b] !== 0) gram[a * p + b] = covariance(a, b) / (unit[a]! * unit[b]!)
  }
  return {
    features: p,
    rows: count,
    gram,
    correlation,
    responseSquare: covariance(p, p) / unitOfResponse ** 2,
    mean: mean.subarray(0, p),
    unit,
    responseMean: mean[p]!,
    responseUnit: unitOfResponse,
  }
}

/** A linear predictor in natural units. */
export interface LinearPredictor {
  readonly intercept: number
  readonly coefficients: Float64Array
}

/** Brings coefficients of a problem back to the natural units of features and response. */
export function naturalCoefficients(
  moments: BlockMoments,
  problem: PenalisedProblem,
  beta: Float64Array,
): LinearPredictor {
  const { features: p, center, scale, centered } = moments
  const coefficients = new Float64Array(p)
  let intercept = centered ? center[p]! + scale[p]! * problem.responseMean : 0
  for (let j = 0; j < p; j++) {
    if (problem.unit[j] === 0 || beta[j] === 0) continue
    coefficients[j] = (beta[j]! * problem.responseUnit * scale[p]!) / (problem.unit[j]! * scale[j]!)
    if (centered) intercept -= coefficients[j]! * (center[j]! + scale[j]! * problem.mean[j]!)
  }
  return { intercept, coefficients }
}

/** Sum of squared prediction errors over one block of rows, in squared units of the moments' response. */
export function blockSquaredError(
  moments: BlockMoments,
  block: number,
  problem: PenalisedProblem,
  beta: Float64Array,
): number {
  const { features: p } = moments
  const width = p + 1
  const product = moments.products[block]!
  const sum = moments.sums[block]!
  const active: number[] = []
  const weights: number[] = []
  let offset = problem.responseMean
  for (let j = 0; j < p; j++) {
    if (beta[j] === 0 || problem.unit[j] === 0) continue
    active.push(j)
    const weight = (beta[j]! * problem.responseUnit) / problem.unit[j]!
    weights.push(weight)
    offset -= weight * problem.mean[j]!
  }
  active.push(p)
  weights.push(-1)
  // the error of a row is offset + Σ wᵢzᵢ, with weight −1 on the response
  let quadratic = 0
  let linear = 0
  active.forEach((a, i) => {
    let row = 0
    for (let k = 0; k < active.length; k++) row += weights[k]! * product[a * width + active[k]!]!
    quadratic += weights[i]! * row
    linear += weights[i]! * sum[a]!
  })
  return Math.max(0, quadratic + 2 * offset * linear + moments.counts[block]! * offset * offset)
}
