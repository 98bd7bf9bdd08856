import { type Design, type DesignProblem, estimable, mergeSearches } from '@zerosec/engine'
import { faultOf } from './failure.ts'
import type { EngineFailure, WorkerAnswer } from './worker-messages.ts'
import type { WorkerPort } from './worker-pool.ts'

export interface PoolResult {
  readonly design: Design
  readonly dEfficiency: number
}

type SearchedPart = WorkerAnswer & { kind: 'searched' }

export interface PoolSearch {
  readonly problem: DesignProblem
  readonly seed: number
  readonly starts: number
  readonly onBetter: (design: Design, dEfficiency: number) => void
  readonly onProgress: (starts: number) => void
  readonly onFound: (result: PoolResult) => void
  readonly onFailure: (failure: EngineFailure) => void
}

/** A worker is asked for so many starts that it answers after about this long, so that the count of starts moves. */
const PART_MS = 150
const MOST_STARTS = 64

/**
 * Divides the starts of a search among workers. The design found depends on problem, seed and starts alone, not on the
 * number of workers; which better ones are shown on the way does.
 *
 * @returns a function that stops at once and answers the best design so far; null where no start was finished
 */
export function searchInPool(ports: readonly WorkerPort[], search: PoolSearch): () => PoolResult | null {
  const { problem, seed, starts } = search
  const parts: SearchedPart[] = []
  let handedOut = 0
  let finished = 0
  let bestScore = Number.NEGATIVE_INFINITY
  let over = false

  const end = () => {
    over = true
    for (const port of ports) port.end()
  }
  const show = (design: Design, dEfficiency: number) => {
    if (!(design.score > bestScore)) return
    bestScore = design.score
    search.onBetter(design, dEfficiency)
  }
  const work = (port: WorkerPort, size: number) => {
    const count = Math.min(size, starts - handedOut)
    if (count === 0) return
    const asked = performance.now()
    port.listen((answer) => {
      if (!over) hear(port, answer, count, performance.now() - asked)
    })
    port.post({ kind: 'search', problem, seed, firstStart: handedOut, starts: count })
    handedOut += count
  }
  const hear = (port: WorkerPort, answer: WorkerAnswer, count: number, tookMs: number) => {
    if (answer.kind === 'better') show(answer.design, answer.dEfficiency)
    else if (answer.kind === 'searched') {
      parts.push(answer)
      finished += count
      search.onProgress(finished)
      const isProven = answer.part.design.origin.kind === 'catalogue'
      if (finished === starts || isProven) {
        end()
        tell(isProven ? [answer] : parts)
      } else work(port, nextSize(count, tookMs))
    } else {
      end()
      if (answer.kind === 'failed') search.onFailure(answer.failure)
    }
  }
  const tell = (answers: readonly SearchedPart[]) => {
    try {
      search.onFound(bestOf(problem, answers))
    } catch (error) {
      search.onFailure(faultOf(error))
    }
  }
  for (const port of ports) work(port, 1)
  return () => {
    end()
    const isFound = parts.some(({ part }) => part.design.score > Number.NEGATIVE_INFINITY)
    return isFound ? bestOf(problem, parts) : null
  }
}

/** @throws CodedError where every start stayed singular */
function bestOf(problem: DesignProblem, answers: readonly SearchedPart[]): PoolResult {
  const { design } = estimable(problem, mergeSearches(answers.map(({ part }) => part)))
  const { dEfficiency } = answers.find(({ part }) => part.design === design)!
  return { design, dEfficiency }
}

function nextSize(size: number, tookMs: number): number {
  return Math.min(MOST_STARTS, Math.max(1, Math.round((size * PART_MS) / Math.max(1, tookMs)), 1), size * 2)
}
