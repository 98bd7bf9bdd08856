const GOLDEN = (3 - Math.sqrt(5)) / 2
const MOST_STEPS = 200

/**
 * A minimum of a function between two ends by golden sections and parabolas: the minimum, where there is only one.
 *
 * @param tolerance  the minimum is found to about this, and no function is worth asking for less than √ε of its argument
 * @returns the argument, strictly between the ends
 * @throws RangeError unless low < high and tolerance > 0
 *
 * Source: Brent, Algorithms for Minimization without Derivatives (1973), chapter 5.
 */
export function brentMinimum(of: (x: number) => number, low: number, high: number, tolerance: number): number {
  if (!(low < high && tolerance > 0)) throw new RangeError(`no minimum between ${low} and ${high} to ${tolerance}`)
  let a = low
  let b = high
  // x: least so far; w: next least; v: the w before
  let x = a + GOLDEN * (b - a)
  let w = x
  let v = x
  let fx = of(x)
  let fw = fx
  let fv = fx
  let step = 0
  let stepBefore = 0
  for (let count = 0; count < MOST_STEPS; count++) {
    const middle = (a + b) / 2
    const near = 1.5e-8 * Math.abs(x) + tolerance
    if (Math.abs(x - middle) <= 2 * near - (b - a) / 2) break
    const parabola = parabolicStep(x, w, v, fx, fw, fv)
    const inside = x + parabola > a + 2 * near && x + parabola < b - 2 * near
    if (inside && Math.abs(parabola) < Math.abs(stepBefore) / 2) {
      stepBefore = step
      step = parabola
    } else {
      stepBefore = x < middle ? b - x : a - x
      step = GOLDEN * stepBefore
    }
    const u = x + (Math.abs(step) >= near ? step : step > 0 ? near : -near)
    const fu = of(u)
    if (fu <= fx) {
      if (u < x) b = x
      else a = x
      ;[v, fv, w, fw, x, fx] = [w, fw, x, fx, u, fu]
    } else {
      if (u < x) a = u
      else b = u
      if (fu <= fw || w === x) [v, fv, w, fw] = [w, fw, u, fu]
      else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu]
    }
  }
  return x
}

/** From x to the vertex of the parabola through three points; not finite where there is none. */
function parabolicStep(x: number, w: number, v: number, fx: number, fw: number, fv: number): number {
  const r = (x - w) * (fx - fv)
  const q = (x - v) * (fx - fw)
  return ((x - w) * r - (x - v) * q) / (2 * (q - r))
}
