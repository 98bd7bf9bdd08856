import { factorCholesky, solveCholesky } from '../../linalg/cholesky.ts'
import {
  addMoments,
  addProductForms,
  type BlockStructure,
  invertBlocks,
  quadraticForms,
  sandwich,
  traceOfProduct,
} from './moment-blocks.ts'

/** How fractional runs are to be spread over a few candidates: M = prior + Σ vᵢ·gᵢ·gᵢᵀ, Σ v = total in every group. */
export interface WeightProblem {
  readonly structure: BlockStructure
  /** s × width: the candidates' rows. */
  readonly rows: Float64Array
  /** Group of each candidate. */
  readonly groups: Uint32Array
  /** Runs of each group; every group has candidates. */
  readonly totals: Float64Array
  /** The most that a candidate can get; Infinity: no limit. */
  readonly cap: number
  /** Information that is there already. */
  readonly prior: Float64Array
  /** W: the criterion is −trace(W·M⁻¹). Null: it is log det M. */
  readonly moments: Float64Array | null
}

/** The criterion at some weights and its derivative by them: gᵀ·S·g of each candidate, S the sensitivity matrix. */
export interface WeightedDesign {
  readonly weights: Float64Array
  readonly value: number
  readonly inverse: Float64Array
  readonly sensitivity: Float64Array
  readonly gradient: Float64Array
  /** Of which a gap is small or large: p, or the trace. */
  readonly scale: number
}

/** Null where M is singular. */
export function weightedDesign(problem: WeightProblem, weights: Float64Array): WeightedDesign | null {
  const { structure, rows, prior, moments } = problem
  const information = prior.slice()
  addMoments(information, structure, rows, weights)
  const solved = invertBlocks(information, structure)
  if (solved === null) return null
  const { inverse, logDet } = solved
  const sensitivity = moments === null ? inverse : sandwich(inverse, moments, structure)
  const gradient = new Float64Array(weights.length)
  quadraticForms(gradient, rows, sensitivity, structure)
  const trace = moments === null ? 0 : traceOfProduct(inverse, moments, structure)
  return {
    weights,
    value: moments === null ? logDet : -trace,
    inverse,
    sensitivity,
    gradient,
    scale: moments === null ? structure.dimension : trace,
  }
}

/**
 * By how much no other weights can beat these, as the criterion is concave: the most that Σ v·gradient can be, less what it is.
 *
 * @param gradient, groups  over all candidates that count, weighted or not
 */
export function gapAbove(
  gradient: Float64Array,
  groups: Uint32Array,
  totals: Float64Array,
  cap: number,
  attained: number,
): number {
  if (cap === Number.POSITIVE_INFINITY) {
    const largest = new Float64Array(totals.length)
    for (let i = 0; i < gradient.length; i++) largest[groups[i]!] = Math.max(largest[groups[i]!]!, gradient[i]!)
    return totals.reduce((sum, total, g) => sum + total * largest[g]!, 0) - attained
  }
  let most = 0
  totals.forEach((total, g) => {
    const own = gradient.filter((_, i) => groups[i] === g).sort()
    let left = total
    for (let i = own.length - 1; i >= 0 && left > 0; i--, left -= cap) most += Math.min(cap, left) * own[i]!
  })
  return most - attained
}

/** Σ vᵢ·gradientᵢ. */
export function attainedSlope({ weights, gradient }: WeightedDesign): number {
  let sum = 0
  for (let i = 0; i < weights.length; i++) sum += weights[i]! * gradient[i]!
  return sum
}

const MAX_STEPS = 80
const TOWARDS_BOUNDARY = 0.98

/**
 * The best weights, to a gap of `tolerance` times the scale: a primal-dual interior-point method. The last weights are given back
 * where steps no longer help.
 *
 * @param start  positive, below the cap, with the groups' totals; M is not singular there
 * Cost: about 20 steps of s³/3 + s²·width. Source: Boyd & Vandenberghe, Convex Optimization (2004) 7.5 and 11.7.
 */
export function bestWeights(
  problem: WeightProblem,
  start: Float64Array,
  tolerance: number,
): { readonly design: WeightedDesign; readonly steps: number } | null {
  const { groups, totals, cap } = problem
  let design = weightedDesign(problem, start)
  if (design === null) return null
  const s = start.length
  const firstGap = gapAbove(design.gradient, groups, totals, cap, attainedSlope(design))
  let barrier = Math.max(firstGap, tolerance * design.scale) / s
  const below = start.map((weight) => barrier / weight)
  const above = start.map((weight) => (cap === Number.POSITIVE_INFINITY ? 0 : barrier / (cap - weight)))
  let steps = 0
  for (; steps < MAX_STEPS; steps++) {
    if (gapAbove(design.gradient, groups, totals, cap, attainedSlope(design)) <= tolerance * design.scale) break
    barrier = Math.max(0.1 * complementarity(design.weights, below, above, cap), (1e-3 * tolerance * design.scale) / s)
    const direction = newtonDirection(problem, design, below, above, barrier)
    if (direction === null) break
    const next = alongDirection(problem, design, direction, barrier)
    if (next === null) break
    moveDuals(below, above, design.weights, direction, barrier, cap)
    design = next
  }
  return { design, steps }
}

