import { factorCholesky, logDeterminant } from '../../linalg/cholesky.ts'
import { designRegion } from '../constrained-region.ts'
import { designMatrix, designModel, modelExpansion } from '../design-model.ts'
import type { DesignProblem } from '../design-problem.ts'
import type { Region } from '../region.ts'
import { regionMoments } from '../region-moments.ts'
import { spreadRuns } from '../spread-runs.ts'
import { boundCandidates } from './bound-candidates.ts'
import { blocksFrom, reducedModel } from './reduced-model.ts'
import { candidateGrowth } from './support-search.ts'
import { type BoundedDesign, boundedDesign } from './working-set.ts'

/** What no design of the problem's size exceeds, by the best approximate design: one with fractional runs. */
export interface ApproximateBound {
  readonly criterion: 'D' | 'A' | 'I'
  /** Upper bound of log det M, −trace M⁻¹ or −average prediction variance. */
  readonly scoreBound: number
  /** Upper bound of the D-efficiency or A-efficiency; for I the lower bound of the average prediction variance. */
  readonly bound: number
  /** By what share `bound` may be too cautious: the approximate design attains the bound less this much. */
  readonly certifiedGap: number
  /** Whether the whole region was looked at, so that the bound is a theorem to rounding; else its maximum was searched for. */
  readonly certified: boolean
  /** Why it is certified or not, in words. */
  readonly basis: string
  /** Support points of the approximate design, coded, row-major, with their weights, which sum to 1. */
  readonly support: Float64Array
  readonly weights: Float64Array
  /** Factors whose sign (numbers) or levels (categories) every support point stands for in equal shares. */
  readonly symmetric: readonly string[]
}

/**
 * The bound from approximate design theory. A criterion Φ is concave in M, so that for any weights w and any design ξ of n runs
 * Φ(ξ) ≤ Φ(w) + n·max d(x) − n·Σ w·d(x), d the sensitivity of Φ; at the optimum the last two cancel (general
 * equivalence theorem). Existing runs are part of M; blocks of given sizes have a maximum each; candidates that can be taken
 * once have weights of 1/n at most.
 *
 * With whole plots of m runs at least, det M ≤ (1 + m·η)^(−q)·det XᵀX, q the number of columns of hard-to-change factors
 * alone, for D; no bound is known for A and I.
 *
 * Where the maximum of d can only be searched for, the bound for D without constraints, with existing runs mirrored, is a
 * theorem, and it is taken where it is the smaller one.
 *
 * @returns null where no bound is known, or where no design of the region can estimate the model
 *
 * Cost: some rounds of (candidates)·p²; a quadratic model of ten factors takes a second.
 * Source: Kiefer & Wolfowitz, Canad. J. Math. 12 (1960) 363–366; Fedorov & Hackl, Model-Oriented Design of Experiments (1997) 2;
 * Pukelsheim, Optimal Design of Experiments (1993) 13 for symmetry.
 */
export function approximateBound(
  problem: DesignProblem,
  region: Region,
  criterion: ApproximateBound['criterion'] = 'D',
): ApproximateBound | null {
  if (problem.wholePlots && criterion !== 'D') return null
  const { problem: coded, shift } = criterion === 'D' ? orthonormal(problem, region) : { problem, shift: 0 }
  const found = boundOver(coded, region, criterion, true)
  if (found === null || found.certified || criterion !== 'D') return scaled(problem, criterion, shift, found)
  const relaxed = boundOver({ ...coded, constraints: [] }, relaxedRegion(coded, region), criterion, false)
  return scaled(problem, criterion, shift, relaxed?.certified && relaxed.bound < found.bound ? relaxed : found)
}

/** The bounded design with its settings, before the scales of coding and whole plots. */
interface FoundBound extends BoundedDesign {
  readonly certified: boolean
  readonly settings: number
  readonly isRelaxed: boolean
  readonly symmetric: readonly string[]
}

/**
 * @param exact  false: existing runs are replaced by their average over mirror images, which by concavity can only raise the
 *   best log det M that additions to them reach
 */
function boundOver(
  problem: DesignProblem,
  region: Region,
  criterion: ApproximateBound['criterion'],
  exact: boolean,
): FoundBound | null {
  const p = problem.model.columns.length
  const prior = problem.existing ? crossProduct(problem, problem.existing) : null
  const moments = criterion === 'D' ? null : weightMatrix(problem, region, criterion)
  // moments over a constrained region are those of a sample, and so not quite symmetric
  const sampled = criterion === 'I' && !region.isProduct ? moments : null
  const given = [exact ? prior : null, sampled].filter((matrix) => matrix !== null)
  const reduced = reducedModel(problem, region, given, prior === null && sampled === null)
  const candidates = boundCandidates(problem, region, reduced)
  if (candidates === null) return null
  const found = boundedDesign(
    candidates,
    {
      structure: reduced.structure,
      prior: prior === null ? new Float64Array(reduced.structure.size) : blocksFrom(prior, p, reduced),
      moments: moments === null ? null : blocksFrom(moments, p, reduced),
    },
    candidates.isComplete ? null : candidateGrowth(problem, region, reduced),
  )
  if (found === null) return null
  const { isComplete, groups } = candidates
  return { ...found, certified: isComplete, settings: groups.length, isRelaxed: !exact, symmetric: reduced.symmetric }
}

