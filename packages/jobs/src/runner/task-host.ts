import { Worker } from 'node:worker_threads'
import type { FromTask, Task, ToTask } from './messages.ts'

/**
 * Entry of a task's process: `node task-host.ts <entry> <megabytes>`. Runs the entry in a thread, so that this one stays free to
 * measure its memory and to end with the parent, whatever the task does.
 */
const MEMORY_CHECK_MS = 100
const [entry, memoryMb] = [process.argv[2]!, Number(process.argv[3])]

/** What the process takes before it has a task. */
let restingBytes = process.memoryUsage.rss()

const tell = (message: FromTask): void => void process.send!(message)
const thread = new Worker(new URL(entry), { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: memoryMb } })

thread.on('message', (message: FromTask) => {
  if (message.kind === 'ready') restingBytes = process.memoryUsage.rss()
  else tell(message)
})
thread.once('error', (error) => {
  const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  tell(outOfMemory ? { kind: 'out_of_memory' } : { kind: 'crashed', stack: error.stack ?? error.message })
})
thread.once('exit', (code) => {
  tell({ kind: 'crashed', stack: `the thread ended with exit code ${code} before its task` })
})

process.once('message', (task: Task) => {
  // a copy of its own: what came through the channel can't be handed over
  const file = { ...task.file, bytes: new Uint8Array(task.file.bytes) }
  thread.postMessage({ ...task, file }, [file.bytes.buffer])
  process.on('message', (answer: ToTask) => thread.postMessage(answer, []))
})
process.once('disconnect', () => process.exit())
// Ctrl-C reaches the whole group: the parent decides whether the task may finish
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

/**
 * V8's own limit covers the objects of one thread only, so what the process takes is measured: typed arrays, WebAssembly's memory and
 * whatever threads the analysis starts.
 */
setInterval(() => {
  if (process.memoryUsage.rss() - restingBytes > memoryMb * 2 ** 20) tell({ kind: 'out_of_memory' })
}, MEMORY_CHECK_MS)
