import { seededGenerator } from '../random/generator.ts'
import type { RunTest } from './coded-requirement.ts'
import { evenDraws } from './even-draws.ts'
import { type PolytopeFaces, polytopeFaces } from './polytope-vertices.ts'
import type { Slice } from './region-slices.ts'
import { runKey } from './run-key.ts'

const SEED = 4
const RANDOM_VERTICES = 300
const BISECTIONS = 45
/** Points that lines from each anchor go to. */
const MOST_AIMS = 40

/**
 * Vertices, middles of edges, centroids of facets and of the whole, on every combination of the slice's levels; where conditions
 * are curved, also the places where lines between two of these, or from an anchor to one, cross the boundary.
 *
 * @param anchors  allowed runs, asked for only where conditions are curved; they need not be of the slice
 * @param most     about how many points are made at most; lines bring more
 * @param mostVertices  on the way to the vertices, beyond which linear programs with random objectives find some of them
 */
export function sliceCandidates(
  slice: Slice,
  isAllowed: RunTest,
  anchors: () => readonly Float64Array[],
  most: number,
  mostVertices: number,
): Float64Array[] {
  const points = facePoints(slice, most, mostVertices)
  const fromAnchors = slice.curved.length === 0 ? [] : anchoredRuns(slice, points.all, anchors(), isAllowed)
  const onLevels = levelRuns(slice, Math.max(1, Math.floor(most / points.all.length))).flatMap((levels) => {
    const runs = points.all.map((point) => withLevels(slice, point, levels))
    return slice.curved.length === 0 ? runs : [...runs, ...boundaryRuns(runs, points.lines, isAllowed)]
  })
  return [...onLevels, ...fromAnchors]
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
    return [lastAllowed(runs[first ? a : b]!, runs[first ? b : a]!, isAllowed)]
  })
}

/** The anchors, and where lines from them to a spread of points, on the anchor's own levels, leave the region. */
function anchoredRuns(
  { polytope: { low, high } }: Slice,
  points: readonly Float64Array[],
  anchors: readonly Float64Array[],
  isAllowed: RunTest,
): Float64Array[] {
  const stride = Math.ceil(points.length / MOST_AIMS)
  const aims = points.filter((_, i) => i % stride === 0)
  const ends = anchors.flatMap((anchor) =>
    aims.flatMap((aim) => {
      const end = anchor.map((setting, j) => (high[j]! > low[j]! ? aim[j]! : setting))
      return isAllowed(end, 0) ? [] : [lastAllowed(anchor, end, isAllowed)]
    }),
  )
  return [...anchors, ...ends]
}

/** The point of the line from an allowed run where it first leaves the region, or one of the points where it does. */
function lastAllowed(start: Float64Array, end: Float64Array, isAllowed: RunTest): Float64Array {
  const at = (share: number) => start.map((x, j) => x + share * (end[j]! - x))
  let inside = 0
  let outside = 1
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (inside + outside) / 2
    if (isAllowed(at(middle), 0)) inside = middle
    else outside = middle
  }
  return at(inside)
}

function centroid(points: readonly Float64Array[]): Float64Array {
  const middle = new Float64Array(points[0]!.length)
  for (const point of points) for (let j = 0; j < middle.length; j++) middle[j]! += point[j]! / points.length
  return middle
}
