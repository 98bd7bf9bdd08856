import { describe, expect, it } from 'vitest'
import { type BfgsOptions, minimiseBounded } from './bounded-bfgs.ts'

const options = (p: number, changes: Partial<BfgsOptions> = {}): BfgsOptions => ({
  lower: new Float64Array(p).fill(-10),
  upper: new Float64Array(p).fill(10),
  maxIterations: 200,
  gradientTolerance: 1e-8,
  valueTolerance: 0,
  largestStep: 2,
  ...changes,
})

/** Minimum 0 at (1, 1), at the end of a bent valley. */
function rosenbrock(x: Float64Array, gradient: Float64Array): number {
  const [a, b] = [1 - x[0]!, x[1]! - x[0]! ** 2]
  gradient.set([-2 * a - 400 * x[0]! * b, 200 * b])
  return a * a + 100 * b * b
}

describe('minimiseBounded', () => {
  it('follows a bent valley to its end', () => {
    const found = minimiseBounded(rosenbrock, Float64Array.of(-1.2, 1), options(2))
    expect(found.hasConverged).toBe(true)
    expect(found.x[0]).toBeCloseTo(1, 6)
    expect(found.x[1]).toBeCloseTo(1, 6)
    expect(found.evaluations).toBeLessThan(100)
  })

  it('rests at a bound that keeps the minimum out, and goes on along it', () => {
    const found = minimiseBounded(rosenbrock, Float64Array.of(-1.2, 1), options(2, { upper: Float64Array.of(0.5, 10) }))
    expect(found.hasConverged).toBe(true)
    expect(found.x[0]).toBe(0.5)
    expect(found.x[1]).toBeCloseTo(0.25, 6)
  })

  it('starts within the bounds where the given start is not', () => {
    const found = minimiseBounded(rosenbrock, Float64Array.of(50, -50), options(2))
    expect(found.x[0]).toBeCloseTo(1, 5)
  })

  it('steps back from where the function is infinite', () => {
    const wall = (x: Float64Array, gradient: Float64Array) => {
      gradient[0] = 1 - 1 / x[0]!
      return x[0]! <= 0 ? Infinity : x[0]! - Math.log(x[0]!)
    }
    const found = minimiseBounded(wall, Float64Array.of(8), options(1, { largestStep: 20 }))
    expect(found.x[0]).toBeCloseTo(1, 6)
  })

  it('says so when the iterations ran out', () => {
    expect(minimiseBounded(rosenbrock, Float64Array.of(-1.2, 1), options(2, { maxIterations: 3 })).hasConverged).toBe(
      false,
    )
  })

  it('refuses a start without a value', () => {
    expect(() => minimiseBounded(() => Infinity, Float64Array.of(0), options(1))).toThrow(RangeError)
  })
})
