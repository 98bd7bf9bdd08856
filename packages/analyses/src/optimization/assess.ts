import {
  aliasesInWords,
  correlationMap,
  type DesignEvaluation,
  evaluateDesign,
  fractionOfDesignSpace,
  potentialColumns,
  principalPlane,
  termPower,
  varianceProfile,
} from '@zerosec/engine'
import { axisTitle } from '../plot-parts.ts'
import type { DesignBounds } from './bound.ts'
import { type DesignQuality, isProven, type PlannedDesign } from './planned-design.ts'
import type { VarianceCurve } from './quality-figures.ts'
import type { PlanePoint } from './setting-figures.ts'

/** Of a test, as everywhere. */
export const ALPHA = 0.05
/** Columns of left-out terms are shown beside the model's as long as the picture stays readable. */
const MOST_COLUMNS = 40

/** What a finished design is worth, as it is printed. */
export function assess(design: PlannedDesign, bounds: DesignBounds): DesignQuality {
  const { request, problem, region, runs } = design
  const evaluation = evaluateDesign(problem, region, runs)
  const leftOut = leftOutTerms(problem)
  const shown = problem.model.columns.length + leftOut.columns.length <= MOST_COLUMNS ? leftOut.columns : []
  return {
    evaluation,
    approximateBound: bounds.dEfficiency,
    dBound:
      isProven(design, evaluation) && problem.criterion.kind === 'D' ? evaluation.dEfficiency : bounds.dEfficiency,
    ownGap: ownGap(design, evaluation, bounds.own),
    power: termPower(problem, evaluation, { sigma: request.sigma, effect: request.effect, alpha: ALPHA }),
    space: fractionOfDesignSpace(problem, region, evaluation),
    varianceProfile: profile(design, evaluation),
    correlations: correlationMap(problem, runs, shown),
    aliases: {
      considered: leftOut.words,
      found: aliasesInWords(problem, runs, evaluation, leftOut.columns),
    },
    growth: [],
    plane: candidatePlane(design),
  }
}

/** By how much the design falls short of the best possible by its own criterion at most, where that is A or I. */
function ownGap(design: PlannedDesign, evaluation: DesignEvaluation, bound: number | null): number | null {
  if (bound === null || evaluation.averageVariance === null) return null
  if (isProven(design, evaluation)) return 0
  const { kind } = design.problem.criterion
  return Math.max(0, 1 - (kind === 'A' ? evaluation.aEfficiency / bound : bound / evaluation.averageVariance))
}

/** Terms of second order that the model leaves out; where it has them all, products of three factors. */
function leftOutTerms(problem: PlannedDesign['problem']) {
  const second = potentialColumns(problem)
  if (second.length > 0) return { columns: second, words: 'squares and products of two factors' }
  return { columns: potentialColumns(problem, true), words: 'products of three factors' }
}

function profile(
  { request, problem, region }: PlannedDesign,
  { covariance }: DesignEvaluation,
): VarianceCurve[] | null {
  if (covariance === null) return null
  return varianceProfile(problem, region, covariance).map(({ factor: j, settings, variances }) => {
    const factor = problem.factors[j]!
    const isCategory = factor.kind === 'categorical' || factor.kind === 'block'
    return {
      label: axisTitle(request.columns[j]!),
      kind: isCategory ? 'category' : 'number',
      at: Array.from(settings, (level) => (isCategory ? factor.levels[level]! : level)),
      variance: Array.from(variances),
    }
  })
}

/** Candidates and existing runs on the principal plane of both. */
function candidatePlane({ request, problem, candidates }: PlannedDesign): DesignQuality['plane'] {
  const rows = problem.candidates?.runs
  if (!rows || !candidates) return null
  const k = problem.factors.length
  const existing = problem.existing ?? new Float64Array(0)
  const runs = new Float64Array(rows.length + existing.length)
  runs.set(rows)
  runs.set(existing, rows.length)
  const { points, shares } = principalPlane(runs, problem.factors)
  const chosen = new Set(candidates)
  const count = rows.length / k
  return {
    shares,
    points: Array.from({ length: runs.length / k }, (_, i): PlanePoint => {
      const kind = i >= count ? 'existing' : chosen.has(i) ? 'chosen' : 'candidate'
      const row = i >= count ? request.existingRows![i - count]! : request.candidateRows![i]!
      return { x: points[2 * i]!, y: points[2 * i + 1]!, kind, row: row + 1 }
    }),
  }
}
