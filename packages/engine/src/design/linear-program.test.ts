import { describe, expect, it } from 'vitest'
import { type Generator, seededGenerator } from '../random/generator.ts'
import { linearProgram, type Polytope } from './linear-program.ts'

describe('linearProgram', () => {
  it('finds the corner of a textbook problem', () => {
    // 3x + 5y on x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18 (Hillier & Lieberman): 36 at (2, 6)
    const program = linearProgram({
      low: Float64Array.of(0, 0),
      high: Float64Array.of(4, 6),
      rows: [{ coefficients: Float64Array.of(3, 2), relation: '<=', bound: 18 }],
    })!
    const { value, point } = program.maximise(Float64Array.of(3, 5))
    expect(value).toBeCloseTo(36, 12)
    expect([...point]).toEqual([2, 6])
  })

  it('does not cycle on a degenerate problem (Beale 1955)', () => {
    const program = linearProgram({
      low: new Float64Array(4),
      high: Float64Array.of(1e3, 1e3, 1, 1e3),
      rows: [
        { coefficients: Float64Array.of(0.25, -60, -1 / 25, 9), relation: '<=', bound: 0 },
        { coefficients: Float64Array.of(0.5, -90, -1 / 50, 3), relation: '<=', bound: 0 },
      ],
    })!
    expect(program.maximise(Float64Array.of(0.75, -150, 0.02, -6)).value).toBeCloseTo(0.05, 10)
  })

  it('says of an empty polytope that it is empty', () => {
    const row = { coefficients: Float64Array.of(1, 1), relation: '<=', bound: -2.001 } as const
    expect(linearProgram({ low: Float64Array.of(-1, -1), high: Float64Array.of(1, 1), rows: [row] })).toBeNull()
    expect(linearProgram({ low: Float64Array.of(2), high: Float64Array.of(1), rows: [] })).toBeNull()
  })

  it('takes rows that repeat and equalities that depend on each other', () => {
    const sum = { coefficients: Float64Array.of(1, 1, 1), relation: '=', bound: 1 } as const
    const twice = { coefficients: Float64Array.of(0.5, 0.5, 0.5), relation: '=', bound: 0.5 } as const
    const program = linearProgram({
      low: new Float64Array(3),
      high: new Float64Array(3).fill(0.5),
      rows: [sum, twice, sum],
    })!
    expect(program.maximise(Float64Array.of(3, 2, 1)).value).toBeCloseTo(2.5, 12)
  })

  it('agrees with the best of all vertices, found by solving every basis', () => {
    const generator = seededGenerator(7)
    let empty = 0
    for (let trial = 0; trial < 300; trial++) {
      const polytope = randomPolytope(generator)
      const objective = Float64Array.from({ length: polytope.low.length }, () => generator.normal())
      const values = allVertices(polytope).map((vertex) => vertex.reduce((sum, x, j) => sum + x * objective[j]!, 0))
      const best = values.length === 0 ? Number.NEGATIVE_INFINITY : Math.max(...values)
      const found = linearProgram(polytope)?.maximise(objective).value ?? Number.NEGATIVE_INFINITY
      expect(found).toBeCloseTo(best, 9)
      if (values.length === 0) empty++
    }
    expect(empty).toBeGreaterThan(20)
    expect(empty).toBeLessThan(200)
  })
})

function randomPolytope(generator: Generator): Polytope {
  const n = 1 + generator.integer(4)
  const rowCount = generator.integer(4)
  const rows = Array.from({ length: rowCount }, () => ({
    // small whole numbers, so that ties and parallel rows occur
    coefficients: Float64Array.from({ length: n }, () => generator.integer(5) - 2),
    relation: generator.integer(5) === 0 ? ('=' as const) : ('<=' as const),
    bound: (generator.integer(9) - 4) / 2,
  }))
  return { low: new Float64Array(n).fill(-1), high: new Float64Array(n).fill(1), rows }
}

/** Every way of making n of the bounds and rows exact, solved by elimination; the plain path. */
function allVertices({ low, high, rows }: Polytope): number[][] {
  const n = low.length
  const planes = [
    ...rows.map((row) => ({ normal: [...row.coefficients], bound: row.bound, isEquality: row.relation === '=' })),
    ...[...low].map((end, j) => ({ normal: unit(n, j, -1), bound: -end, isEquality: false })),
    ...[...high].map((end, j) => ({ normal: unit(n, j, 1), bound: end, isEquality: false })),
  ]
  return subsets(planes.length, n).flatMap((chosen) => {
    const point = solve(chosen.map((i) => [...planes[i]!.normal, planes[i]!.bound]))
    if (!point) return []
    const isAllowed = planes.every(({ normal, bound, isEquality }) => {
      const left = bound - normal.reduce((sum, a, j) => sum + a * point[j]!, 0)
      return left > -1e-9 && (!isEquality || left < 1e-9)
    })
    return isAllowed ? [point] : []
  })
}

function unit(n: number, j: number, value: number): number[] {
  return Array.from({ length: n }, (_, i) => (i === j ? value : 0))
}

function subsets(count: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]]
  return Array.from({ length: Math.max(0, count - from) }, (_, i) => from + i).flatMap((head) =>
    subsets(count, size - 1, head + 1).map((tail) => [head, ...tail]),
  )
}

function solve(equations: number[][]): number[] | null {
  const n = equations.length
  for (let j = 0; j < n; j++) {
    const pivot = equations
      .slice(j)
      .reduce((best, row, i) => (Math.abs(row[j]!) > Math.abs(equations[best]![j]!) ? i + j : best), j)
    if (Math.abs(equations[pivot]![j]!) < 1e-9) return null
    ;[equations[j], equations[pivot]] = [equations[pivot]!, equations[j]!]
    for (const [i, row] of equations.entries()) {
      if (i === j) continue
      const share = row[j]! / equations[j]![j]!
      for (let c = j; c <= n; c++) row[c]! -= share * equations[j]![c]!
    }
  }
  return equations.map((row, j) => row[n]! / row[j]!)
}
