/** Points and weights of a quadrature on [0, 1]; the weights sum to 1. */
export interface Quadrature {
  readonly points: Float64Array
  readonly weights: Float64Array
}

/**
 * The Gauss–Legendre rule of m points on [0, 1]: exact for polynomials up to degree 2m − 1.
 *
 * @throws RangeError unless m is a positive integer
 *
 * Cost: about 5·m² operations. Source: Newton's method on the Legendre polynomial from Tricomi's estimates (NIST DLMF 3.5, 18.16).
 */
export function gaussLegendre(m: number): Quadrature {
  if (!Number.isInteger(m) || m < 1) throw new RangeError(`a quadrature has a positive number of points, got ${m}`)
  const points = new Float64Array(m)
  const weights = new Float64Array(m)
  for (let i = 0; i < Math.ceil(m / 2); i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (m + 0.5))
    let slope = 1
    // quadratic convergence from four digits: three steps reach the last one
    for (let step = 0; step < 8; step++) {
      const [value, before] = legendre(m, x)
      slope = (m * (before - x * value)) / (1 - x * x)
      x -= value / slope
    }
    const weight = 1 / ((1 - x * x) * slope * slope)
    points[i] = (1 - x) / 2
    points[m - 1 - i] = (1 + x) / 2
    weights[i] = weight
    weights[m - 1 - i] = weight
  }
  return { points, weights }
}

/** The Legendre polynomials of degrees m and m − 1 at x. */
function legendre(m: number, x: number): [number, number] {
  let before = 0
  let value = 1
  for (let k = 1; k <= m; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k]
  return [value, before]
}
