import type { Polytope } from './linear-program.ts'

/** The faces of a polytope that designs are made from. */
export interface PolytopeFaces {
  readonly vertices: readonly Float64Array[]
  /** Pairs of vertices that an edge joins. */
  readonly edges: readonly (readonly [number, number])[]
  /** The vertices of each. */
  readonly facets: readonly (readonly number[])[]
}

const ZERO = 1e-10
/** Rows have coefficients of about 1, so that what rounding leaves of them is far below this times ZERO. */
const SMALLEST_SCALE = 1e-3
/** Pairs of vertices on either side of a plane that are looked at, at most. */
const MAX_PAIRS = 4_000_000

/** A point in 0 … 1 a variable, and the planes that it lies on, as bits. */
interface Vertex {
  readonly point: Float64Array
  readonly planes: Uint32Array
}

interface Plane {
  readonly normal: Float64Array
  readonly bound: number
  readonly isEquality: boolean
}

/**
 * The vertices, edges and facets of a bounded polytope by the double description method: a simplex that holds it is cut with one
 * plane after the other; new vertices are where the plane crosses edges. On a mixture with bounds it finds what XVERT finds.
 *
 * @returns null where there are more than `limit` vertices on the way
 *
 * Source: Motzkin et al., Ann. Math. Stud. 28 (1953) 51–73; Fukuda & Prodon, LNCS 1120 (1996) 91–111.
 */
export function polytopeFaces(polytope: Polytope, limit: number): PolytopeFaces | null {
  const { low, high } = polytope
  const moving = [...low.keys()].filter((j) => high[j]! > low[j]!)
  const d = moving.length
  const planes = cuttingPlanes(polytope, moving)
  const words = Math.ceil((d + 1 + planes.length) / 32)
  let vertices = startingSimplex(d, words)
  for (const [i, plane] of planes.entries()) {
    const cut = cutWith(vertices, plane, d + 1 + i, d, limit)
    if (!cut) return null
    vertices = cut
  }
  return {
    vertices: vertices.map(({ point }) => {
      const vertex = low.slice()
      moving.forEach((j, v) => {
        // the ends themselves, not what scaling back and forth leaves of them
        vertex[j] = point[v] === 0 ? low[j]! : point[v] === 1 ? high[j]! : low[j]! + point[v]! * (high[j]! - low[j]!)
      })
      return vertex
    }),
    edges: edgesOf(vertices, d),
    facets: facetsOf(vertices, d, planes.length),
  }
}

/** Equalities, which leave the fewest vertices, then rows, then upper bounds; over variables scaled to 0 … 1. */
function cuttingPlanes({ low, high, rows }: Polytope, moving: readonly number[]): Plane[] {
  const ordered = [
    ...rows.filter(({ relation }) => relation === '='),
    ...rows.filter(({ relation }) => relation === '<='),
  ]
  const ofRows = ordered.map(({ coefficients, relation, bound }) => {
    let left = bound
    for (let j = 0; j < low.length; j++) left -= coefficients[j]! * low[j]!
    const normal = Float64Array.from(moving, (j) => coefficients[j]! * (high[j]! - low[j]!))
    return { normal, bound: left, isEquality: relation === '=' }
  })
  const ofHighs = moving.map((_, v) => ({
    normal: new Float64Array(moving.length).with(v, 1),
    bound: 1,
    isEquality: false,
  }))
  return [...ofRows, ...ofHighs]
}

/** x ≥ 0 and Σ x ≤ d + 1, which no cut polytope touches: planes 0 … d. */
function startingSimplex(d: number, words: number): Vertex[] {
  return Array.from({ length: d + 1 }, (_, corner) => {
    const point = new Float64Array(d)
    const planes = new Uint32Array(words)
    for (let plane = 0; plane <= d; plane++) if (plane !== corner) setBit(planes, plane)
    if (corner < d) point[corner] = d + 1
    return { point, planes }
  })
}

