/** The correlation of two points at scaled distance r: twice, once or infinitely often differentiable. */
export type CovarianceKernel = 'matern52' | 'matern32' | 'rbf'

/**
 * k(x, x′) = signalVariance · c(r) · Π exp(−1 / lengthScale) + linearVariance · (Σ x·x′ + Σ 1), and noiseVariance on top where
 * x and x′ are the same run: r² is the sum over the numbers of ((x − x′) / lengthScale)², the product runs over the
 * categories in which the points differ, Σ 1 counts the categories in which they agree.
 */
export interface Covariance {
  readonly kernel: CovarianceKernel
  /** p, of standardised features; Infinity takes a feature out. */
  readonly lengthScales: Float64Array
  readonly signalVariance: number
  /** 0 for no linear part. */
  readonly linearVariance: number
  readonly noiseVariance: number
}

/** c(r) by r². Source: Rasmussen & Williams, Gaussian Processes for Machine Learning, 4.14 and 4.17. */
export function correlationAt(kernel: CovarianceKernel, squaredDistance: number): number {
  if (kernel === 'rbf') return Math.exp(-squaredDistance / 2)
  if (kernel === 'matern32') {
    const scaled = Math.sqrt(3 * squaredDistance)
    return (1 + scaled) * Math.exp(-scaled)
  }
  const scaled = Math.sqrt(5 * squaredDistance)
  return (1 + scaled + (scaled * scaled) / 3) * Math.exp(-scaled)
}

/**
 * The covariance of two points without noise: the definition that the kernels of `covariance-workspace.ts` are tested against.
 *
 * @param a       p values: standardised numbers, codes of categories
 * @param levels  p: 0 for a number
 */
export function covarianceOf(covariance: Covariance, levels: Int32Array, a: Float64Array, b: Float64Array): number {
  const { kernel, lengthScales, signalVariance, linearVariance } = covariance
  let squaredDistance = 0
  let mismatch = 0
  let product = 0
  for (let j = 0; j < a.length; j++) {
    if (levels[j] === 0) {
      squaredDistance += ((a[j]! - b[j]!) / lengthScales[j]!) ** 2
      product += a[j]! * b[j]!
    } else if (a[j] === b[j]) {
      product += 1
    } else {
      mismatch += 1 / lengthScales[j]!
    }
  }
  return signalVariance * correlationAt(kernel, squaredDistance) * Math.exp(-mismatch) + linearVariance * product
}
