'use client'

import type { Design, DesignProblem } from '@zerosec/engine'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { PlannedRuns } from './planned-runs.ts'
import { type PoolResult, searchInPool } from './search-pool.ts'
import type { EngineFailure } from './worker-messages.ts'
import { openWorker } from './worker-pool.ts'

/** More workers than this heat the machine more than they hasten the answer. */
const MOST_WORKERS = 4

export interface SearchOrder {
  /** What is searched: all runs of a new plan, or a few beside those that stay. */
  readonly problem: DesignProblem
  readonly seed: number
  readonly starts: number
  /** The plan with the runs found. */
  readonly complete: (found: Design, dEfficiency: number) => PlannedRuns
}

export interface SearchStanding {
  readonly order: SearchOrder
  readonly best: PlannedRuns | null
  /** Starts that are finished. */
  readonly starts: number
}

interface Outcome {
  readonly onFound: (planned: PlannedRuns) => void
  readonly onFailure: (failure: EngineFailure) => void
}

/** Searches designs in workers, one search at a time. `standing` is null while none is under way. */
export function useDesignSearch({ onFound, onFailure }: Outcome) {
  const [standing, setStanding] = useState<SearchStanding | null>(null)
  const running = useRef<{ order: SearchOrder; end: () => PoolResult | null }>(null)

  const start = useCallback(
    (order: SearchOrder) => {
      running.current?.end()
      setStanding({ order, best: null, starts: 0 })
      const update = (change: Partial<SearchStanding>) => setStanding((before) => before && { ...before, ...change })
      const close = () => {
        running.current = null
        setStanding(null)
      }
      const workers = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency - 1, order.starts))
      const end = searchInPool(Array.from({ length: workers }, openWorker), {
        ...order,
        onBetter: (design, dEfficiency) => update({ best: order.complete(design, dEfficiency) }),
        onProgress: (starts) => update({ starts }),
        onFound({ design, dEfficiency }) {
          close()
          onFound(order.complete(design, dEfficiency))
        },
        onFailure(failure) {
          close()
          onFailure(failure)
        },
      })
      running.current = { order, end }
    },
    [onFound, onFailure],
  )

  /** Keeps the best design so far; a job can't repeat it, since nobody knows how far the search had come. */
  const stop = useCallback(() => {
    const current = running.current
    const result = current?.end()
    running.current = null
    setStanding(null)
    if (!current || !result) return
    onFound({ ...current.order.complete(result.design, result.dEfficiency), isRepeatable: false })
  }, [onFound])

  useEffect(() => () => void running.current?.end(), [])
  return { standing, start, stop }
}
