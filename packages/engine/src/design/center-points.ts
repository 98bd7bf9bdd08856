import { CodedError } from '@zerosec/errors'
import type { DesignProblem } from './design-problem.ts'
import { codedLevel, type Factor } from './factor.ts'
import type { Region } from './region.ts'

/**
 * Runs in the middle of the region, for the scatter between equal runs and for curvature.
 *
 * Continuous factors are at the middle of their range, discrete ones at the level next to it (the lower of two), mixtures at the
 * mean of the region's candidates, which is allowed where the region is convex. Categories have no middle: the runs take their
 * levels in turn. Blocks that get new runs share the centre points evenly, in turn too.
 *
 * @returns count × factors, coded, row-major
 * @throws CodedError `design_center_missing` where no factor has a middle, `design_center_covariate` where covariates would be
 *   unknown, `design_center_forbidden` where a constraint forbids the middle with every combination of levels
 */
export function centerPoints(problem: DesignProblem, region: Region, count: number): Float64Array {
  const { factors } = problem
  const k = factors.length
  const runs = new Float64Array(count * k)
  if (count === 0) return runs
  const covariate = factors.find(({ kind }) => kind === 'covariate')
  if (covariate) throw new CodedError('design_center_covariate', { factor: covariate.name })
  if (factors.every(({ kind }) => kind === 'categorical' || kind === 'block')) {
    throw new CodedError('design_center_missing')
  }
  const middle = middleOfRegion(region)
  const combinations = factors.reduce(
    (all, factor) => (factor.kind === 'categorical' ? all * factor.levels.length : all),
    1,
  )
  let turn = 0
  for (let i = 0; i < count; i++, turn++) {
    let tries = 0
    while (!writeCenter(problem, region, middle, runs, i, turn)) {
      turn++
      tries++
      if (tries === combinations) throw forbidden(problem, middle)
    }
  }
  return runs
}

/** The settings of the factors that have a middle; 0 elsewhere. */
function middleOfRegion(region: Region): Float64Array {
  const middle = Float64Array.from(region.factors, (factor) => (factor.kind === 'discrete' ? middleLevel(factor) : 0))
  const mixture = region.factors.flatMap(({ kind }, j) => (kind === 'mixture' ? [j] : []))
  if (mixture.length === 0) return middle
  const k = region.factors.length
  const candidates = region.candidates(CANDIDATES)
  for (let at = 0; at < candidates.length; at += k) {
    for (const j of mixture) middle[j] = middle[j]! + (candidates[at + j]! * k) / candidates.length
  }
  return middle
}

const CANDIDATES = 5000

function middleLevel(factor: Factor & { kind: 'discrete' }): number {
  const levels = factor.levels.map((level) => codedLevel(factor, level))
  return levels.reduce((best, level) => (Math.abs(level) < Math.abs(best) - 1e-12 ? level : best))
}

/** Writes centre point i with the levels of one turn; false where that isn't allowed. */
function writeCenter(
  { factors }: DesignProblem,
  region: Region,
  middle: Float64Array,
  runs: Float64Array,
  i: number,
  turn: number,
): boolean {
  const at = i * factors.length
  const longest = Math.max(1, ...factors.map((factor) => (factor.kind === 'categorical' ? factor.levels.length : 1)))
  let category = 0
  factors.forEach((factor, j) => {
    if (factor.kind === 'categorical') {
      // a round takes every level once; later rounds bring other combinations
      runs[at + j] = (turn + category++ * Math.floor(turn / longest)) % factor.levels.length
    } else if (factor.kind === 'block') {
      const open = factor.sizes.flatMap((size, block) => (size > 0 ? [block] : []))
      runs[at + j] = open[i % open.length] ?? 0
    } else runs[at + j] = middle[j]!
  })
  return region.contains(runs, at)
}

function forbidden({ factors, constraints }: DesignProblem, middle: Float64Array): CodedError {
  return new CodedError('design_center_forbidden', {
    constraints: constraints.map(({ text }) => text),
    factors: factors.flatMap(({ kind, name }) => (kind === 'categorical' || kind === 'block' ? [] : [name])),
    middle: Array.from(middle),
  })
}
