import { type MessagePort, workerData } from 'node:worker_threads'
import { CodedError } from '@zerosec/errors'
import type { AnyPart, PartWork } from './part-work.ts'
import type { FromHelper, ToHelper } from './thread-messages.ts'
import { WorkQueue } from './work-queue.ts'

/** Makes this thread help its pool: of each run it takes parts until none is left. */
export function serveParts(work: PartWork): void {
  const port = workerData as MessagePort
  const tell = (message: FromHelper): void => port.postMessage(message, [])

  port.on('message', ({ run, name, input, count, shared }: ToHelper) => {
    const queue = new WorkQueue(shared)
    const part = work[name] as unknown as AnyPart
    for (let item = queue.take(count); item !== undefined; item = queue.take(count)) {
      const taken = item
      try {
        const result = part(input, taken, {
          report: (report) => tell({ kind: 'report', run, item: taken, report }),
          shouldStop: () => queue.isStopped(taken),
        })
        tell({ kind: 'done', run, item, result })
      } catch (error) {
        queue.fail(item)
        tell(failureOf(run, item, error))
      }
    }
    tell({ kind: 'idle', run })
  })
}

function failureOf(run: number, item: number, error: unknown): FromHelper {
  if (error instanceof CodedError) return { kind: 'refused', run, item, code: error.code, details: error.details }
  return { kind: 'crashed', run, item, stack: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}