/** Every factor over its whole range, where no mixture forbids that. */
function relaxedRegion({ factors }: DesignProblem, region: Region): Region {
  return factors.some(({ kind }) => kind === 'mixture') ? region : designRegion(factors, [])
}

function scaled(
  problem: DesignProblem,
  criterion: ApproximateBound['criterion'],
  shift: number,
  found: FoundBound | null,
): ApproximateBound | null {
  if (found === null) return null
  const p = problem.model.columns.length
  const k = problem.factors.length
  const total = problem.runs + (problem.existing?.length ?? 0) / k
  // rounding's share, so that a design which attains the bound doesn't seem to exceed it
  const scoreBound = found.bound + 1e-12 * Math.max(p, Math.abs(found.bound)) + shift + plotShift(problem)
  const gap = found.bound - found.value
  const heavy = found.support.flatMap((i, s) => (found.weights[s]! > 1e-7 * problem.runs ? [{ i, s }] : []))
  return {
    criterion,
    scoreBound,
    bound: efficiencyOf(scoreBound, criterion, p, total),
    certifiedGap: criterion === 'D' ? Math.expm1(gap / p) : gap / -found.value,
    certified: found.certified,
    basis: basisOf(found),
    support: Float64Array.from(heavy.flatMap(({ i }) => [...found.candidates.runs.subarray(i * k, (i + 1) * k)])),
    weights: Float64Array.from(heavy, ({ s }) => found.weights[s]! / problem.runs),
    symmetric: found.symmetric,
  }
}

function basisOf({ certified, isRelaxed, settings }: FoundBound): string {
  if (!certified) {
    return 'The largest prediction variance was searched for, as the region has no finite set of settings that must hold it.'
  }
  const over = `The largest prediction variance was taken over ${settings} settings, among which theory places it`
  return isRelaxed
    ? `${over} when constraints are left out and existing runs mirrored, which can only raise it.`
    : `${over}.`
}

function efficiencyOf(score: number, criterion: ApproximateBound['criterion'], p: number, runs: number): number {
  if (criterion === 'D') return Math.exp(score / p) / runs
  return criterion === 'A' ? p / (runs * -score) : -score
}

/** The same model with its categories coded by orthonormal contrasts, and by how much log det M is larger as it was coded. */
function orthonormal(problem: DesignProblem, region: Region): { problem: DesignProblem; shift: number } {
  const { factors, model } = problem
  const same = { problem, shift: 0 }
  if (!factors.some(({ kind }) => kind === 'categorical')) return same
  const other = { ...problem, model: designModel(factors, model.terms, 'orthonormal') }
  const p = model.columns.length
  if (other.model.columns.length !== p) return same
  const sample = spreadRuns(problem, region, 10 * p)
  const before = factorCholesky(crossProduct(problem, sample), p)
  const after = factorCholesky(crossProduct(other, sample), p)
  if (before === null || after === null) return same
  return { problem: other, shift: logDeterminant(before, p) - logDeterminant(after, p) }
}

/** log of (1 + m·η)^(−q); existing runs share no error, so that nothing is gained over the plain bound then. */
function plotShift({ wholePlots, existing, model }: DesignProblem): number {
  if (!wholePlots || existing) return 0
  const hard = new Set(wholePlots.factors)
  const between = model.columns.filter(({ pieces }) => pieces.every(({ input }) => hard.has(input))).length
  return -between * Math.log1p(Math.min(...wholePlots.sizes) * wholePlots.varianceRatio)
}

/** W of the criterion −trace(W·M⁻¹). */
function weightMatrix(problem: DesignProblem, region: Region, criterion: 'A' | 'I'): Float64Array {
  if (criterion === 'I') return regionMoments(problem, region)
  const p = problem.model.columns.length
  return Float64Array.from({ length: p * p }, (_, at) => (at % (p + 1) === 0 ? 1 : 0))
}

/** XᵀX of coded runs, p × p. */
function crossProduct({ factors, model }: DesignProblem, runs: Float64Array): Float64Array {
  const expansion = modelExpansion(factors, model.columns)
  const p = expansion.width
  const rows = designMatrix(expansion, runs, factors.length)
  const product = new Float64Array(p * p)
  for (let at = 0; at < rows.length; at += p) {
    for (let i = 0; i < p; i++) {
      const value = rows[at + i]!
      for (let j = 0; j < p; j++) product[i * p + j] = product[i * p + j]! + value * rows[at + j]!
    }
  }
  return product
}
