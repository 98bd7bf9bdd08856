import { describe, expect, it } from 'vitest'
import type { Observation } from '../observation.ts'
import { splitObservations } from './split-observations.ts'

function observation(number: number, change: Partial<Observation>): Observation {
  return { number, codes: new Float64Array(1), state: 'complete', losses: [0], lastStep: 0, violation: 0, ...change }
}

const numbers = (observations: readonly Observation[]) => observations.map(({ number }) => number)

describe('splitObservations', () => {
  it('orders complete before pruned before infeasible before running trials', () => {
    const observations = [
      observation(0, { state: 'running', losses: [] }),
      observation(1, { losses: [1], violation: 0.5 }),
      observation(2, { state: 'pruned', losses: [0], lastStep: 1 }),
      observation(3, { state: 'pruned', losses: [9], lastStep: 2 }),
      observation(4, { losses: [5] }),
      observation(5, { losses: [4] }),
      observation(6, { losses: [0], violation: 2 }),
    ]
    const order = [5, 4, 3, 2, 1, 6, 0]
    for (let count = 0; count <= order.length; count++) {
      const { below, above, weights } = splitObservations(observations, count)
      expect(numbers(below)).toEqual(order.slice(0, count).sort((a, b) => a - b))
      expect(numbers(above)).toEqual(order.slice(count).sort((a, b) => a - b))
      expect(weights).toBeNull()
    }
  })

  it('takes whole fronts of several objectives, then those that dominate most, and weighs them by what they add', () => {
    const losses = [
      [4, 4],
      [1, 3],
      [3, 1],
      [2, 2.9],
      [5, 5],
    ]
    const observations = losses.map((pair, i) => observation(i, { losses: pair }))
    const whole = splitObservations(observations, 4)
    expect(numbers(whole.below)).toEqual([0, 1, 2, 3])
    expect(whole.weights![0]).toBeLessThan(1e-9)
    expect(Math.max(...whole.weights!)).toBe(1)
    // (2, 2.9) adds a strip to (1, 3) and (3, 1)
    expect(numbers(splitObservations(observations, 2).below)).toEqual([1, 2])
    expect(whole.weights![3]).toBeLessThan(whole.weights![1]!)
  })

  it('comes to infeasible trials of several objectives last, and weighs them evenly where there are no others', () => {
    const observations = [
      observation(0, { losses: [0, 0], violation: 2 }),
      observation(1, { losses: [9, 9] }),
      observation(2, { losses: [5, 5], violation: 1 }),
      observation(3, { state: 'running', losses: [] }),
      observation(4, { state: 'pruned', losses: [0] }),
    ]
    const { below, weights, above } = splitObservations(observations, 2)
    expect(numbers(below)).toEqual([1, 2])
    expect(weights![1]).toBeLessThan(1e-9)
    expect(numbers(above)).toEqual([0, 3])
    expect(
      splitObservations(
        observations.filter(({ number }) => number !== 1),
        1,
      ).weights,
    ).toBeNull()
  })

  it('weighs losses as large as numbers go', () => {
    const far = Number.MAX_VALUE
    const observations = [
      [far, -far],
      [-far, far],
      [0, 0],
    ].map((pair, i) => observation(i, { losses: pair }))
    const { weights } = splitObservations(observations, 3)
    expect([...weights!].every((weight) => weight > 0 && weight <= 1)).toBe(true)
    expect(Math.max(...weights!)).toBe(1)
  })
})
