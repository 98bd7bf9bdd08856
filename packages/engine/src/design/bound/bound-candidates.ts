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
  const runs: number[] = []
  const groups: number[] = []
  given.forEach(({ choices }, group) => {
    for (const assign of choices) {
      for (let at = 0; at < settings.length; at += k) {
        const run = settings.slice(at, at + k)
        assign(run)
        runs.push(...run)
        groups.push(group)
      }
    }
  })
  const flat = Float64Array.from(runs)
  return {
    runs: flat,
    rows: designMatrix(modelExpansion(factors, reduced.columns), flat, k),
    groups: Uint32Array.from(groups),
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
  const chosen = factors.map((factor, j) =>
    factor.kind === 'block' || factor.kind === 'covariate' ? [0] : settings[j]!,
  )
  if (region.isProduct && chosen.every((own) => own !== null)) {
    const count = chosen.reduce((product, own) => product * own.length, 1)
    if (count <= MOST) return { settings: combinations(chosen), isComplete: true }
    return { settings: someCombinations(chosen), isComplete: false }
  }
  const levels = factors.map((factor) =>
    factor.kind === 'block' || factor.kind === 'covariate' ? [0] : codedLevels(factor),
  )
  const count = levels.reduce((product, own) => product * (own?.length ?? Number.POSITIVE_INFINITY), 1)
  return count <= MOST
    ? { settings: region.candidates(MOST), isComplete: true }
    : { settings: joined(region.candidates(SPREAD), spreadRuns(problem, region, SPREAD / 2)), isComplete: false }
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const all = new Float64Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

function combinations(settings: readonly (readonly number[])[]): Float64Array {
  let runs: number[][] = [[]]
  for (const own of settings) runs = runs.flatMap((run) => own.map((setting) => [...run, setting]))
  return Float64Array.from(runs.flat())
}

/** A fixed spread of combinations, where there are too many for all. */
function someCombinations(settings: readonly (readonly number[])[]): Float64Array {
  const k = settings.length
  const runs = new Float64Array(SPREAD * k)
  for (let i = 0; i < SPREAD; i++) {
    settings.forEach((own, j) => {
      // multiples of square roots of different integers are spread independently
      runs[i * k + j] = own[Math.floor((((i + 1) * Math.sqrt(2 + j * j + j)) % 1) * own.length)]!
    })
  }
  return runs
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
