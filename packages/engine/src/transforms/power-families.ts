/**
 * The power families of a single value, accurate near λ = 0 (and 2): written with expm1 and log1p, so that nothing cancels.
 */

/** (y^λ − 1)/λ, ln y at λ = 0, for y > 0. Source: Box & Cox, JRSS B 26 (1964) 211. */
export function boxCox(y: number, lambda: number): number {
  return lambda === 0 ? Math.log(y) : Math.expm1(lambda * Math.log(y)) / lambda
}

/** The y > 0 with boxCox(y, λ) = z. Below the image's end (λ > 0) 0, above it (λ < 0) ∞. */
export function invertBoxCox(z: number, lambda: number): number {
  if (lambda === 0) return Math.exp(z)
  const base = lambda * z
  if (base <= -1) return lambda > 0 ? 0 : Number.POSITIVE_INFINITY
  return Math.exp(Math.log1p(base) / lambda)
}

/** ψ_λ(y): the Box-Cox transform of y + 1 for y ≥ 0, and −(that of 1 − y with 2 − λ) below. Source: Yeo & Johnson (2000). */
export function yeoJohnson(y: number, lambda: number): number {
  return y >= 0 ? shiftedPower(y, lambda) : -shiftedPower(-y, 2 - lambda)
}

/** The y with yeoJohnson(y, λ) = z; ±∞ beyond the image's end. */
export function invertYeoJohnson(z: number, lambda: number): number {
  return z >= 0 ? invertShiftedPower(z, lambda) : -invertShiftedPower(-z, 2 - lambda)
}

/** ((1 + y)^λ − 1)/λ for y ≥ 0. */
function shiftedPower(y: number, lambda: number): number {
  return lambda === 0 ? Math.log1p(y) : Math.expm1(lambda * Math.log1p(y)) / lambda
}

function invertShiftedPower(z: number, lambda: number): number {
  if (lambda === 0) return Math.expm1(z)
  const base = lambda * z
  return base <= -1 ? Number.POSITIVE_INFINITY : Math.expm1(Math.log1p(base) / lambda)
}
