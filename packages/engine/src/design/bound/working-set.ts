import type { BoundCandidates } from './bound-candidates.ts'
import {
  attainedSlope,
  bestWeights,
  gapAbove,
  type WeightedDesign,
  type WeightProblem,
  weightedDesign,
} from './design-weights.ts'
import { type BlockStructure, quadraticForms } from './moment-blocks.ts'
import { nextSet } from './next-set.ts'

/** The best approximate design found and what no design exceeds. */
export interface BoundedDesign {
  /** Of the approximate design: log det M or −trace(W·M⁻¹). */
  readonly value: number
  /** The least of the upper bounds met on the way. */
  readonly bound: number
  readonly candidates: BoundCandidates
  /** Indices into the candidates, and the fractional runs of each. */
  readonly support: readonly number[]
  readonly weights: Float64Array
}

export interface CriterionBlocks {
  readonly structure: BlockStructure
  readonly prior: Float64Array
  readonly moments: Float64Array | null
}

/** Searches for runs of larger sensitivity, near the support and elsewhere; returns the candidates with them. */
export type CandidateGrowth = (
  candidates: BoundCandidates,
  design: WeightedDesign,
  support: readonly number[],
) => BoundCandidates

/** A gap to the bound of this share of p changes D-efficiency by as much. */
const TOLERANCE = 1e-7
const ROUNDS = 80
/** Σ s³ over the steps, some seconds; beyond it the bound stands with the gap that it has. */
const MOST_WORK = 1.5e9

/**
 * Optimal weights over many candidates: solved over a few, to which those with the largest sensitivity are added until no
 * candidate is above the design's own (general equivalence theorem). Every round gives an upper bound by concavity.
 * Null where the candidates can't estimate the model.
 */
