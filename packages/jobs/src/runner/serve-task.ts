import { parentPort } from 'node:worker_threads'
import { CodedError } from '@zerosec/errors'
import type { TableProfile } from '@zerosec/table'
import type { TableFacts } from '../projects/table-facts.ts'
import type { FromTask, InspectTask, ObjectivesTask, RunResult, RunTask, Task, TaskServices } from './messages.ts'
import { servicesOver } from './task-services.ts'

/** What a task's thread can do. */
export interface TaskWork {
  run(task: RunTask, to: TaskServices & { progress: (fraction: number, message: string) => void }): Promise<RunResult>
  inspect(task: InspectTask): Promise<TableProfile>
  objectives(task: ObjectivesTask): Promise<TableFacts>
}

/** Makes this thread wait for its one task, do it and tell the outcome. */
export function serveTask(work: TaskWork): void {
  const port = parentPort
  if (!port) throw new Error('this module is the entry of a worker thread')
  const tell = (message: FromTask, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer)

  port.once('message', async (task: Task) => {
    try {
      if (task.kind === 'inspect') return tell({ kind: 'done', result: await work.inspect(task) })
      if (task.kind === 'objectives') return tell({ kind: 'done', result: await work.objectives(task) })
      const progress = (fraction: number, message: string): void => tell({ kind: 'progress', fraction, message })
      const result = await work.run(task, { progress, ...servicesOver(port) })
      tell({ kind: 'done', result }, buffersOf(result))
    } catch (error) {
      tell(outcomeOf(error))
    }
  })
  tell({ kind: 'ready' })
}

function outcomeOf(error: unknown): FromTask {
  if (error instanceof CodedError) return { kind: 'refused', code: error.code, details: error.details }
  if (error instanceof RangeError && /allocation failed|Invalid (typed )?array length/.test(error.message)) {
    return { kind: 'out_of_memory' }
  }
  // a thread that the analysis started
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return { kind: 'out_of_memory' }
  return { kind: 'crashed', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

/** Buffers that can be handed over: each once, and none that small results share (Node pools small buffers). */
function buffersOf(result: RunResult): ArrayBuffer[] {
  const buffers = result.artifacts
    .map(({ bytes }) => bytes)
    .filter((bytes) => bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength)
    .map((bytes) => bytes.buffer as ArrayBuffer)
  return [...new Set(buffers)]
}