/** Average of the products of slacks and multipliers. */
function complementarity(weights: Float64Array, below: Float64Array, above: Float64Array, cap: number): number {
  let sum = 0
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]! * below[i]!
    if (cap !== Number.POSITIVE_INFINITY) sum += (cap - weights[i]!) * above[i]!
  }
  return sum / weights.length
}

/** Solves the Newton equations with the groups' totals held; null where rounding has made them singular. */
function newtonDirection(
  { structure, rows, groups, totals, cap, moments }: WeightProblem,
  { weights, gradient, inverse, sensitivity }: WeightedDesign,
  below: Float64Array,
  above: Float64Array,
  barrier: number,
): Float64Array | null {
  const s = weights.length
  const hessian = new Float64Array(s * s)
  addProductForms(hessian, rows, inverse, moments === null ? inverse : sensitivity, structure)
  if (moments !== null) for (let at = 0; at < hessian.length; at++) hessian[at] = 2 * hessian[at]!
  const slope = new Float64Array(s)
  for (let i = 0; i < s; i++) {
    const room = cap - weights[i]!
    const curvature = below[i]! / weights[i]! + (room === Number.POSITIVE_INFINITY ? 0 : above[i]! / room)
    // the last part is rounding's share, where several weights give the same M
    hessian[i * s + i] = hessian[i * s + i]! * (1 + 1e-13) + curvature
    slope[i] = gradient[i]! + barrier / weights[i]! - (room === Number.POSITIVE_INFINITY ? 0 : barrier / room)
  }
  const lower = factorCholesky(hessian, s)
  if (lower === null) return null
  solveCholesky(lower, slope, s)
  const g = totals.length
  const responses = Array.from(totals, (_, group) => {
    const indicator = Float64Array.from(groups, (own) => (own === group ? 1 : 0))
    solveCholesky(lower, indicator, s)
    return indicator
  })
  const schur = new Float64Array(g * g)
  const excess = new Float64Array(g)
  for (let i = 0; i < s; i++) {
    excess[groups[i]!] = excess[groups[i]!]! + slope[i]!
    for (let other = 0; other < g; other++)
      schur[groups[i]! * g + other] = schur[groups[i]! * g + other]! + responses[other]![i]!
  }
  const schurLower = factorCholesky(schur, g)
  if (schurLower === null) return null
  solveCholesky(schurLower, excess, g)
  for (let i = 0; i < s; i++)
    for (let other = 0; other < g; other++) slope[i] = slope[i]! - excess[other]! * responses[other]![i]!
  return slope
}

/** The design a step along the direction, shortened until the barrier function doesn't fall. */
function alongDirection(
  problem: WeightProblem,
  { weights, value }: WeightedDesign,
  direction: Float64Array,
  barrier: number,
): WeightedDesign | null {
  const { cap } = problem
  let length = 1
  for (let i = 0; i < weights.length; i++) {
    const move = direction[i]!
    if (move < 0) length = Math.min(length, (-TOWARDS_BOUNDARY * weights[i]!) / move)
    else if (move > 0) length = Math.min(length, (TOWARDS_BOUNDARY * (cap - weights[i]!)) / move)
  }
  for (let attempt = 0; attempt < 30; attempt++, length /= 2) {
    const next = weightedDesign(
      problem,
      weights.map((weight, i) => weight + length * direction[i]!),
    )
    if (next === null) continue
    let gain = next.value - value
    for (let i = 0; i < weights.length; i++) {
      gain += barrier * Math.log(next.weights[i]! / weights[i]!)
      if (cap !== Number.POSITIVE_INFINITY) gain += barrier * Math.log((cap - next.weights[i]!) / (cap - weights[i]!))
    }
    if (gain >= -1e-12 * next.scale) return next
  }
  return null
}

/** The multipliers' own step, which keeps them positive. */
function moveDuals(
  below: Float64Array,
  above: Float64Array,
  weights: Float64Array,
  direction: Float64Array,
  barrier: number,
  cap: number,
): void {
  const belowMove = below.map((dual, i) => (barrier - dual * direction[i]!) / weights[i]! - dual)
  const aboveMove = above.map((dual, i) =>
    cap === Number.POSITIVE_INFINITY ? 0 : (barrier + dual * direction[i]!) / (cap - weights[i]!) - dual,
  )
  let length = 1
  for (let i = 0; i < below.length; i++) {
    if (belowMove[i]! < 0) length = Math.min(length, (-TOWARDS_BOUNDARY * below[i]!) / belowMove[i]!)
    if (aboveMove[i]! < 0) length = Math.min(length, (-TOWARDS_BOUNDARY * above[i]!) / aboveMove[i]!)
  }
  for (let i = 0; i < below.length; i++) {
    below[i] = below[i]! + length * belowMove[i]!
    above[i] = above[i]! + length * aboveMove[i]!
  }
}