export function boundedDesign(
  all: BoundCandidates,
  criterion: CriterionBlocks,
  grow: CandidateGrowth | null,
): BoundedDesign | null {
  if (all.groups.length <= all.totals[0]! / all.cap) return onlyDesign(all, criterion)
  let candidates = all
  let chosen = startingSet(candidates, criterion)
  if (chosen === null) return null
  let weights = warmStart(subProblem(candidates, criterion, chosen), 25)
  let best: BoundedDesign | null = null
  let tolerance = chosen.length === candidates.groups.length && grow === null ? TOLERANCE / 10 : 1e-2
  let work = 0
  let apart = grow === null ? 0 : 0.3
  for (let round = 0; round < ROUNDS; round++, apart *= 0.6) {
    const problem = subProblem(candidates, criterion, chosen)
    const solved = bestWeights(problem, interior(weights, problem), tolerance)
    if (solved === null) break
    const { design } = solved
    work += (solved.steps + 1) * chosen.length ** 3
    const attained = attainedSlope(design)
    if (grow !== null) candidates = grow(candidates, design, chosen)
    const gradient = new Float64Array(candidates.groups.length)
    quadraticForms(gradient, candidates.rows, design.sensitivity, criterion.structure)
    const gap = gapAbove(gradient, candidates.groups, candidates.totals, candidates.cap, attained)
    // with new candidates an earlier bound says nothing
    const known = grow === null ? (best?.bound ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY
    const bound = Math.min(known, design.value + gap)
    best = { value: design.value, bound, candidates, support: chosen, weights: design.weights }
    if (gap <= TOLERANCE * design.scale || work > MOST_WORK) break
    const next = nextSet(chosen, design, gradient, candidates, {
      most: Math.max(30, criterion.structure.dimension),
      apart,
    })
    if (next.added === 0 && tolerance <= TOLERANCE / 10) break
    tolerance = Math.max(TOLERANCE / 10, Math.min(tolerance, (0.1 * gap) / design.scale))
    chosen = next.chosen
    weights = next.weights
  }
  return best
}

/** Every candidate is taken as often as it may be; null where that is not enough runs. */
function onlyDesign(all: BoundCandidates, criterion: CriterionBlocks): BoundedDesign | null {
  const support = Array.from(all.groups.keys())
  const weights = new Float64Array(support.length).fill(all.cap)
  const design = weightedDesign(subProblem(all, criterion, support), weights)
  if (design === null || support.length < all.totals[0]! / all.cap) return null
  return { value: design.value, bound: design.value, candidates: all, support, weights }
}

function subProblem(all: BoundCandidates, criterion: CriterionBlocks, chosen: readonly number[]): WeightProblem {
  const { width } = criterion.structure
  const rows = new Float64Array(chosen.length * width)
  chosen.forEach((i, s) => rows.set(all.rows.subarray(i * width, (i + 1) * width), s * width))
  const { totals, cap } = all
  return { ...criterion, rows, groups: Uint32Array.from(chosen, (i) => all.groups[i]!), totals, cap }
}

/** Additions that the warm start over all candidates may take, about. */
const WARM_WORK = 6e8

/** All candidates where they are few; else those to which a warm start gives the most weight. Null: all can't estimate the model. */
function startingSet(all: BoundCandidates, criterion: CriterionBlocks): number[] | null {
  const count = all.groups.length
  const everything = Array.from({ length: count }, (_, i) => i)
  const { structure } = criterion
  const whole = subProblem(all, criterion, everything)
  if (weightedDesign(whole, equalWeights(all.groups, all.totals)) === null) return null
  const wanted = Math.max(60, 2 * structure.dimension)
  const taken = all.cap === Number.POSITIVE_INFINITY ? 0 : 3 * all.totals[0]!
  if (count <= Math.max(2 * wanted, taken)) return everything
  const steps = Math.floor(WARM_WORK / (1.5 * count * structure.size))
  const weights = warmStart(whole, Math.max(4, Math.min(60, steps)))
  for (let size = Math.max(wanted, taken); size < count; size *= 2) {
    const list = Array.from(all.totals, (_, group) =>
      everything
        .filter((i) => all.groups[i] === group)
        .sort((a, b) => weights[b]! - weights[a]! || a - b)
        .slice(0, Math.ceil(size / all.totals.length)),
    ).flat()
    const problem = subProblem(all, criterion, list)
    if (weightedDesign(problem, equalWeights(problem.groups, all.totals)) !== null) return list
  }
  return everything
}

function equalWeights(groups: Uint32Array, totals: Float64Array): Float64Array {
  const sizes = new Float64Array(totals.length)
  for (const group of groups) sizes[group] = sizes[group]! + 1
  return Float64Array.from(groups, (group) => totals[group]! / sizes[group]!)
}

/** Titterington's multiplicative algorithm (Ann. Statist. 1976) for a few steps: weights grow with their sensitivity. */
function warmStart(problem: WeightProblem, steps: number): Float64Array {
  let weights = equalWeights(problem.groups, problem.totals)
  for (let step = 0; step < steps; step++) {
    const design = weightedDesign(problem, weights)
    if (design === null) break
    const factors = problem.moments === null ? design.gradient : design.gradient.map(Math.sqrt)
    weights = withTotals(
      weights.map((weight, i) => weight * factors[i]!),
      problem,
    )
  }
  return weights
}

function withTotals(weights: Float64Array, { groups, totals }: WeightProblem): Float64Array {
  const sums = new Float64Array(totals.length)
  for (let i = 0; i < weights.length; i++) sums[groups[i]!] = sums[groups[i]!]! + weights[i]!
  return weights.map((weight, i) => (weight * totals[groups[i]!]!) / sums[groups[i]!]!)
}

/** Weights near the given ones that are well within their bounds. */
function interior(weights: Float64Array, problem: WeightProblem): Float64Array {
  const { groups, totals, cap } = problem
  const equal = equalWeights(groups, totals)
  const mixed = withTotals(
    weights.map((weight, i) => Math.max(weight, 1e-3 * equal[i]!)),
    problem,
  )
  if (cap === Number.POSITIVE_INFINITY) return mixed
  // half way between what the cap leaves and the equal weights, which keep to it
  const most = equal.map((weight) => cap - (cap - weight) / 2)
  const missing = new Float64Array(totals.length)
  const room = new Float64Array(totals.length)
  const cut = mixed.map((weight, i) => Math.min(weight, most[i]!))
  for (let i = 0; i < cut.length; i++) {
    missing[groups[i]!] = missing[groups[i]!]! + mixed[i]! - cut[i]!
    room[groups[i]!] = room[groups[i]!]! + most[i]! - cut[i]!
  }
  return cut.map((weight, i) => {
    const group = groups[i]!
    return room[group]! > 0 ? weight + (missing[group]! * (most[i]! - weight)) / room[group]! : weight
  })
}
