import { randomUUID } from 'node:crypto'
import type { Connection } from '../src/database/schema.ts'
import type { JobQueue } from '../src/queue/job-queue.ts'

interface JobOptions {
  readonly parameters?: Record<string, unknown>
  readonly dueInMs?: number
}

/** Queues a job and its wake-up in one transaction, as the store does, but for the nudge. @returns its id */
export async function queueJob(connection: Connection, queue: JobQueue, options: JobOptions = {}): Promise<string> {
  const { parameters = {}, dueInMs = 0 } = options
  const jobId = randomUUID()
  const row = {
    job_id: jobId,
    job_type: 'count',
    status: 'queued' as const,
    input_bucket: 'in',
    input_key: `inputs/${jobId}/強度.csv`,
    output_bucket: 'out',
    parameters,
    due_at: new Date(Date.now() + dueInMs),
  }
  await connection.transaction().execute(async (transaction) => {
    await transaction.insertInto('jobs').values(row).execute()
    await queue.send([{ jobId, dueAt: row.due_at }], transaction)
  })
  return jobId
}
