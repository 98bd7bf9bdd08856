import { describe, expect, it } from 'vitest'
import { lossesOf, lossOf, type Objective } from './objective.ts'

describe('lossOf', () => {
  const target: Objective = { goal: 'target', target: 10, tolerance: 1 }
  const range: Objective = { goal: 'range', low: 2, high: 4 }
  it.each([
    [{ goal: 'maximise' }, 3, -3],
    [{ goal: 'minimise' }, 3, 3],
    [target, 10.5, 0],
    [target, 13, 2],
    [target, 7, 2],
    [range, 3, 0],
    [range, 1, 1],
    [range, 6, 2],
    [{ goal: 'range', low: 2, high: Infinity }, 1e9, 0],
    [{ goal: 'range', low: 2, high: Infinity }, 0.5, 1.5],
  ] as const)('of %j at %d is %d', (objective, value, loss) => {
    expect(lossOf(objective, value)).toBe(loss)
  })

  it('fills rows objective by objective', () => {
    const losses = lossesOf([{ goal: 'maximise' }, target], [Float64Array.of(1, 2), Float64Array.of(8, 12)])
    expect([...losses]).toEqual([-1, 1, -2, 1])
  })
})
