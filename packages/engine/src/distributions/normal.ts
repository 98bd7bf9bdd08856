import { checkProbability, checkVariate } from './arguments.ts'

const ONE_OVER_ROOT_TWO_PI = 0.3989422804014327

/** Standard normal distribution function, relative error below 1e-13 in the lower tail down to 1e-300. */
export function normalCdf(x: number): number {
  checkVariate(x)
  const size = Math.abs(x)
  if (size <= 0.67448975) return 0.5 + x * centre(x * x)
  return x < 0 ? tail(size) : 1 - tail(size)
}

/** P(X > x), without cancellation. */
export function normalSurvival(x: number): number {
  return normalCdf(-x)
}

export function normalDensity(x: number): number {
  checkVariate(x)
  return ONE_OVER_ROOT_TWO_PI * exponentialOfHalfSquare(Math.abs(x))
}

/**
 * Standard normal quantile, relative error about 1e-16 for p from 1e-316 to 1 − 1e-16. Uses +, −, ·, /, √ and log only.
 *
 * @throws RangeError unless 0 ≤ p ≤ 1; 0 and 1 give ∓∞
 *
 * Source: M. J. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477–484.
 */
export function normalQuantile(p: number): number {
  checkProbability(p)
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    return (q * polynomial(QUANTILE_CENTRE[0], r)) / polynomial(QUANTILE_CENTRE[1], r)
  }
  const lower = q < 0 ? p : 1 - p
  if (lower === 0) return q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const r = Math.sqrt(-Math.log(lower))
  const [shift, numerator, denominator] = r <= 5 ? [1.6, ...QUANTILE_SHOULDER] : [5, ...QUANTILE_TAIL]
  const size = polynomial(numerator, r - shift) / polynomial(denominator, r - shift)
  return q < 0 ? -size : size
}

/** x with P(X > x) = q. */
export function normalUpperQuantile(q: number): number {
  return -normalQuantile(q)
}

/** (Φ(x) − ½)/x as a function of x². Source of this and `tail`: W. J. Cody, Math. Comp. 23 (1969) 631–637. */
function centre(squared: number): number {
  return polynomial(CDF_CENTRE[0], squared) / polynomial(CDF_CENTRE[1], squared)
}

function tail(size: number): number {
  if (size > 40) return 0
  const exponential = exponentialOfHalfSquare(size)
  if (size <= 5.656854249492381) {
    return (exponential * polynomial(CDF_SHOULDER[0], size)) / polynomial(CDF_SHOULDER[1], size)
  }
  const r = 1 / (size * size)
  const correction = (r * polynomial(CDF_TAIL[0], r)) / polynomial(CDF_TAIL[1], r)
  return (exponential * (ONE_OVER_ROOT_TWO_PI - correction)) / size
}

/** exp(−x²/2) for x ≥ 0, with the square split so that its rounding is not magnified by the exponential. */
function exponentialOfHalfSquare(x: number): number {
  if (x > 40) return 0
  const rounded = Math.trunc(x * 16) / 16
  return Math.exp((-rounded * rounded) / 2) * Math.exp((-(x - rounded) * (x + rounded)) / 2)
}

/** Σ coefficient[k]·xᵏ by Horner's scheme. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0
  for (let k = coefficients.length - 1; k >= 0; k--) sum = sum * x + coefficients[k]!
  return sum
}

// numerator and denominator, lowest power first
type Rational = readonly [readonly number[], readonly number[]]

const CDF_CENTRE: Rational = [
  [18154.981253343561249, 1067.6894854603709582, 161.02823106855587881, 2.2352520354606839287, 0.065682337918207449113],
  [45507.789335026729956, 10260.932208618978205, 976.09855173777669322, 47.20258190468824187, 1],
]

const CDF_SHOULDER: Rational = [
  [
    9842.7148383839780218, 11602.651437647350124, 6848.1904505362823326, 2494.5375852903726711, 597.27027639480026226,
    93.506656132177855979, 8.8831497943883759412, 0.39894151208813466764, 1.0765576773720192317e-8,
  ],
  [
    19685.429676859990727, 38912.003286093271411, 34900.952721145977266, 18615.571640885098091, 6485.558298266760755,
    1519.377599407554805, 235.38790178262499861, 22.266688044328115691, 1,
  ],
]

const CDF_TAIL: Rational = [
  [
    2.9112874951168792e-5, 0.001421619193227893466, 0.022235277870649807, 0.1274011611602473639, 0.21589853405795699,
    0.02307344176494017303,
  ],
  [7.29751555083966205e-5, 0.00378239633202758244, 0.0659881378689285515, 0.468238212480865118, 1.28426009614491121, 1],
]

const QUANTILE_CENTRE: Rational = [
  [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
    67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
    28729.085735721942674, 5226.495278852854561,
  ],
]

const QUANTILE_SHOULDER: Rational = [
  [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
  ],
  [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
    0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
]

const QUANTILE_TAIL: Rational = [
  [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
    0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  [
    1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
    1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ],
]
