import { parentPort, workerData } from 'node:worker_threads'
import { CodedError } from '@zerosec/errors'
import { ENGINE_WORK } from './engine-work.ts'
import type { FromEngineThread, ThreadStart } from './run-in-threads.ts'
import { WorkQueue } from './work-queue.ts'

/** Entry of a helping thread: takes items until none is left, then ends. */
const { name, input, count, shared } = workerData as ThreadStart
const queue = new WorkQueue(shared)
const tell = (message: FromEngineThread): void => parentPort!.postMessage(message, [])

for (let item = queue.take(count); item !== undefined; item = queue.take(count)) {
  try {
    tell({ kind: 'done', item, result: ENGINE_WORK[name](input, item) })
  } catch (error) {
    queue.stop()
    tell(
      error instanceof CodedError
        ? { kind: 'refused', item, code: error.code, details: error.details }
        : { kind: 'crashed', item, stack: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    )
  }
}
