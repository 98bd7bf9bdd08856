import type { Transaction } from '../database/schema.ts'

/**
 * Carries wake-ups to workers, and nothing else: which jobs are due stands in the store, and what a woken worker takes is the store's
 * choice. A wake-up that is lost, late, too many or for a job that is gone does no harm: `receive` returns every few seconds anyway.
 * Every implementation passes `test/job-queue.conformance.ts`. What it owes:
 *
 * - Whoever waits in `receive` is woken at least once after the transaction of a `send` commits and the job is due.
 * - A wake-up that isn't acknowledged comes again, also when its receiver was killed, where waking again would be late otherwise.
 */
export interface JobQueue {
  /** Says in the transaction that queues jobs that they are to be taken, each when it is due. */
  send(jobs: readonly DueJob[], transaction: Transaction): Promise<void>
  /** Waits until it is worth looking into the store; undefined once the signal aborts. Survives an unreachable service. */
  receive(signal: AbortSignal): Promise<WakeUp | undefined>
  /** Says that this process has committed something: a waiting receiver looks at once. */
  nudge(): void
  /** Whether wake-ups travel at present; false delays jobs and loses none. */
  connected(): boolean
  close(): Promise<void>
}

export interface DueJob {
  readonly jobId: string
  readonly dueAt: Date
}

export interface WakeUp {
  /** The job that it was sent for, where the queue tells one. */
  readonly jobId?: string
  /** Nobody else has to be woken for it any more. */
  acknowledge(): Promise<void>
}
