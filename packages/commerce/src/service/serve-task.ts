import { CodedError } from '@zerosec/errors'
import type { FromChild } from './child-task.ts'

export type OnProgress = (fraction: number, words: string) => void

/** In a process that `runInChild` started: does the task that comes, and ends with the parent. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who calls it says what comes through the channel
export function serveTask<Task>(work: (task: Task, onProgress: OnProgress) => Promise<unknown>): void {
  const tell = (message: FromChild): void => void process.send?.(message)
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  // Ctrl-C reaches the whole group: the parent decides
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
  process.once('message', (task: Task) => {
    tell({ kind: 'begun' })
    work(task, (fraction, words) => tell({ kind: 'progress', fraction, words })).then(
      (result) => tell({ kind: 'done', result }),
      (error: unknown) => tell(failure(error)),
    )
  })
}

function failure(error: unknown): FromChild {
  if (error instanceof CodedError) return { kind: 'refused', code: error.code, details: error.details }
  return { kind: 'failed', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}
