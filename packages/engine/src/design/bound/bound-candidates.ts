import { codedLevels } from '../coded-range.ts'
import { designMatrix, modelExpansion } from '../design-model.ts'
import type { DesignProblem } from '../design-problem.ts'
import type { Region } from '../region.ts'
import { spreadRuns } from '../spread-runs.ts'
import type { ReducedModel } from './reduced-model.ts'

/** Where the runs of a design can lie: all of it, or a part to start from. */
export interface BoundCandidates {
  /** Coded, row-major. */
  readonly runs: Float64Array
  /** Rows of the reduced model. */
  readonly rows: Float64Array
  readonly groups: Uint32Array
  /** Runs of each group. */
  readonly totals: Float64Array
  readonly cap: number
  /** Whether no allowed run is better than the best of these. */
  readonly isComplete: boolean
}

const MOST = 40_000
const SPREAD = 3000

/** Null where covariates have no rows to come from. */
export function boundCandidates(problem: DesignProblem, region: Region, reduced: ReducedModel): BoundCandidates | null {
  const { factors, candidates, covariateRows } = problem
  const k = factors.length
  if (factors.some(({ kind }) => kind === 'covariate') && !covariateRows && !candidates) return null
  const { settings, isComplete } = freeSettings(problem, region, reduced)
  const given = givenGroups(problem)
  const copies = given.reduce((sum, { choices }) => sum + choices.length, 0)
  const runs = new Float64Array(copies * settings.length)
  const groups = new Uint32Array(runs.length / k)
  let at = 0
  given.forEach(({ choices }, group) => {
    for (const assign of choices) {
      runs.set(settings, at)
      groups.fill(group, at / k, (at + settings.length) / k)
      for (const end = at + settings.length; at < end; at += k) assign(runs.subarray(at, at + k))
    }
  })
  return {
    runs,
    rows: designMatrix(modelExpansion(factors, reduced.columns), runs, k),
    groups,
    totals: Float64Array.from(given, ({ total }) => total),
    cap: candidates && !candidates.repeats ? 1 : Number.POSITIVE_INFINITY,
    isComplete,
  }
}

function freeSettings(
  problem: DesignProblem,
  region: Region,
  { settings }: ReducedModel,
): { settings: Float64Array; isComplete: boolean } {
  const { factors, candidates } = problem
  if (candidates) return { settings: candidates.runs, isComplete: true }
  const lists = factors.map((factor, j) =>
    factor.kind === 'block' || factor.kind === 'covariate' ? [0] : (settings[j] ?? codedLevels(factor)),
  )
  const count = lists.reduce((product, own) => product * (own?.length ?? Number.POSITIVE_INFINITY), 1)
  if (lists.every((own) => own !== null) && count <= MOST) {
    return { settings: combinations(lists, region), isComplete: true }
  }
  const part = [...region.candidates(SPREAD), ...spreadRuns(problem, region, SPREAD / 2)]
  return { settings: onLists(part, factors.length, settings), isComplete: false }
}

/** Every allowed combination. */
function combinations(lists: readonly ArrayLike<number>[], region: Region): Float64Array {
  let runs: number[][] = [[]]
  for (const own of lists) runs = runs.flatMap((run) => Array.from(own, (setting) => [...run, setting]))
  const allowed = region.isProduct ? runs : runs.filter((run) => region.contains(Float64Array.from(run), 0))
  return Float64Array.from(allowed.flat())
}

/** Runs with the settings of listed factors moved to the nearest of their list, without repeats. */
function onLists(part: readonly number[], k: number, lists: ReducedModel['settings']): Float64Array {
  const runs = new Map<string, number[]>()
  for (let at = 0; at < part.length; at += k) {
    const run = part.slice(at, at + k).map((value, j) => nearest(lists[j] ?? null, value))
    runs.set(run.join(), run)
  }
  return Float64Array.from([...runs.values()].flat())
}

function nearest(list: readonly number[] | null, value: number): number {
  if (list === null) return value
  // a list of a mirrored factor holds sizes
  const wanted = list.some((setting) => setting < 0) ? value : Math.abs(value)
  return list.reduce((best, own) => (Math.abs(own - wanted) < Math.abs(best - wanted) ? own : best))
}

/** Runs whose given factors are the same, and the ways of giving them. */
interface GivenGroup {
  readonly total: number
  readonly choices: readonly ((run: Float64Array) => void)[]
}

/** Blocks fix how many runs each level has; covariate rows do so where all of them are taken, else each may be. */
function givenGroups({ factors, runs: n, covariateRows }: DesignProblem): GivenGroup[] {
  const k = factors.length
  const covariates = factors.flatMap((factor, j) => (factor.kind === 'covariate' ? [j] : []))
  const rows = covariateRows ? covariateRows.length / k : 0
  const take = (row: number) => (run: Float64Array) => {
    for (const j of covariates) run[j] = covariateRows![row * k + j]!
  }
  const levels = blockLevels(factors, n)
  if (levels.size === 1 && rows === n) {
    return Array.from({ length: rows }, (_, row) => ({ total: 1, choices: [take(row)] }))
  }
  return [...levels.values()].map(({ total, place }) => ({
    total,
    choices: Array.from({ length: Math.max(1, rows) }, (_, row) => (run: Float64Array) => {
      place.forEach((level, j) => {
        if (level >= 0) run[j] = level
      })
      if (rows > 0) take(row)(run)
    }),
  }))
}

/** How often each combination of block levels occurs over the new runs; −1 for factors that are no blocks. */
function blockLevels(
  factors: DesignProblem['factors'],
  n: number,
): Map<string, { total: number; place: readonly number[] }> {
  const counts = new Map<string, { total: number; place: readonly number[] }>()
  for (let run = 0; run < n; run++) {
    const place = factors.map((factor) => {
      if (factor.kind !== 'block') return -1
      let left = run
      const level = factor.sizes.findIndex((size) => {
        left -= size
        return left < 0
      })
      return level < 0 ? factor.sizes.length - 1 : level
    })
    const key = place.join()
    counts.set(key, { total: (counts.get(key)?.total ?? 0) + 1, place })
  }
  return counts
}