function cutWith(vertices: readonly Vertex[], plane: Plane, index: number, d: number, limit: number): Vertex[] | null {
  const { normal, bound, isEquality } = plane
  const scale = Math.max(Math.abs(bound), ...normal.map(Math.abs), SMALLEST_SCALE)
  const left = vertices.map(({ point }) => {
    let slack = bound
    for (let j = 0; j < d; j++) slack -= normal[j]! * point[j]!
    return Math.abs(slack) <= ZERO * scale * (d + 1) ? 0 : slack
  })
  const inside = [...vertices.keys()].filter((i) => left[i]! > 0)
  const outside = [...vertices.keys()].filter((i) => left[i]! < 0)
  if (inside.length * outside.length > MAX_PAIRS) return null
  const kept: Vertex[] = isEquality ? [] : inside.map((i) => vertices[i]!)
  for (const [i, vertex] of vertices.entries()) {
    if (left[i] === 0) kept.push({ point: vertex.point, planes: withBit(vertex.planes, index) })
  }
  for (const a of inside) {
    for (const b of outside) {
      if (!areAdjacent(vertices, a, b, d)) continue
      kept.push(crossing(vertices[a]!, vertices[b]!, left[a]!, left[b]!, index))
      if (kept.length > limit) return null
    }
  }
  return kept
}

function crossing(inside: Vertex, outside: Vertex, above: number, below: number, index: number): Vertex {
  const share = above / (above - below)
  const point = inside.point.map((x, j) => {
    const y = outside.point[j]!
    const z = x === y ? x : x + share * (y - x)
    return Math.abs(z) < ZERO ? 0 : Math.abs(z - 1) < ZERO ? 1 : z
  })
  const planes = inside.planes.map((word, w) => word & outside.planes[w]!)
  return { point, planes: withBit(planes, index) }
}

/** Two vertices are joined by an edge when no third one lies on all the planes that both lie on. */
function areAdjacent(vertices: readonly Vertex[], a: number, b: number, d: number): boolean {
  const first = vertices[a]!.planes
  const second = vertices[b]!.planes
  let shared = 0
  for (let w = 0; w < first.length; w++) shared += bitCount(first[w]! & second[w]!)
  if (shared < d - 1) return false
  for (let c = 0; c < vertices.length; c++) {
    if (c === a || c === b) continue
    const third = vertices[c]!.planes
    let holdsAll = true
    for (let w = 0; w < first.length && holdsAll; w++) {
      if ((first[w]! & second[w]! & ~third[w]!) !== 0) holdsAll = false
    }
    if (holdsAll) return false
  }
  return true
}

function edgesOf(vertices: readonly Vertex[], d: number): (readonly [number, number])[] {
  const edges: (readonly [number, number])[] = []
  for (let a = 0; a < vertices.length; a++) {
    for (let b = a + 1; b < vertices.length; b++) if (areAdjacent(vertices, a, b, d)) edges.push([a, b])
  }
  return edges
}

/** A plane that meets less than a facet meets a part of one. */
function facetsOf(vertices: readonly Vertex[], d: number, planeCount: number): number[][] {
  const faces = new Map<string, ReadonlySet<number>>()
  for (let plane = 0; plane < d + 1 + planeCount; plane++) {
    const meeting = [...vertices.keys()].filter((i) => hasBit(vertices[i]!.planes, plane))
    if (meeting.length > 0 && meeting.length < vertices.length) faces.set(meeting.join(), new Set(meeting))
  }
  const all = [...faces.values()]
  return all
    .filter((face) => !all.some((other) => other.size > face.size && [...face].every((i) => other.has(i))))
    .map((face) => [...face])
}

function setBit(bits: Uint32Array, index: number): void {
  bits[index >>> 5]! |= 1 << (index & 31)
}

function withBit(bits: Uint32Array, index: number): Uint32Array {
  const copy = bits.slice()
  setBit(copy, index)
  return copy
}

function hasBit(bits: Uint32Array, index: number): boolean {
  return (bits[index >>> 5]! & (1 << (index & 31))) !== 0
}

function bitCount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555)
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333)
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
