import { type DesignProblem, designModel, mergeSearches, secondOrderTerms } from '@zerosec/engine'
import { describe, expect, it } from 'vitest'
import type { DesignStarts } from './engine-work.ts'
import { runInThreads } from './run-in-threads.ts'

const factors = ['温度', 'b', 'c'].map((name) => ({ kind: 'continuous', name, low: 0, high: 10 }) as const)
const names = factors.map(({ name }) => name)
const problem: DesignProblem = {
  factors,
  model: designModel(factors, { intercept: true, terms: secondOrderTerms(names, names) }),
  criterion: { kind: 'D' },
  runs: 14,
  constraints: [],
}
const work: DesignStarts = { problem, seed: 7, sweeps: 50, starts: 12, batch: 2 }

describe('runInThreads', () => {
  it('gives the same design for any number of threads', async () => {
    const [one, two, three] = await Promise.all([1, 2, 3].map((threads) => searchOn(threads)))
    expect(two).toEqual(one)
    expect(three).toEqual(one)
    expect(one!.starts).toBe(12)
  })

  it('hands over each part as it is done, and the results in order', async () => {
    const seen: number[] = []
    const results = await runInThreads('designStarts', work, 6, { threads: 2, onResult: (item) => seen.push(item) })
    expect(seen.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5])
    expect(results.map(({ starts }) => starts)).toEqual([2, 2, 2, 2, 2, 2])
  })

  it('begins no further part once it is to stop, and finishes those that were begun', async () => {
    const results = await runInThreads('designStarts', work, 6, { threads: 1, shouldStop: () => true })
    expect(results).toHaveLength(1)
  })

  it.each([1, 2])('refuses what the engine refuses, on %i threads', async (threads) => {
    const impossible = { ...work, problem: { ...problem, runs: 5 } }
    await expect(runInThreads('designStarts', impossible, 6, { threads })).rejects.toMatchObject({
      code: 'design_runs_too_few',
    })
  })
})

async function searchOn(threads: number) {
  return mergeSearches(await runInThreads('designStarts', work, 6, { threads }))
}
