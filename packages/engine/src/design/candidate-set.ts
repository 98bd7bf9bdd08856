import { type Generator, seededGenerator } from '../random/generator.ts'
import { codedLevels, codedRange } from './coded-range.ts'
import type { RunTest } from './coded-requirement.ts'
import type { Factor } from './factor.ts'
import { settledShares, shareLattice } from './mixture-steps.ts'
import { type PolytopeFaces, polytopeFaces } from './polytope-vertices.ts'
import type { RegionPart } from './region-parts.ts'
import type { Slice } from './region-slices.ts'

/** The runs of one part of the region among which good designs lie: settings of its factors in a whole run, the others 0. */
export interface PartCandidates {
  readonly part: RegionPart
  readonly runs: readonly Float64Array[]
}

const SEED = 4
/** Vertices on the way to a polytope's own, beyond which linear programs with random objectives find some of them. */
const MAX_VERTICES = 3000
const RANDOM_VERTICES = 300
const MAX_GRID = 3000
const BISECTIONS = 45

/** Levels, and the ends and the middle of a range. */
export function ownCandidates(factors: readonly Factor[], part: RegionPart): PartCandidates {
  const index = part.factors[0]!
  const [low, high] = codedRange(factors[index]!)
  const settings = codedLevels(factors[index]!) ?? [low, high, (low + high) / 2]
  const empty = new Float64Array(factors.length)
  return { part, runs: Array.from(settings, (setting) => empty.with(index, setting)) }
}

/**
 * Candidates of a part with requirements: vertices, middles of edges, centroids of facets and of the whole of every slice; where
 * conditions are curved, the places where lines from allowed points to others of these cross the boundary; grid points of ends and
 * middles. A mixture with a step is brought to its steps; all its points are taken where they are few.
 */
export function boundCandidates(
  factors: readonly Factor[],
  part: RegionPart,
  slices: () => readonly Slice[],
  isAllowed: RunTest,
  limit: number,
): PartCandidates {
  const found = new Map<string, Float64Array>()
  const add = (run: Float64Array): void => {
    const settled = settledShares(factors, part.factors, run)
    if (settled && isAllowed(settled, 0)) found.set(runKey(settled), settled)
  }
  const lattice = shareLattice(factors, part.factors, limit)
  if (lattice) for (const run of lattice) add(run)
  else {
    const all = slices()
    const most = Math.ceil((4 * limit) / all.length)
    const mostVertices = Math.ceil(MAX_VERTICES / all.length)
    for (const slice of all) for (const run of sliceCandidates(slice, isAllowed, most, mostVertices)) add(run)
    for (const run of gridRuns(factors, part.factors)) add(run)
  }
  return { part, runs: [...found.values()] }
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

/** Numbers below `count` in random order, each once before any comes again. */
function evenDraws(count: number, generator: Generator): () => number {
  let order: Uint32Array = new Uint32Array(0)
  let next = 0
  return () => {
    if (next === order.length) {
      order = generator.permutation(count)
      next = 0
    }
    return order[next++]!
  }
}

/** About `most` of them at most; the lines across a curved boundary bring more. */
function sliceCandidates(slice: Slice, isAllowed: RunTest, most: number, mostVertices: number): Float64Array[] {
  const points = facePoints(slice, most, mostVertices)
  return levelRuns(slice, Math.max(1, Math.floor(most / points.all.length))).flatMap((levels) => {
    const runs = points.all.map((point) => withLevels(slice, point, levels))
    return slice.curved.length === 0 ? runs : [...runs, ...boundaryRuns(runs, points.lines, isAllowed)]
  })
}

/** Points of a slice, the centroid first, and the lines between them along which a curved boundary is looked for. */
interface FacePoints {
  readonly all: readonly Float64Array[]
  readonly lines: readonly (readonly [number, number])[]
}

function facePoints(slice: Slice, most: number, mostVertices: number): FacePoints {
  const faces = polytopeFaces(slice.polytope, mostVertices)
  const { vertices, edges, facets } = faces?.vertices.length ? faces : randomVertices(slice, mostVertices)
  const middle = (indices: readonly number[]) => centroid(indices.map((i) => vertices[i]!))
  const centre = centroid(vertices)
  const others = [...vertices, ...facets.map(middle), ...edges.map(middle)]
  const fromCentre = (points: readonly Float64Array[]) => points.map((_, i) => [0, i + 1] as const)
  if (others.length > most) {
    const chosen = seededGenerator(SEED).permutation(others.length).subarray(0, most).sort()
    const some = Array.from(chosen, (i) => others[i]!)
    return { all: [centre, ...some], lines: fromCentre(some) }
  }
  return { all: [centre, ...others], lines: [...fromCentre(others), ...edges.map(([a, b]) => [a + 1, b + 1] as const)] }
}

function randomVertices({ polytope, program }: Slice, most: number): PolytopeFaces {
  const generator = seededGenerator(SEED)
  const found = new Map<string, Float64Array>()
  for (let draw = 0; draw < Math.min(RANDOM_VERTICES, most); draw++) {
    const { point } = program.maximise(Float64Array.from(polytope.low, () => generator.normal()))
    found.set(runKey(point), point)
  }
  return { vertices: [...found.values()], edges: [], facets: [] }
}

/** The settings of the slice's factors on levels: every combination, or a spread. */
function levelRuns({ levelled }: Slice, most: number): number[][] {
  const total = levelled.reduce((product, { settings }) => product * settings.length, 1)
  if (total <= most) {
    return levelled.reduce<number[][]>(
      (rows, { settings }) => rows.flatMap((row) => Array.from(settings, (setting) => [...row, setting])),
      [[]],
    )
  }
  const generator = seededGenerator(SEED)
  const draws = levelled.map(({ settings }) => evenDraws(settings.length, generator))
  return Array.from({ length: most }, () => levelled.map(({ settings }, i) => settings[draws[i]!()]!))
}

function withLevels({ levelled }: Slice, point: Float64Array, levels: readonly number[]): Float64Array {
  const run = point.slice()
  levelled.forEach(({ factor }, i) => {
    run[factor] = levels[i]!
  })
  return run
}

/** Where lines between an allowed run and one that is not leave the region. */
function boundaryRuns(
  runs: readonly Float64Array[],
  lines: readonly (readonly [number, number])[],
  isAllowed: RunTest,
): Float64Array[] {
  return lines.flatMap(([a, b]) => {
    const first = isAllowed(runs[a]!, 0)
    if (first === isAllowed(runs[b]!, 0)) return []
    const start = runs[first ? a : b]!
    const end = runs[first ? b : a]!
    const at = (share: number) => start.map((x, j) => x + share * (end[j]! - x))
    let inside = 0
    let outside = 1
    for (let i = 0; i < BISECTIONS; i++) {
      const middle = (inside + outside) / 2
      if (isAllowed(at(middle), 0)) inside = middle
      else outside = middle
    }
    return [at(inside)]
  })
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

function centroid(points: readonly Float64Array[]): Float64Array {
  const middle = new Float64Array(points[0]!.length)
  for (const point of points) for (let j = 0; j < middle.length; j++) middle[j]! += point[j]! / points.length
  return middle
}

/** Runs that agree to 1e-8 of a range are one. */
function runKey(run: Float64Array): string {
  return Array.from(run, (value) => Math.round(value * 1e8)).join()
}
