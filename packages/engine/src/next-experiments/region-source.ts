import { codedLevels } from '../design/coded-range.ts'
import { isChosen } from '../design/factor.ts'
import type { Region } from '../design/region.ts'
import { roundedRuns } from '../design/rounded-runs.ts'
import type { FeatureMatrix } from '../features/feature-matrix.ts'
import type { Generator } from '../random/generator.ts'
import { bestGroup } from './candidate-list.ts'
import {
  type CandidateSource,
  type FoundRun,
  type HeldSettings,
  isHeld,
  type RunValue,
  singleRow,
} from './candidate-source.ts'
import { climb } from './climb-region.ts'

export interface RegionSourceOptions {
  /** Alternatives, of which a run is in one: of the same factors. More than one where only some components may be used at once. */
  readonly regions: readonly Region[]
  /** Decimals of each factor's natural settings. */
  readonly digits: readonly number[]
  /** Coded runs that are not to be proposed (again): n × factors. */
  readonly excluded: Float64Array
  /** Coded runs that were refused: what lies close to them is valued less. */
  readonly refused: Float64Array
  /** Whether a coded run may be proposed, beyond what the regions say; left out: any. */
  readonly isOffered?: (run: Float64Array) => boolean
  /** Good runs so far, coded, from which the search starts too. */
  readonly starts: Float64Array
  readonly generator: Generator
  /** How thoroughly is searched, above 0: 1, the default, takes some thousand values. Less where each is costly. */
  readonly effort?: number
}

/** Runs that are drawn over the whole region, and corners of it, before the best are followed. */
const DRAWS = 1200
const CORNERS = 300
/** Draws around each of the good runs. */
const NEIGHBOURS = 40
/** Starts that are followed to their summit. They, and the runs of a batch, are at least so far apart (see `distanceOf`). */
const CLIMBS = 6
const APART = 0.05
/** Draws besides the summits that are rounded and compared. */
const SETTLED = 100
/** Runs that differ by less in every factor, as a part of its coded range of 2, are the same. */
const SAME = 1e-3
/** Within this distance of a refused run, the value falls to 0. */
const REFUSED_WITHIN = 0.15

/**
 * Every run that a region of factors allows, and that can be set: numbers are rounded to their decimals, mixtures keep their sums.
 *
 * The highest value is looked for among draws over the region, its corners and the neighbourhood of the best runs; the best are then
 * followed uphill along the region's directions.
 */
export function regionSource(options: RegionSourceOptions): CandidateSource {
  const { regions, excluded, generator, isOffered = () => true } = options
  const { factors } = regions[0]!
  const levels = Int32Array.from(factors, (factor) => (factor.kind === 'categorical' ? factor.levels.length : 0))
  const known = rowsOf(excluded, factors.length)
  const batch: Float64Array[] = []
  let calls = 0
  const draws = () => drawnRuns(options, generator.stream(calls++)).filter(isOffered)
  return {
    levels,
    next(value, held) {
      const priced = awayFrom(value, rowsOf(options.refused, factors.length), levels)
      const pool = draws().flatMap((run) => (held ? (withHeld(regions, run, held) ?? []) : [run]))
      const isNew = (run: Float64Array) =>
        !known.some((other) => isSame(run, other)) && batch.every((other) => distanceOf(run, other, levels) > APART)
      const found = bestSettable(options, climbs(options, pool, priced, held), priced, isNew, held)
      if (found) batch.push(Float64Array.from(found.run.columns, ([setting]) => setting!))
      return found
    },
    bestHeld(value, hard, count) {
      const matrix = matrixOf(draws(), levels)
      const rows = Array.from({ length: matrix.rows }, (_, row) => row)
      const hasLevels = hard.every((j) => codedLevels(factors[j]!) !== null)
      // of free numbers every draw is a group of its own: the best one decides
      const best = bestGroup(matrix, rows, value, hard, hasLevels ? count : 1)
      return best && settableHeld(options, best)
    },
    sample: (limit) => matrixOf(draws().slice(0, limit), levels),
  }
}

function rowsOf(runs: Float64Array, width: number): Float64Array[] {
  return Array.from({ length: runs.length / width }, (_, i) => runs.slice(i * width, (i + 1) * width))
}

export function matrixOf(runs: readonly Float64Array[], levels: Int32Array): FeatureMatrix {
  const columns = Array.from(levels, (_, j) => Float64Array.from(runs, (run) => run[j]!))
  return { rows: runs.length, columns, levels }
}

function drawnRuns({ regions, starts, effort = 1 }: RegionSourceOptions, generator: Generator): Float64Array[] {
  const width = regions[0]!.factors.length
  const runs: Float64Array[] = []
  for (let i = 0; i < DRAWS * effort; i++) {
    const run = new Float64Array(width)
    regions[i % regions.length]!.sample(generator, run, 0)
    runs.push(run)
  }
  for (const region of regions) {
    runs.push(...rowsOf(region.candidates(CORNERS), width).slice(0, Math.ceil((CORNERS * effort) / regions.length)))
  }
  for (const start of rowsOf(starts, width)) {
    const region = regions.find((each) => each.contains(start, 0))
    if (!region) continue
    runs.push(start)
    for (let i = 0; i < NEIGHBOURS * effort; i++) runs.push(neighbourOf(region, start, generator))
  }
  return runs
}

