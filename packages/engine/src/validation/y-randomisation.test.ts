import { describe, expect, it } from 'vitest'
import { pearson } from '../metrics/ranks.ts'
import { seededGenerator } from '../random/generator.ts'
import { yRandomisation } from './y-randomisation.ts'

const generator = seededGenerator(4)
const input = Float64Array.from({ length: 50 }, () => generator.normal())
const noise = Float64Array.from({ length: 50 }, () => generator.normal())
const score = (target: Float64Array) => pearson(input, target) ** 2

describe('yRandomisation', () => {
  it('gives the least p-value to a model that has learnt something, and a usual one to chance', () => {
    const learnt = yRandomisation(
      score,
      input.map((x, i) => x + 0.3 * noise[i]!),
      99,
      1,
    )
    expect(learnt.pValue).toBe(0.01)
    expect(yRandomisation(score, noise, 99, 1).pValue).toBeGreaterThan(0.05)
  })

  it('scores the same values in other orders, the same for a seed', () => {
    const seen: number[][] = []
    const run = () => yRandomisation((target) => (seen.push([...target]), score(target)), noise, 3, 5)
    expect(run()).toEqual(run())
    const sorted = [...noise].sort((a, b) => a - b)
    for (const target of seen) expect(target.toSorted((a, b) => a - b)).toEqual(sorted)
    expect(seen[1]).not.toEqual(seen[2])
  })

  it('knows nothing without repeats', () => {
    expect(yRandomisation(score, noise, 0, 1).pValue).toBe(1)
    expect(() => yRandomisation(score, noise, -1, 1)).toThrow(RangeError)
  })
})
