import { describe, expect, it } from 'vitest'
import { kneePoint } from './knee-point.ts'

const curve = (f: (x: number) => number) =>
  Float64Array.from({ length: 202 }, (_, at) => (at % 2 === 0 ? at / 200 : 1000 * f((at - 1) / 200)))

describe('kneePoint', () => {
  it('of y = 1 − √x is at x = ¼, where the slope is that of the line through the ends', () => {
    expect(
      kneePoint(
        curve((x) => 1 - Math.sqrt(x)),
        2,
      ),
    ).toBe(25)
  })

  it('is nowhere on a straight or bulging front, and of a single row it is the row', () => {
    expect(
      kneePoint(
        curve((x) => 1 - x),
        2,
      ),
    ).toBe(-1)
    expect(
      kneePoint(
        curve((x) => 1 - x * x),
        2,
      ),
    ).toBe(-1)
    expect(kneePoint(Float64Array.of(1, 2, 3), 3)).toBe(0)
  })

  it('of three objectives lies nearest to the corner of the best', () => {
    expect(kneePoint(Float64Array.of(0, 1, 1, 1, 0, 1, 1, 1, 0, 0.2, 0.3, 0.3), 3)).toBe(3)
  })
})