/** A run some steps along random directions of the region away, now and then with another level. */
function neighbourOf(region: Region, start: Float64Array, generator: Generator): Float64Array {
  const run = start.slice()
  const reach = 0.3 * generator.uniform() ** 2
  const span = new Float64Array(2)
  for (const direction of region.directions) {
    if (generator.uniform() < 0.4 || !region.directionSpan(run, 0, direction, span)) continue
    const distance = Math.min(span[1]!, Math.max(span[0]!, reach * 2 * generator.normal()))
    direction.factors.forEach((factor, i) => (run[factor]! += distance * direction.steps[i]!))
  }
  region.factors.forEach((factor, j) => {
    const settings = isChosen(factor) ? codedLevels(factor) : null
    if (settings && generator.uniform() < 0.25) run[j] = settings[generator.integer(settings.length)]!
  })
  return region.contains(run, 0) ? run : start
}

/** The run with held settings in place of its own, where some region allows it. */
function withHeld(regions: readonly Region[], run: Float64Array, held: HeldSettings): Float64Array | null {
  const changed = run.slice()
  for (const [feature, setting] of held) changed[feature] = setting
  return regions.some((region) => region.contains(changed, 0)) ? changed : null
}

function settableHeld({ regions, digits }: RegionSourceOptions, held: HeldSettings): HeldSettings {
  const { factors } = regions[0]!
  return new Map(
    [...held].map(([j, setting]) => {
      const factor = factors[j]!
      if (factor.kind !== 'continuous') return [j, setting]
      const natural = factor.low + ((setting + 1) / 2) * (factor.high - factor.low)
      const rounded = Number(natural.toFixed(Math.max(0, digits[j]!)))
      const within = Math.min(factor.high, Math.max(factor.low, rounded))
      return [j, (2 * (within - factor.low)) / (factor.high - factor.low) - 1]
    }),
  )
}

/** The best runs of a pool, not close to each other, each followed to its summit; the best first. */
function climbs(
  { regions, effort = 1 }: RegionSourceOptions,
  pool: readonly Float64Array[],
  value: RunValue,
  held: HeldSettings | null,
): readonly Float64Array[] {
  if (pool.length === 0) return []
  const levels = levelsOf(regions[0]!)
  const values = value(matrixOf(pool, levels))
  const order = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b)
  const starts: Float64Array[] = []
  for (const i of order) {
    if (starts.length >= Math.max(1, CLIMBS * effort)) break
    if (starts.every((start) => distanceOf(start, pool[i]!, levels) > APART)) starts.push(pool[i]!)
  }
  const summits = climb(regions, starts, value, levels, held)
  // what could not be rounded there may be found at other good draws
  return [...summits, ...order.slice(0, SETTLED).map((i) => pool[i]!)]
}

function levelsOf({ factors }: Region): Int32Array {
  return Int32Array.from(factors, (factor) => (factor.kind === 'categorical' ? factor.levels.length : 0))
}

/** Root mean square difference, as a part of the coded range of 2; a different level counts 1. */
export function distanceOf(a: Float64Array, b: Float64Array, levels: Int32Array): number {
  let sum = 0
  for (let j = 0; j < levels.length; j++) {
    if (levels[j]! > 0) sum += a[j] === b[j] ? 0 : 1
    else sum += ((a[j]! - b[j]!) / 2) ** 2
  }
  return Math.sqrt(sum / levels.length)
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.every((setting, j) => Math.abs(setting - b[j]!) <= 2 * SAME)
}

/** The best of the runs after rounding that is new. */
function bestSettable(
  { regions, digits, isOffered }: RegionSourceOptions,
  runs: readonly Float64Array[],
  value: RunValue,
  isNew: (run: Float64Array) => boolean,
  held: HeldSettings | null,
): FoundRun | null {
  const levels = levelsOf(regions[0]!)
  const settable = runs.flatMap((run) => {
    const region = regions.find((each) => each.contains(run, 0))
    if (!region) return []
    const { runs: rounded, unrounded } = roundedRuns(region, run, digits)
    return unrounded.length > 0 || !isNew(rounded) || isOffered?.(rounded) === false ? [] : [rounded]
  })
  const matrix = matrixOf(settable, levels)
  const values = settable.length > 0 ? value(matrix) : new Float64Array(0)
  let best = -1
  for (let i = 0; i < values.length; i++) {
    if (isHeld(matrix, i, held) && (best < 0 || values[i]! > values[best]!)) best = i
  }
  return best < 0 ? null : { run: singleRow(settable[best]!, levels), value: values[best]!, candidate: null }
}

/** A value that falls to 0 at refused runs: what an engineer does not want at one setting is hardly wanted right beside it. */
function awayFrom(value: RunValue, refused: readonly Float64Array[], levels: Int32Array): RunValue {
  if (refused.length === 0) return value
  return (matrix) =>
    value(matrix).map((own, row) => {
      const run = Float64Array.from(matrix.columns, (column) => column[row]!)
      const nearest = Math.min(...refused.map((other) => distanceOf(run, other, levels)))
      return own * (1 - Math.exp(-((nearest / REFUSED_WITHIN) ** 2)))
    })
}
