import type { JobStatus } from '@zerosec/contract'
import type { AttemptOutcome } from '../database/schema.ts'

/** What the database tells of all jobs and workers at one moment, by its clock. */
export interface Statistics {
  readonly jobs: readonly { readonly jobType: string; readonly status: JobStatus; readonly count: number }[]
  readonly queue: {
    /** Queued jobs that could run now. */
    readonly due: number
    /** Queued jobs that wait for their time: for a schedule, or for another attempt. */
    readonly delayed: number
    /** How long the due job that has been due longest has waited; 0 when there is none. */
    readonly oldestDueSeconds: number
    /** Jobs whose worker is silent for longer than its lease: recovery takes them next. */
    readonly expiredLeases: number
  }
  /** Jobs whose attempts were used up and that nobody has sent again: what `JobQuery.dead` lists, of all workspaces. */
  readonly deadLetters: number
  /** Attempts of the last hour that did not complete their job. */
  readonly recentAttempts: readonly { readonly outcome: AttemptOutcome; readonly count: number }[]
  /** Those whose heartbeat is not older than `WORKER_FORGOTTEN_SECONDS`, the latest first. */
  readonly workers: readonly WorkerStatistics[]
}

export interface WorkerStatistics {
  readonly workerId: string
  readonly version: string
  readonly slots: number
  readonly running: number
  readonly heartbeatAgeSeconds: number
}

/** A worker that is silent for so long is not counted as one that takes jobs. */
export const WORKER_LOST_SECONDS = 30
/** One that is silent for so long is shown no more. */
export const WORKER_FORGOTTEN_SECONDS = 600

/** The signal that workers are scaled on: how many due jobs there are for each worker that takes jobs. */
export function backlogPerWorker({ queue, workers }: Statistics): number {
  return queue.due / Math.max(1, liveWorkers(workers).length)
}

export function liveWorkers(workers: readonly WorkerStatistics[]): readonly WorkerStatistics[] {
  return workers.filter(({ heartbeatAgeSeconds }) => heartbeatAgeSeconds <= WORKER_LOST_SECONDS)
}
