import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../../random/generator.ts'
import type { Observation } from '../observation.ts'
import { scalarLosses } from './scalar-losses.ts'

function observations(losses: readonly (readonly number[])[], violations: readonly number[] = []): Observation[] {
  return losses.map((values, number) => ({
    number,
    codes: new Float64Array(1),
    state: 'complete',
    losses: values,
    lastStep: 0,
    violation: violations[number] ?? 0,
  }))
}

const scalars = (losses: readonly (readonly number[])[], violations?: readonly number[]) => [
  ...scalarLosses(observations(losses, violations), seededGenerator(1)),
]

describe('scalarLosses', () => {
  it('keeps the order of the losses, and the distances up to the median', () => {
    const result = scalars([[0], [1], [2], [3], [1000]])
    expect(result).toEqual([...result].sort((a, b) => a - b))
    expect(result[1]! - result[0]!).toBeCloseTo(result[2]! - result[1]!, 12)
  })

  it('draws in what is far above the median', () => {
    const [least, , middle, , worst] = scalars([[0], [1], [2], [3], [1000]]) as [number, number, number, number, number]
    // 1 + ln(1 + 998 / 2) distances of the median from the least, not 500
    expect((worst - least) / (middle - least)).toBeCloseTo(1 + Math.log(500), 9)
  })

  it('holds infeasible trials for worse than every feasible one, the more the more they break', () => {
    const [feasible, little, much, worst] = scalars([[5], [-9], [-99], [9]], [0, 1, 2, 0]) as [
      number,
      number,
      number,
      number,
    ]
    expect(little).toBeGreaterThan(worst)
    expect(much).toBeGreaterThan(little)
    expect(worst).toBeGreaterThan(feasible)
  })

  it('orders by what is broken where nothing is feasible', () => {
    const [much, little] = scalars([[1], [2]], [2, 1]) as [number, number]
    expect(much).toBeGreaterThan(little)
  })

  it('holds equal losses for equal, and the largest numbers for numbers', () => {
    expect(new Set(scalars([[3], [3], [3]])).size).toBe(1)
    expect(scalars([[Number.MAX_VALUE], [-Number.MAX_VALUE], [0]]).every(Number.isFinite)).toBe(true)
  })

  it('puts a trial of several objectives that dominates another before it, whatever the weights', () => {
    const generator = seededGenerator(5)
    const trials = observations([
      [1, 900],
      [2, 900],
      [2, 901],
      [0, 1000],
      [9, 0],
    ])
    const firsts = new Set<number>()
    for (let round = 0; round < 200; round++) {
      const [a, b, c, ...others] = scalarLosses(trials, generator)
      expect(a).toBeLessThan(b!)
      expect(b).toBeLessThan(c!)
      firsts.add([a!, b!, c!, ...others].indexOf(Math.min(a!, ...others)))
    }
    // the weights reach over the front
    expect(firsts).toEqual(new Set([0, 3, 4]))
  })
})
