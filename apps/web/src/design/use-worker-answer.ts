'use client'

import { useEffect, useState } from 'react'
import type { WorkerAnswer, WorkerCall } from './worker-messages.ts'
import { openWorker } from './worker-pool.ts'

interface Asked {
  /** The last answer that came; null before the first, and while there is no call. */
  readonly answer: WorkerAnswer | null
  /** Whether it is the answer to the call as it stands, not to an earlier one. */
  readonly isCurrent: boolean
}

/**
 * Asks a worker of its own. A new call ends the one before.
 *
 * @param call  the same object as long as the same is asked
 */
export function useWorkerAnswer(call: WorkerCall | null): Asked {
  const [answered, setAnswered] = useState<{ call: WorkerCall; answer: WorkerAnswer } | null>(null)
  useEffect(() => {
    if (!call) return
    const port = openWorker()
    port.listen((answer) => {
      setAnswered({ call, answer })
      port.end()
    })
    port.post(call)
    return () => port.end()
  }, [call])
  return call && answered ? { answer: answered.answer, isCurrent: answered.call === call } : NOTHING
}

const NOTHING: Asked = { answer: null, isCurrent: false }
