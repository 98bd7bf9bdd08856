import { CodedError } from '@zerosec/errors'
import { joined } from './augment-problem.ts'
import { codedRange, isContinuous } from './coded-range.ts'
import type { DesignProblem } from './design-problem.ts'
import { isChosen } from './factor.ts'
import { gridMaximum } from './line-maximum.ts'
import { PlotDesign, plotProblem } from './plot-design.ts'
import type { Region } from './region.ts'
import { runChange } from './run-change.ts'
import { RunSources } from './run-sources.ts'
import { moveOnLine, settingLines, spanOfLine } from './setting-line.ts'
import { TrialRuns } from './trial-runs.ts'

/** Runs that are looked at as replacements, at most. */
const CANDIDATES = 20_000

/** Runs count as the same where every number is as near, as a part of its coded range, and everything else equal. */
const SAME = 0.05

/**
 * The best run in the place of run `index`, which can't be made; all others are kept. It is none of the refused runs, nor within
 * 5 % of the range of one in every number.
 *
 * The run keeps its block, its covariates and the hard-to-change settings of its plot; where the problem has candidates it is one
 * of them. Deterministic: the best of the region's candidates, then moved along each factor on grids that shrink.
 *
 * For "replace this run" in the browser as well as in the analysis.
 *
 * @param runs  n × factors, coded, in the order of blocks or plots
 * @param refused  coded runs that can't be made either, row-major; run `index` is refused of itself
 * @returns the coded run
 * @throws CodedError `design_replacement_missing` where no other run is allowed
 *
 * Cost: (candidates + about 300 · factors)·p² for D, A and I.
 */
export function replaceRun(
  problem: DesignProblem,
  region: Region,
  runs: Float64Array,
  index: number,
  refused: Float64Array = new Float64Array(0),
): Float64Array {
  const k = problem.factors.length
  const prepared = plotProblem({ ...problem, runs: runs.length / k }, region)
  const design = new PlotDesign(prepared, runs)
  const trial = new TrialRuns(design, runChange(prepared))
  const { isHard, candidateFactors } = new RunSources(prepared)
  const isFree = problem.factors.map(
    (factor, j) => !isHard[j] && (problem.candidates ? candidateFactors.includes(j) : isChosen(factor)),
  )
  const at = index * k
  const allRefused = joined(refused, runs.subarray(at, at + k))
  const isRefused = refusal(problem, allRefused)
  trial.begin([index])
  const score = (floor: number) =>
    isRefused(trial.runs, at) || !(problem.candidates || region.contains(trial.runs, at))
      ? Number.NEGATIVE_INFINITY
      : trial.score([index], floor)
  const best = bestCandidate(problem, region, trial.runs, index, isFree, neighboursOf(problem, allRefused), score)
  if (!best) throw new CodedError('design_replacement_missing', { run: index + 1 })
  if (!problem.candidates) refine(problem, region, trial.runs, best, at, isFree, score)
  return best.run
}

interface Found {
  run: Float64Array
  score: number
}

/** The best of the problem's candidates that no other run has taken for good, or else of the region's. */
function bestCandidate(
  { candidates, factors }: DesignProblem,
  region: Region,
  runs: Float64Array,
  index: number,
  isFree: readonly boolean[],
  neighbours: Float64Array,
  score: (floor: number) => number,
): Found | undefined {
  const k = factors.length
  const at = index * k
  const rows = candidates?.runs ?? joined(region.candidates(CANDIDATES), neighbours)
  const taken = candidates && !candidates.repeats ? runs.slice() : new Float64Array(0)
  const present = runs.slice(at, at + k)
  let best: Found | undefined
  for (let row = 0; row < rows.length; row += k) {
    // a candidate whose hard-to-change settings are another plot's can't be in this one
    if (
      candidates &&
      factors.some(
        ({ kind }, j) => kind !== 'block' && !isFree[j] && kind !== 'covariate' && rows[row + j] !== present[j],
      )
    )
      continue
    const isEqual = (other: number) => isFree.every((is, j) => !is || taken[other + j] === rows[row + j])
    if (Array.from({ length: taken.length / k }, (_, i) => i * k).some((other) => other !== at && isEqual(other)))
      continue
    for (let j = 0; j < k; j++) runs[at + j] = isFree[j] ? rows[row + j]! : present[j]!
    const most = best?.score ?? Number.NEGATIVE_INFINITY
    const here = score(most)
    if (!(here > most)) continue
    best = { run: runs.slice(at, at + k), score: here }
  }
  return best
}

/** Moves the run along its lines, to the best of five points of an interval around it that shrinks. */
function refine(
  { constraints }: DesignProblem,
  region: Region,
  runs: Float64Array,
  best: Found,
  at: number,
  isFree: readonly boolean[],
  score: (floor: number) => number,
): void {
  const span = new Float64Array(2)
  const grid = new Float64Array(5)
  const lines = settingLines(region, (j) => isFree[j]!, constraints).filter(({ levels }) => !levels)
  for (let width = 1; width > 1e-5; width /= 2) {
    for (const line of lines) {
      runs.set(best.run, at)
      if (!spanOfLine(region, line, runs, at, span)) continue
      const here = best.run[line.direction.factors[0]!]!
      const reach = (width * (span[1]! - span[0]!)) / 2
      const value = (setting: number) => {
        runs.set(best.run, at)
        moveOnLine(line, runs, at, setting)
        return score(best.score)
      }
      const found = gridMaximum(value, Math.max(span[0]!, here - reach), Math.min(span[1]!, here + reach), grid)
      if (!(found.value > best.score + 1e-10 * Math.max(1, Math.abs(best.score)))) continue
      runs.set(best.run, at)
      moveOnLine(line, runs, at, found.at)
      best.run = runs.slice(at, at + region.factors.length)
      best.score = found.value
    }
  }
}

/** Whether a run counts as one of the refused ones. */
function refusal(
  { factors, candidates }: DesignProblem,
  refused: Float64Array,
): (runs: Float64Array, at: number) => boolean {
  const k = factors.length
  const tolerance = factors.map((factor) => {
    const [low, high] = codedRange(factor)
    return (isContinuous(factor) && !candidates ? SAME : 1e-9) * (high - low)
  })
  const compared = factors.flatMap((factor, j) => (isChosen(factor) ? [j] : []))
  return (runs, at) => {
    for (let row = 0; row < refused.length; row += k) {
      if (compared.every((j) => Math.abs(runs[at + j]! - refused[row + j]!) <= tolerance[j]!)) return true
    }
    return false
  }
}

/** Runs just far enough from refused ones in one continuous factor: where a refused run was best, these often are. */
function neighboursOf({ factors }: DesignProblem, refused: Float64Array): Float64Array {
  const k = factors.length
  const near: number[] = []
  for (let row = 0; row < refused.length; row += k) {
    factors.forEach((factor, j) => {
      if (!isContinuous(factor)) return
      const [low, high] = codedRange(factor)
      for (const sign of [-1, 1]) {
        const run = refused.slice(row, row + k)
        run[j] = run[j]! + sign * 1.000001 * SAME * (high - low)
        near.push(...run)
      }
    })
  }
  return Float64Array.from(near)
}
