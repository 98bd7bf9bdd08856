import { searchDesign } from '@zerosec/engine'
import { describe, expect, it } from 'vitest'
import { answerCall } from './design-calls.ts'
import { EXAMPLE_PLAN } from './plan-draft.ts'
import { planState } from './plan-state.ts'
import { type PoolResult, type PoolSearch, searchInPool } from './search-pool.ts'
import type { EngineFailure, WorkerAnswer } from './worker-messages.ts'
import type { WorkerPort } from './worker-pool.ts'

const { problem } = planState({ ...EXAMPLE_PLAN, runs: '12' }).ready!.request
const SEARCH = { problem, seed: 7, starts: 5 }

/** What a worker does, in this thread: the call is answered later, and an ended worker is silent. */
function port(): WorkerPort {
  let listener: (answer: WorkerAnswer) => void = () => {}
  let isEnded = false
  return {
    post: (call) => queueMicrotask(() => answerCall(call, (answer) => !isEnded && listener(answer))),
    listen: (answer) => (listener = answer),
    end: () => (isEnded = true),
  }
}

function searched(ports: number, change: Partial<PoolSearch> = {}): Promise<PoolResult & { efficiencies: number[] }> {
  const efficiencies: number[] = []
  return new Promise((resolve, reject) => {
    searchInPool(Array.from({ length: ports }, port), {
      ...SEARCH,
      onBetter: (_, dEfficiency) => efficiencies.push(dEfficiency),
      onProgress: () => {},
      onFound: (result) => resolve({ ...result, efficiencies }),
      onFailure: reject,
      ...change,
    })
  })
}

describe('a search in a pool of workers', () => {
  it('finds the design of all starts, whatever the number of workers', async () => {
    const { design } = searchDesign(problem, { seed: 7, firstStart: 0, starts: 5, sweeps: 50 })
    expect((await searched(1)).design).toEqual(design)
    expect((await searched(3)).design).toEqual(design)
  })

  it('shows designs that become better and ends with the best of them', async () => {
    const { efficiencies, dEfficiency } = await searched(2)
    expect(efficiencies).toEqual(efficiencies.toSorted((a, b) => a - b))
    expect(efficiencies.at(-1)).toBe(dEfficiency)
  })

  it('tells a failure of the engine in its words', async () => {
    const failure = (await searched(2, { problem: { ...problem, runs: 4 } }).catch((each) => each)) as EngineFailure
    expect(failure).toMatchObject({ code: 'design_runs_too_few', details: { coefficients: 10, runs: 4 } })
  })

  it('that is stopped answers the best so far and is silent from then on', async () => {
    const answer = await new Promise<PoolResult | null>((resolve, reject) => {
      const stop = searchInPool([port()], {
        ...SEARCH,
        starts: 1000,
        onBetter: () => {},
        onProgress: () => resolve(stop()),
        onFound: reject,
        onFailure: reject,
      })
    })
    expect(answer?.design.runs).toHaveLength(12 * 3)
    expect(answer?.dEfficiency).toBeGreaterThan(0.3)
  })
})
