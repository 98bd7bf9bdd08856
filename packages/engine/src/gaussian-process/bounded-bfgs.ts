/** The value at x, and its gradient into `gradient`; Infinity where there is none: the search steps back from there. */
export type DifferentiableFunction = (x: Float64Array, gradient: Float64Array) => number

export interface BfgsOptions {
  readonly lower: Float64Array
  readonly upper: Float64Array
  readonly maxIterations: number
  /** Ends the search where no free component of the gradient is larger. */
  readonly gradientTolerance: number
  /** Ends the search where an iteration lowers the value by less. */
  readonly valueTolerance: number
  /** No component moves by more in one iteration. */
  readonly largestStep: number
}

export interface BfgsMinimum {
  readonly x: Float64Array
  readonly value: number
  readonly evaluations: number
  /** False where the iterations ran out or no step along the last direction lowered the value. */
  readonly hasConverged: boolean
}

interface State {
  readonly x: Float64Array
  readonly gradient: Float64Array
  value: number
  evaluations: number
}

/**
 * A local minimum within bounds by the quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno.
 *
 * Components at a bound whose gradient points outward rest; the others move along −H·g, clipped to the bounds, with steps
 * halved or interpolated until the value has fallen enough (Armijo). H is the dense inverse Hessian, for up to some hundred
 * components.
 *
 * @throws RangeError if the value at the start is not finite
 *
 * Cost: an evaluation and some p² operations an iteration. Source: Nocedal & Wright, Numerical Optimization, 6.1 and 3.5.
 */
export function minimiseBounded(f: DifferentiableFunction, start: Float64Array, options: BfgsOptions): BfgsMinimum {
  const p = start.length
  const x = start.map((value, j) => Math.min(Math.max(value, options.lower[j]!), options.upper[j]!))
  const state: State = { x, gradient: new Float64Array(p), value: 0, evaluations: 1 }
  state.value = f(x, state.gradient)
  if (!Number.isFinite(state.value)) throw new RangeError(`the search starts at a value of ${state.value}`)
  const inverseHessian = new Float64Array(p * p)
  let isFresh = true
  for (let iteration = 0; iteration < options.maxIterations; iteration++) {
    const free = freeComponents(state, options)
    if (largestFree(state.gradient, free) <= options.gradientTolerance) return minimum(state, true)
    if (isFresh) setIdentity(inverseHessian, p, 1)
    let direction = quasiNewtonDirection(inverseHessian, state.gradient, free, options.largestStep)
    if (!(dot(direction, state.gradient) < 0)) {
      setIdentity(inverseHessian, p, 1)
      isFresh = true
      direction = quasiNewtonDirection(inverseHessian, state.gradient, free, options.largestStep)
    }
    const before = { x: state.x.slice(), gradient: state.gradient.slice(), value: state.value }
    if (!searchLine(f, state, direction, options)) {
      if (isFresh) return minimum(state, false)
      isFresh = true
      continue
    }
    const step = state.x.map((value, j) => value - before.x[j]!)
    const change = state.gradient.map((value, j) => value - before.gradient[j]!)
    if (updateInverseHessian(inverseHessian, step, change, isFresh)) isFresh = false
    if (before.value - state.value < options.valueTolerance) return minimum(state, true)
  }
  return minimum(state, false)
}

function minimum({ x, value, evaluations }: State, hasConverged: boolean): BfgsMinimum {
  return { x, value, evaluations, hasConverged }
}

function freeComponents({ x, gradient }: State, { lower, upper }: BfgsOptions): Uint8Array {
  return Uint8Array.from(x, (value, j) => {
    const isResting = (value <= lower[j]! && gradient[j]! > 0) || (value >= upper[j]! && gradient[j]! < 0)
    return isResting ? 0 : 1
  })
}

function largestFree(gradient: Float64Array, free: Uint8Array): number {
  return gradient.reduce((largest, value, j) => (free[j] === 1 ? Math.max(largest, Math.abs(value)) : largest), 0)
}

function setIdentity(matrix: Float64Array, p: number, scale: number): void {
  matrix.fill(0)
  for (let j = 0; j < p; j++) matrix[j * p + j] = scale
}

/** −H·g over the free components, shortened to the largest step. */
function quasiNewtonDirection(
  inverseHessian: Float64Array,
  gradient: Float64Array,
  free: Uint8Array,
  largestStep: number,
): Float64Array {
  const p = gradient.length
  const direction = new Float64Array(p)
  let largest = 0
  for (let i = 0; i < p; i++) {
    if (free[i] === 0) continue
    let sum = 0
    for (let j = 0; j < p; j++) if (free[j] === 1) sum -= inverseHessian[i * p + j]! * gradient[j]!
    direction[i] = sum
    largest = Math.max(largest, Math.abs(sum))
  }
  if (largest <= largestStep) return direction
  return direction.map((value) => (value * largestStep) / largest)
}

const ENOUGH = 1e-4
const MOST_TRIALS = 20

/** Moves the state along the direction to a lower value. @returns false where no step does, and the state is as it was */
function searchLine(
  f: DifferentiableFunction,
  state: State,
  direction: Float64Array,
  { lower, upper }: BfgsOptions,
): boolean {
  const slope = dot(direction, state.gradient)
  const gradient = new Float64Array(direction.length)
  let length = 1
  for (let trial = 0; trial < MOST_TRIALS; trial++) {
    const x = state.x.map((value, j) => Math.min(Math.max(value + length * direction[j]!, lower[j]!), upper[j]!))
    const value = f(x, gradient)
    state.evaluations++
    const promised = x.reduce((sum, moved, j) => sum + (moved - state.x[j]!) * state.gradient[j]!, 0)
    if (value <= state.value + ENOUGH * promised && promised < 0) {
      state.x.set(x)
      state.gradient.set(gradient)
      state.value = value
      return true
    }
    // the minimum of the parabola through both values and the slope
    const parabola = (-slope * length * length) / (2 * (value - state.value - slope * length))
    length = Number.isFinite(parabola) ? Math.min(Math.max(parabola, 0.1 * length), 0.5 * length) : 0.1 * length
  }
  return false
}

/** The BFGS update by a step and the change of the gradient. @returns false where the curvature is not positive: no update */
function updateInverseHessian(h: Float64Array, step: Float64Array, change: Float64Array, isFresh: boolean): boolean {
  const p = step.length
  const curvature = dot(step, change)
  if (!(curvature > 1e-10 * Math.sqrt(dot(step, step) * dot(change, change)))) return false
  if (isFresh) setIdentity(h, p, curvature / dot(change, change))
  const moved = new Float64Array(p)
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) moved[i] = moved[i]! + h[i * p + j]! * change[j]!
  const scale = (1 + dot(change, moved) / curvature) / curvature
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      const cross = (step[i]! * moved[j]! + moved[i]! * step[j]!) / curvature
      h[i * p + j] = h[i * p + j]! + scale * step[i]! * step[j]! - cross
    }
  }
  return true
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
