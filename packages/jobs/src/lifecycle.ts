import { JOB_STATUSES, type JobStatus } from '@zerosec/contract'

/**
 * The states of a job and who may move it. The one place where this is written down; the store's SQL and the tests read it.
 *
 *     submit ──▶ queued ──claim──▶ running ──upload──▶ uploading_outputs ──complete──▶ completed
 *                  ▲  │               │                        │
 *                  │  │               ├────────── fail ────────┤ ──▶ failed      the analysis or a limit ended it
 *                  │  │               │                        │
 *                  │  └── cancel ─────┴──────── cancel ────────┘ ──▶ cancelled   by the user, any time before the end
 *                  │                  │                        │
 *                  ├──── release ─────┴────────────────────────┤                 worker closing: the attempt isn't counted
 *                  ├──── retry ────────────────────────────────┤                 a fault that is not the data's, attempts left
 *                  └──── recover ──────────────────────────────┤                 lease ran out, attempts left
 *                                                              └─ abandon ─▶ failed (job_worker_lost): none left
 *
 * An attempt with no file to write completes from running at once.
 *
 * A job that is queued is taken once it is due: release, retry and recover may put that off. One that ends failed because its
 * attempts were used up is a dead letter as well: it stays failed, and a new job can be sent again in its place.
 *
 * A claim starts an attempt: it writes a new token and a lease. The worker's moves (upload, complete, fail, release, retry) and its
 * heartbeats hold only with the token of the current attempt, and every move out of running or uploading_outputs clears
 * it. So a worker that was cancelled, lost its lease or came back from a pause can write nothing. Ended jobs never move.
 *
 * What an attempt keeps (again with its token) stays with the job through release and recover: the next attempt goes on from its
 * checkpoints. fail, cancel and abandon make the results so far the job's artifacts; complete brings artifacts of its own.
 */
export const MOVES = {
  claim: { from: ['queued'], to: 'running', by: 'worker' },
  upload: { from: ['running'], to: 'uploading_outputs', by: 'attempt' },
  complete: { from: ['running', 'uploading_outputs'], to: 'completed', by: 'attempt' },
  fail: { from: ['running', 'uploading_outputs'], to: 'failed', by: 'attempt' },
  release: { from: ['running', 'uploading_outputs'], to: 'queued', by: 'attempt' },
  cancel: { from: ['queued', 'running', 'uploading_outputs'], to: 'cancelled', by: 'user' },
  retry: { from: ['running', 'uploading_outputs'], to: 'queued', by: 'attempt' },
  recover: { from: ['running', 'uploading_outputs'], to: 'queued', by: 'recovery' },
  abandon: { from: ['running', 'uploading_outputs'], to: 'failed', by: 'recovery' },
} as const satisfies Record<
  string,
  { from: readonly JobStatus[]; to: JobStatus; by: 'worker' | 'attempt' | 'user' | 'recovery' }
>

export type Move = keyof typeof MOVES

/** How many times a job is started before faults and workers that keep dying are blamed on the job, unless its submission says. */
export const MAX_ATTEMPTS = 3

/**
 * How long a job waits before its next attempt, in seconds, after so many have failed: 2, 8, 32, … and at most 300. A worker that died is no
 * reason to wait the first time: a deployment or a lost machine is not the job's fault.
 */
export function retryDelaySeconds(attempts: number, reason: 'fault' | 'worker lost'): number {
  const waits = reason === 'fault' ? attempts : attempts - 1
  return waits <= 0 ? 0 : Math.min(300, 2 * 4 ** (waits - 1))
}

const ENDED: ReadonlySet<JobStatus> = new Set(
  JOB_STATUSES.filter(
    (status) => !Object.values(MOVES).some(({ from }) => (from as readonly JobStatus[]).includes(status)),
  ),
)

/** Whether the job can never change again. */
export function hasEnded(status: JobStatus): boolean {
  return ENDED.has(status)
}
