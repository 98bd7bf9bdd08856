import type { Transaction } from '../database/schema.ts'

/**
 * Carries the ids of queued jobs to workers, and nothing else: what happens to a job stands in the store. Every implementation
 * passes `test/job-queue.conformance.ts`. What it owes:
 *
 * - An id is delivered at least once after its transaction commits, never before, and never if it rolls back.
 * - Ids come in about the order in which they were sent; each delivery goes to one receiver.
 * - A delivery that isn't acknowledged comes again, also when its receiver was killed.
 *
 * More than once is allowed: a worker claims the job in the store, which refuses a second claim, and then acknowledges.
 */
export interface JobQueue {
  send(jobId: string, transaction: Transaction): Promise<void>
  /** Waits for the next delivery; undefined once the signal aborts. Survives an unreachable database. */
  receive(signal: AbortSignal): Promise<Delivery | undefined>
  /** Says that this process has committed something: a waiting receiver looks at once. */
  nudge(): void
  close(): Promise<void>
}

export interface Delivery {
  readonly jobId: string
  acknowledge(): Promise<void>
}
