import { describe, expect, it } from 'vitest'
import { cubeFactors } from '../../test/design-problems.ts'
import { principalPlane } from './principal-plane.ts'

describe('principalPlane', () => {
  it('finds the line on which runs lie', () => {
    const { points, shares } = principalPlane(Float64Array.of(-1, 2, 0, 0, 1, -2), cubeFactors(2))
    expect(shares[0]).toBeCloseTo(1, 13)
    expect(shares[1]).toBeCloseTo(0, 13)
    expect(points[0]).toBeCloseTo(-points[4]!, 13)
    expect(Math.abs(points[0]!)).toBeCloseTo(Math.sqrt(3), 12)
    expect(points[1]).toBeCloseTo(0, 7)
  })

  it('explains (1 + r)/2 and (1 − r)/2 for two factors of correlation r', () => {
    const { shares } = principalPlane(Float64Array.of(-1, -1, 1, 1, -1, 1, 1, -1, 1, 1, -1, -1), cubeFactors(2))
    expect(shares[0]).toBeCloseTo((1 + 1 / 3) / 2, 13)
    expect(shares[1]).toBeCloseTo((1 - 1 / 3) / 2, 13)
  })

  it('turns a category into its levels and leaves out what does not vary', () => {
    const factors = [{ kind: 'categorical', name: 'c', levels: ['a', 'b'] } as const, ...cubeFactors(1)]
    const { points, shares } = principalPlane(Float64Array.of(0, 0.5, 1, 0.5), factors)
    expect(shares[0]).toBeCloseTo(1, 13)
    expect(points[0]).toBeCloseTo(-points[2]!, 13)
    expect(principalPlane(Float64Array.of(0, 0.5), factors).shares).toEqual([0, 0])
  })
})
