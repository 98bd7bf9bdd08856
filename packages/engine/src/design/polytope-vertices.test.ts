import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { linearProgram, type Polytope } from './linear-program.ts'
import { polytopeFaces } from './polytope-vertices.ts'

function mixture(...bounds: [number, number][]): Polytope {
  return {
    low: Float64Array.from(bounds, ([low]) => low),
    high: Float64Array.from(bounds, ([, high]) => high),
    rows: [{ coefficients: new Float64Array(bounds.length).fill(1), relation: '=', bound: 1 }],
  }
}

function shown(points: readonly Float64Array[]): string[] {
  return points.map((point) => Array.from(point, (x) => x.toFixed(4)).join(' ')).sort()
}

function centroid(points: readonly Float64Array[]): Float64Array {
  return points[0]!.map((_, j) => points.reduce((sum, point) => sum + point[j]! / points.length, 0))
}

describe('polytopeFaces', () => {
  // magnesium, sodium nitrate, strontium nitrate, binder; McLean & Anderson, Technometrics 8 (1966) 447–454
  const flare = polytopeFaces(mixture([0.4, 0.6], [0.1, 0.5], [0.1, 0.5], [0.03, 0.08]), 100)!

  it('finds the eight vertices of the flare experiment', () => {
    expect(shown(flare.vertices)).toEqual([
      '0.4000 0.1000 0.4200 0.0800',
      '0.4000 0.1000 0.4700 0.0300',
      '0.4000 0.4200 0.1000 0.0800',
      '0.4000 0.4700 0.1000 0.0300',
      '0.6000 0.1000 0.2200 0.0800',
      '0.6000 0.1000 0.2700 0.0300',
      '0.6000 0.2200 0.1000 0.0800',
      '0.6000 0.2700 0.1000 0.0300',
    ])
  })

  it('finds the six centroids of its faces and its centroid', () => {
    const centroids = flare.facets.map((facet) => centroid(facet.map((i) => flare.vertices[i]!)))
    expect(shown(centroids)).toEqual([
      '0.4000 0.2725 0.2725 0.0550',
      '0.5000 0.1000 0.3450 0.0550',
      '0.5000 0.2100 0.2100 0.0800',
      '0.5000 0.2350 0.2350 0.0300',
      '0.5000 0.3450 0.1000 0.0550',
      '0.6000 0.1725 0.1725 0.0550',
    ])
    expect(shown([centroid(flare.vertices)])).toEqual(['0.5000 0.2225 0.2225 0.0550'])
  })

  it.each([
    ['a cube', { low: new Float64Array(3).fill(-1), high: new Float64Array(3).fill(1), rows: [] }, 8, 12, 6],
    ['a simplex', mixture([0, 1], [0, 1], [0, 1], [0, 1]), 4, 6, 4],
    [
      'a cube in ten dimensions',
      { low: new Float64Array(10), high: new Float64Array(10).fill(1), rows: [] },
      1024,
      5120,
      20,
    ],
    [
      'a cube without one corner',
      {
        low: new Float64Array(3),
        high: new Float64Array(3).fill(1),
        rows: [{ coefficients: Float64Array.of(1, 1, 1), relation: '<=', bound: 2.5 }],
      },
      10,
      15,
      7,
    ],
    [
      'a cube cut through four corners, where planes meet in a vertex',
      {
        low: new Float64Array(3),
        high: new Float64Array(3).fill(1),
        rows: [{ coefficients: Float64Array.of(1, 1, 0), relation: '<=', bound: 1 }],
      },
      6,
      9,
      5,
    ],
    [
      'the same with the cut said three times, so that vertices share planes without an edge',
      {
        low: new Float64Array(3),
        high: new Float64Array(3).fill(1),
        rows: [1, 2, 3].map((scale) => ({
          coefficients: Float64Array.of(scale, scale, 0),
          relation: '<=' as const,
          bound: scale,
        })),
      },
      6,
      9,
      5,
    ],
    [
      'an octahedron, with four facets at each vertex',
      {
        low: new Float64Array(3).fill(-1),
        high: new Float64Array(3).fill(1),
        rows: [1, -1].flatMap((a) =>
          [1, -1].flatMap((b) =>
            [1, -1].map((c) => ({ coefficients: Float64Array.of(a, b, c), relation: '<=' as const, bound: 1 })),
          ),
        ),
      },
      6,
      12,
      8,
    ],
  ] satisfies [string, Polytope, number, number, number][])(
    'counts the vertices, edges and facets of %s',
    (_, polytope, vertices, edges, facets) => {
      const faces = polytopeFaces(polytope, 5000)!
      expect([faces.vertices.length, faces.edges.length, faces.facets.length]).toEqual([vertices, edges, facets])
    },
  )

  it('holds every vertex that the simplex method finds, on random polytopes', () => {
    const generator = seededGenerator(5)
    for (let trial = 0; trial < 60; trial++) {
      const d = 2 + generator.integer(5)
      const rows = Array.from({ length: generator.integer(5) }, () => ({
        coefficients: Float64Array.from({ length: d }, () => generator.integer(7) - 3),
        relation: '<=' as const,
        bound: generator.integer(4),
      }))
      const polytope = { low: new Float64Array(d).fill(-1), high: new Float64Array(d).fill(1), rows }
      const faces = polytopeFaces(polytope, 5000)!
      const program = linearProgram(polytope)!
      for (let draw = 0; draw < 10; draw++) {
        const objective = Float64Array.from({ length: d }, () => generator.normal())
        const best = Math.max(
          ...faces.vertices.map((vertex) => vertex.reduce((sum, x, j) => sum + x * objective[j]!, 0)),
        )
        expect(best).toBeCloseTo(program.maximise(objective).value, 9)
      }
    }
  })

  it('has no vertices where the polytope is empty, and says when there are too many', () => {
    expect(polytopeFaces(mixture([0, 0.2], [0, 0.3]), 100)!.vertices).toEqual([])
    expect(polytopeFaces({ low: new Float64Array(12), high: new Float64Array(12).fill(1), rows: [] }, 1000)).toBeNull()
  })
})
