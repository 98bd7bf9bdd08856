import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { readConfiguration } from '../../packages/jobs/src/configuration.ts'
import { FolderFiles } from '../../packages/jobs/src/files/folder-files.ts'
import { openPlatform } from '../../packages/jobs/src/open-platform.ts'
import { TaskProcesses } from '../../packages/jobs/src/runner/task-processes.ts'
import { PostgresJobStore } from '../../packages/jobs/src/store/postgres-job-store.ts'
import type { WorkerOrder } from './worker-order.ts'

/**
 * A worker in a process of its own that dies where it is told to: `node worker-process.ts <order as JSON>`. It is the product's own worker;
 * what dies is this process, by SIGKILL, at a call of its store or its files.
 */
const order = JSON.parse(process.argv[2]!) as WorkerOrder

if (order.clockHours) {
  const { now } = Date
  Date.now = () => now() + order.clockHours! * 3_600_000
}

/** Counts down to the call at which this process dies. */
let left = order.dies?.after ?? 0
function reach(point: string): void {
  if (order.dies?.point === point && --left < 0) process.kill(process.pid, 'SIGKILL')
}

type Method = (this: unknown, ...rest: unknown[]) => Promise<unknown>

function watch(owner: object, name: string, onAnswer?: (answer: unknown, given: unknown[]) => void): void {
  const methods = owner as Record<string, Method>
  const method = methods[name]!
  methods[name] = async function (...given) {
    // a claim that finds nothing is no point of any job's life
    if (name !== 'claim') reach(`before ${name}`)
    const answer = await method.apply(this, given)
    if (name !== 'claim' || (answer as unknown[]).length > 0) reach(`after ${name}`)
    onAnswer?.(answer, given)
    return answer
  }
}

watch(PostgresJobStore.prototype, 'claim')
function note(what: string, attempt: unknown): void {
  appendFileSync(order.ledger, `${what} ${(attempt as { job: { jobId: string } }).job.jobId} ${process.pid}\n`)
}
watch(PostgresJobStore.prototype, 'upload', (isHeld, [attempt]) => isHeld || note('refused', attempt))
watch(PostgresJobStore.prototype, 'complete', (isHeld, [attempt]) => note(isHeld ? 'completed' : 'refused', attempt))
watch(PostgresJobStore.prototype, 'renew', (isHeld, [attempt]) => isHeld || note('refused', attempt))
watch(FolderFiles.prototype, 'write')

if (order.quick) {
  watch(TaskProcesses.prototype, 'run')
  TaskProcesses.prototype.warm = () => {}
  TaskProcesses.prototype.run = async ({ parameters }, signal) => {
    reach('during run')
    const milliseconds = Math.min(Number(parameters['milliseconds'] ?? 0), order.longest ?? Infinity)
    await sleep(milliseconds, undefined, { signal }).catch(() => {
      throw signal.reason as Error // as a process that was ended
    })
    const bytes = new TextEncoder().encode(JSON.stringify(parameters))
    return { headline: null, artifacts: [{ path: 'report.json', type: 'json', bytes }] }
  }
}

const platform = await openPlatform(readConfiguration({ ...order.environment }), {
  taskEntry: new URL('../../packages/jobs/test/test-task.ts', import.meta.url),
  checkParameters: () => [],
  ...(order.types ? { types: order.types } : {}),
})
process.on('SIGTERM', () => void platform.close().then(() => process.exit(0)))
await platform.startWorker()
process.send?.('started')
