'use client'

import { useCallback, useState } from 'react'
import type { PlannedRuns } from './planned-runs.ts'

interface History {
  readonly current: PlannedRuns | null
  /** Newest last. */
  readonly earlier: readonly PlannedRuns[]
}

/** The design on the page, with the steps that led to it. */
export function usePlannedRuns() {
  const [{ current, earlier }, setHistory] = useState<History>({ current: null, earlier: [] })
  const put = useCallback(
    (planned: PlannedRuns) =>
      setHistory((before) => ({
        current: planned,
        earlier: before.current ? [...before.earlier, before.current] : before.earlier,
      })),
    [],
  )
  const undo = useCallback(
    () =>
      setHistory(({ current, earlier }) => ({
        current: earlier.at(-1) ?? current,
        earlier: earlier.slice(0, -1),
      })),
    [],
  )
  const forget = useCallback(() => setHistory({ current: null, earlier: [] }), [])
  return { planned: current, canUndo: earlier.length > 0, put, undo, forget }
}
