import type { Job } from './job.ts'

/** How an attempt ended: `stopped` where the job was cancelled or taken away, the others as the store has written them. */
export type AttemptEnd = 'completed' | 'failed' | 'retried' | 'released' | 'stopped'

/** Who counts what this process's worker does; as with `Log`, the apps pass theirs in. */
export interface JobObserver {
  attemptStarted(job: Job): void
  attemptEnded(job: Job, end: AttemptEnd, seconds: number): void
  /** Leases that ran out, whose jobs this process has taken back. */
  leasesExpired(count: number): void
}

export const NO_OBSERVER: JobObserver = { attemptStarted: () => {}, attemptEnded: () => {}, leasesExpired: () => {} }
