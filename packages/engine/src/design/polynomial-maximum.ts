/** Denominators below this are zero to rounding: the design would be singular there. */
const POLE = 1e-12

/**
 * Where N / D is largest on an interval, of two polynomials with ascending coefficients, D not negative: exact to rounding where
 * a grid of 2·degree cells separates the peaks. Poles count as −∞.
 *
 * @param denominator  null for a denominator of one
 * Cost: 2·degree evaluations and some secant steps.
 */
export function maximumOnInterval(
  numerator: Float64Array,
  denominator: Float64Array | null,
  degree: number,
  low: number,
  high: number,
): number {
  const cells = 2 * degree
  const width = (high - low) / cells
  let top = 0
  let most = Number.NEGATIVE_INFINITY
  for (let s = 0; s <= cells; s++) {
    const value = quotient(numerator, denominator, degree, low + s * width)
    if (value > most) {
      most = value
      top = s
    }
  }
  const best = top === cells ? high : low + top * width
  const left = Math.max(low, best - width)
  const right = Math.min(high, best + width)
  const inner = stationary(numerator, denominator, degree, left, best, right)
  return quotient(numerator, denominator, degree, inner) > most ? inner : best
}

function quotient(numerator: Float64Array, denominator: Float64Array | null, degree: number, t: number): number {
  const value = polynomial(numerator, degree, t)
  if (!denominator) return value
  const divisor = polynomial(denominator, degree, t)
  return divisor > POLE ? value / divisor : Number.NEGATIVE_INFINITY
}

export function polynomial(coefficients: Float64Array, degree: number, t: number): number {
  let value = coefficients[degree]!
  for (let e = degree - 1; e >= 0; e--) value = value * t + coefficients[e]!
  return value
}

/** The falling zero of the quotient's slope between left and right: secant steps kept within the bracket. */
function stationary(
  numerator: Float64Array,
  denominator: Float64Array | null,
  degree: number,
  left: number,
  from: number,
  right: number,
): number {
  let a = left
  let b = right
  let t = from
  let previous = Number.NaN
  let before = 0
  for (let step = 0; step < 60; step++) {
    const slope = slopeSign(numerator, denominator, degree, t)
    if (slope === 0) return t
    if (slope > 0) a = t
    else b = t
    if (b - a < 1e-13) return t
    let next = Number.isNaN(previous) ? (a + b) / 2 : t - (slope * (t - previous)) / (slope - before)
    if (!(next > a && next < b)) next = (a + b) / 2
    if (Math.abs(next - t) < 1e-13) return next
    previous = t
    before = slope
    t = next
  }
  return t
}

/** N′·D − N·D′, which has the sign of the quotient's slope. */
function slopeSign(numerator: Float64Array, denominator: Float64Array | null, degree: number, t: number): number {
  const rise = derivative(numerator, degree, t)
  if (!denominator) return rise
  return (
    rise * polynomial(denominator, degree, t) - polynomial(numerator, degree, t) * derivative(denominator, degree, t)
  )
}

function derivative(coefficients: Float64Array, degree: number, t: number): number {
  let value = degree * coefficients[degree]!
  for (let e = degree - 1; e >= 1; e--) value = value * t + e * coefficients[e]!
  return value
}
