import { CodedError } from '@zerosec/errors'
import { seededGenerator } from '../random/generator.ts'
import { allowedGrid, gridSettings } from './allowed-grid.ts'
import { codedLevels, codedRange } from './coded-range.ts'
import { isRequirementMet, type RunTest } from './coded-requirement.ts'
import { evenDraws } from './even-draws.ts'
import type { Factor } from './factor.ts'
import { settledShares } from './mixture-steps.ts'
import type { RegionPart } from './region-parts.ts'
import type { PartSampler } from './region-sampler.ts'
import type { Slice } from './region-slices.ts'
import { runKey } from './run-key.ts'
import { sliceCandidates } from './slice-candidates.ts'

/** The runs of one part of the region among which good designs lie: settings of its factors in a whole run, the others 0. */
export interface PartCandidates {
  readonly part: RegionPart
  readonly runs: readonly Float64Array[]
}

const SEED = 4
const MAX_VERTICES = 3000
const MAX_GRID = 3000
const MAX_LOOKS = 500_000
const NOWHERE = Float64Array.of(0)
/** Drawn runs from which curved boundaries are looked for, over all slices. */
const ANCHORS = 24

/** Levels, and the ends and the middle of a range. */
export function ownCandidates(factors: readonly Factor[], part: RegionPart): PartCandidates {
  const index = part.factors[0]!
  const [low, high] = codedRange(factors[index]!)
  const settings = codedLevels(factors[index]!) ?? [low, high, (low + high) / 2]
  const empty = new Float64Array(factors.length)
  return { part, runs: Array.from(settings, (setting) => empty.with(index, setting)) }
}

/**
 * Candidates of a part with requirements: every allowed combination where it has only levels and steps, and those are few; otherwise
 * those of its slices, mixtures brought to their steps, and the grid points of ends and middles.
 *
 * @throws CodedError `design_mixture_impossible` where no multiples of the steps meet the constraints
 */
export function boundCandidates(
  factors: readonly Factor[],
  part: RegionPart,
  slices: () => readonly Slice[],
  sampler: () => PartSampler,
  limit: number,
): PartCandidates {
  const isAllowed: RunTest = (runs, at) => part.requirements.every((each) => isRequirementMet(each, runs, at))
  const found = new Map<string, Float64Array>()
  const add = (run: Float64Array): void => {
    const settled = settledShares(factors, part.factors, run)
    if (settled && isAllowed(settled, 0)) found.set(runKey(settled), settled)
  }
  const grid = partGrid(factors, part, limit)
  if (grid) for (const run of grid) add(run)
  else {
    const all = slices()
    const most = Math.ceil((4 * limit) / all.length)
    const mostVertices = Math.ceil(MAX_VERTICES / all.length)
    const anchors = () => drawnRuns(factors.length, sampler(), Math.ceil(ANCHORS / all.length))
    for (const slice of all) {
      for (const run of sliceCandidates(slice, isAllowed, anchors, most, mostVertices)) add(run)
    }
    for (const run of gridRuns(factors, part.factors)) add(run)
  }
  if (found.size === 0) throw noMultiples(factors, part)
  return { part, runs: [...found.values()] }
}

/** Every allowed run of a part of levels and steps; null where it has others, or too many. */
function partGrid(factors: readonly Factor[], part: RegionPart, limit: number): Float64Array[] | null {
  const settings = factors.map((factor, index) => (part.factors.includes(index) ? gridSettings(factor) : NOWHERE))
  if (!settings.every((each) => each !== null)) return null
  return allowedGrid(settings, part.requirements, limit, MAX_LOOKS)
}

function drawnRuns(factorCount: number, sample: PartSampler, count: number): Float64Array[] {
  const generator = seededGenerator(SEED)
  return Array.from({ length: count }, () => {
    const run = new Float64Array(factorCount)
    sample(generator, run, 0)
    return run
  })
}

/** Without steps every slice has vertices or anchors. */
function noMultiples(factors: readonly Factor[], part: RegionPart): CodedError {
  const mixture = part.factors.map((index) => factors[index]!).filter((factor) => factor.kind === 'mixture')
  const problem = 'no multiples of its steps meet the constraints; choose a smaller step'
  return new CodedError('design_mixture_impossible', {
    group: mixture[0]?.group ?? '',
    components: mixture.map(({ name }) => name),
    problem,
  })
}

/**
 * The candidates of the whole region, row-major: every combination of the parts' where that is no more than `limit`; otherwise
 * `limit` combinations at most, in which each part's candidates appear about equally often.
 */
export function combinedCandidates(factorCount: number, parts: readonly PartCandidates[], limit: number): Float64Array {
  const total = parts.reduce((product, { runs }) => product * runs.length, 1)
  const rows = total <= limit ? everyCombination(factorCount, parts, total) : spread(factorCount, parts, limit)
  const candidates = new Float64Array(rows.length * factorCount)
  rows.forEach((row, i) => candidates.set(row, i * factorCount))
  return candidates
}

function everyCombination(factorCount: number, parts: readonly PartCandidates[], total: number): Float64Array[] {
  return Array.from({ length: total }, (_, number) => {
    const run = new Float64Array(factorCount)
    let rest = number
    for (const { part, runs } of parts) {
      for (const factor of part.factors) run[factor] = runs[rest % runs.length]![factor]!
      rest = Math.floor(rest / runs.length)
    }
    return run
  })
}

function spread(factorCount: number, parts: readonly PartCandidates[], limit: number): Float64Array[] {
  const generator = seededGenerator(SEED)
  const draws = parts.map(({ runs }) => evenDraws(runs.length, generator))
  const found = new Map<string, Float64Array>()
  for (let draw = 0; draw < 2 * limit && found.size < limit; draw++) {
    const run = new Float64Array(factorCount)
    parts.forEach(({ part, runs }, p) => {
      const own = runs[draws[p]!()]!
      for (const factor of part.factors) run[factor] = own[factor]!
    })
    found.set(runKey(run), run)
  }
  return [...found.values()]
}

/** Ends and middles of ranges with every level, where they are few. */
function gridRuns(factors: readonly Factor[], members: readonly number[]): Float64Array[] {
  if (members.some((index) => factors[index]!.kind === 'mixture')) return []
  const settings = members.map((index) => codedLevels(factors[index]!) ?? Float64Array.of(-1, 0, 1))
  if (settings.reduce((product, { length }) => product * length, 1) > MAX_GRID) return []
  return members.reduce<Float64Array[]>(
    (runs, index, i) => runs.flatMap((run) => Array.from(settings[i]!, (setting) => run.with(index, setting))),
    [new Float64Array(factors.length)],
  )
}
