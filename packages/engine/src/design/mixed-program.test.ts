import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../random/generator.ts'
import { linearProgram, type Polytope } from './linear-program.ts'
import { mixedMaximum } from './mixed-program.ts'

describe('mixedMaximum', () => {
  it('agrees with the best linear program over every combination of levels', () => {
    const generator = seededGenerator(9)
    const levels = Float64Array.of(-1, -0.2, 0.4, 1)
    let empty = 0
    for (let trial = 0; trial < 150; trial++) {
      // two factors on levels, two continuous ones
      const rows = Array.from({ length: 1 + generator.integer(3) }, () => ({
        coefficients: Float64Array.from({ length: 4 }, () => generator.integer(5) - 2),
        relation: generator.integer(4) === 0 ? ('=' as const) : ('<=' as const),
        bound: generator.integer(5) - 3,
      }))
      const polytope: Polytope = { low: new Float64Array(4).fill(-1), high: new Float64Array(4).fill(1), rows }
      const objective = Float64Array.from({ length: 4 }, () => generator.normal())
      const values = Array.from(levels).flatMap((first) =>
        Array.from(levels).flatMap((second) => {
          const low = Float64Array.of(first, second, -1, -1)
          const high = Float64Array.of(first, second, 1, 1)
          return linearProgram({ low, high, rows })?.maximise(objective).value ?? []
        }),
      )
      const best = values.length === 0 ? Number.NEGATIVE_INFINITY : Math.max(...values)
      const onLevels = new Map([0, 1].map((variable) => [variable, levels]))
      // a factor that no row holds is put on its best level, which is an end
      expect(mixedMaximum(polytope, onLevels, objective)?.value ?? Number.NEGATIVE_INFINITY).toBeCloseTo(best, 8)
      if (values.length === 0) empty++
    }
    expect(empty).toBeGreaterThan(5)
    expect(empty).toBeLessThan(100)
  })
})
