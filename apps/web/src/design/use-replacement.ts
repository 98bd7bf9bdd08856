'use client'

import { useEffect, useRef, useState } from 'react'
import { type PlannedRuns, problemOf, withReplacedRun } from './planned-runs.ts'
import type { EngineFailure } from './worker-messages.ts'
import { openWorker, type WorkerPort } from './worker-pool.ts'

interface Outcome {
  readonly onReplaced: (planned: PlannedRuns) => void
  readonly onFailure: (failure: EngineFailure) => void
}

/** Finds the best run in the place of one that can't be made. `replacing` is its index, null while none is sought. */
export function useReplacement({ onReplaced, onFailure }: Outcome) {
  const [replacing, setReplacing] = useState<number | null>(null)
  const port = useRef<WorkerPort>(null)
  useEffect(() => () => port.current?.end(), [])

  const replace = (planned: PlannedRuns, index: number) => {
    port.current?.end()
    const worker = openWorker()
    port.current = worker
    setReplacing(index)
    worker.listen((answer) => {
      worker.end()
      setReplacing(null)
      if (answer.kind === 'replaced') onReplaced(withReplacedRun(planned, index, answer.run, answer.dEfficiency))
      if (answer.kind === 'failed') onFailure(answer.failure)
    })
    worker.post({ kind: 'replace', problem: problemOf(planned), runs: planned.runs, index, refused: planned.refused })
  }
  return { replacing, replace }
}
