import type { JobStatus } from '@zerosec/contract'
import type { ErrorCode } from '@zerosec/errors'
import type { AttemptOutcome, KeptKind } from '../database/schema.ts'
import type { Idempotency, Job, JobArtifact, JobProgress, JobSubmission } from '../job.ts'

/**
 * Owns the state of the jobs. Every implementation passes `test/job-store.conformance.ts`. What it owes:
 *
 * - Moves only as `lifecycle.ts` allows, each in one atomic step, whatever runs at the same time.
 * - Submit, release, retry and recover send their wake-up in the transaction that writes the job: both or neither.
 * - The calls that take an attempt hold only with its token, else they write nothing and return false.
 * - Leases and due times are measured by the database's clock, never by a worker's.
 * - A job is completed and its artifacts are visible in the same instant; one that fails or is cancelled shows the results that it
 *   had kept in the instant in which it does.
 * - A job that fails, is cancelled or given up takes its children with it in the same instant; no list shows a child.
 * - What belongs to another workspace is answered as if it weren't there.
 * - A resolved call survives a crash of every process; but a claim may not survive one of the database's server, after which the job is
 *   queued as before and the attempt can write nothing.
 */
export interface JobStore extends JobReader {
  /**
   * With what its parameters name, and its place in a project.
   * @throws CodedError job_exists, idempotency_conflict, project_unknown, project_full, round_unknown
   */
  submit(workspaceId: string, submission: JobSubmission, outputBucket: string): Promise<Job>
  /**
   * All of them or, when one is refused, none; in one transaction. Where the first has the idempotency key of an earlier batch, it is that one.
   * @throws CodedError as `submit` for one alone, of several submission_refused
   */
  submitAll(workspaceId: string, submissions: readonly JobSubmission[], outputBucket: string): Promise<readonly Job[]>
  /**
   * Newest first. A job submitted while a client pages never makes it skip or repeat another.
   * @throws CodedError request_invalid for a cursor that is not `next` of a page
   */
  list(workspaceId: string, query: JobQuery): Promise<{ jobs: readonly Job[]; next: string | null }>
  /** How the attempts ended that did not complete the job, in order. @throws CodedError job_unknown */
  attempts(workspaceId: string, jobId: string): Promise<readonly AttemptRecord[]>
  /** The job that was submitted with the key before, if any. @throws CodedError idempotency_conflict */
  submitted(workspaceId: string, idempotency: Idempotency): Promise<Job | undefined>
  /** @throws CodedError job_unknown, job_not_cancellable */
  cancel(workspaceId: string, jobId: string): Promise<Job>
  /** @throws CodedError batch_unknown */
  batch(workspaceId: string, batchId: string): Promise<Batch>
  /** Cancels what has not ended. @returns ids of the jobs that were cancelled @throws CodedError batch_unknown */
  cancelBatch(workspaceId: string, batchId: string): Promise<readonly string[]>
  /**
   * Sends a dead letter again as a new job: same input, parameters and place. While that one has not ended, or has completed, the same
   * call gives it again.
   * @throws CodedError job_unknown, job_not_dead_letter, and as `submit` of its place
   */
  redrive(workspaceId: string, jobId: string, newJobId: string): Promise<Job>
  /** Deletes jobs that have ended; their files are written down to be removed in the same instant. @throws CodedError job_unknown, job_not_ended */
  remove(workspaceId: string, jobIds: readonly string[]): Promise<void>
  /** Deletes some of the jobs of all workspaces that ended so many days ago. @returns their ids, none once there are no more */
  removeExpired(days: number): Promise<readonly string[]>

  /**
   * Starts attempts of the jobs that are due and next, `limit` at most: of the workspace with the fewest running ones, of those the one
   * with the fewest begun in the last minute, of those the one that was served longest ago; within a workspace by priority, due time, age. None is given to two callers.
   */
  claim(query: ClaimQuery): Promise<readonly Attempt[]>
  /** Whether the job waits to be taken, perhaps by a worker of another version. */
  isQueued(jobId: string): Promise<boolean>
  /** The heartbeat: extends the lease, and stores progress when given, which never goes back. */
  renew(attempt: Attempt, leaseSeconds: number, progress?: Progress): Promise<boolean>
  upload(attempt: Attempt): Promise<boolean>
  complete(attempt: Attempt, outcome: Outcome): Promise<boolean>
  /** Ends the job; with `retries`, only when its attempts are used up, and it is a dead letter then: else it waits for its next attempt. */
  fail(attempt: Attempt, error: JobError, options?: { readonly retries: boolean }): Promise<boolean>
  /** Gives the job back to the queue; the attempt isn't counted. */
  release(attempt: Attempt, options?: { readonly delaySeconds: number }): Promise<boolean>
  /** What a completed job of the workspace with the same result key has given. */
  reusable(job: Job): Promise<Outcome | undefined>

  /**
   * Keeps a stored file beyond the attempt, in place of the one of the same kind and name. Checkpoints are for the job's next attempt;
   * results become the job's artifacts in the instant in which it ends without being completed.
   * @returns the key of the file whose place it took, if any; false when the attempt holds the job no more
   */
  keep(attempt: Attempt, file: KeptFile): Promise<{ replaced: string | undefined } | false>
  /** What the job's attempts have kept, in the order of keeping. */
  kept(jobId: string): Promise<readonly KeptFile[]>
  /** Some of the jobs that have ended and still have kept files: they are needed no more, but for results that are artifacts now. */
  endedWithKept(): Promise<readonly Job[]>
  /** Forgets what a job that has ended has kept. */
  forgetKept(jobId: string): Promise<void>

  /**
   * Queues the jobs whose lease ran out again, or fails them with job_worker_lost after their last attempt.
   * @returns ids of the jobs that were moved
   */
  recover(options?: RecoverOptions): Promise<readonly string[]>
}

/** What reading a job of a workspace takes. */
export interface JobReader {
  /** @throws CodedError job_unknown */
  get(workspaceId: string, jobId: string): Promise<Job>
  /** What clients ask for most. @throws CodedError job_unknown */
  status(workspaceId: string, jobId: string): Promise<JobProgress>
  /** In the order they were stored; empty until the job has ended. @throws CodedError job_unknown */
  artifacts(workspaceId: string, jobId: string): Promise<readonly JobArtifact[]>
  /** A completed job that has taken over the results of this one, which may be gone by now. */
  heir(workspaceId: string, jobId: string): Promise<string | undefined>
}

export interface ClaimQuery {
  readonly limit: number
  readonly leaseSeconds: number
  readonly workerId: string
  /** Job types that the worker can run; left out: any. Others are left for another worker. */
  readonly types?: readonly string[]
}

export interface RecoverOptions {
  /** Treats all leases as run out: for the only process there is, before it starts its worker. */
  readonly everyLease?: boolean
  /** Jobs that run in this process, whose leases it may have missed to renew while the machine slept. */
  readonly except?: readonly string[]
}

/** Jobs that were submitted together; those that were deleted since are not counted. */
export interface Batch {
  readonly batchId: string
  readonly jobs: number
  readonly byStatus: Readonly<Partial<Record<JobStatus, number>>>
  /** 0 to 100; a job that failed or was cancelled has nothing left to do. */
  readonly percent: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface JobQuery {
  readonly limit: number
  readonly cursor?: string
  readonly status?: JobStatus
  readonly jobType?: string
  readonly batchId?: string
  /** Dead letters alone that were not sent again. */
  readonly dead?: boolean
}

/** One start of a job by a worker. */
export interface Attempt {
  readonly job: Job
  readonly token: string
  /** From 1. */
  readonly number: number
  readonly workerId: string
  readonly startedAt: Date
}

/** How an attempt ended that did not complete its job. */
export interface AttemptRecord {
  readonly number: number
  readonly workerId: string | null
  readonly startedAt: Date | null
  readonly endedAt: Date
  readonly outcome: AttemptOutcome
  readonly errorCode: ErrorCode | null
  readonly errorMessage: string | null
}

export interface Outcome {
  readonly headline: string | null
  readonly artifacts: readonly StoredArtifact[]
  /** The job that they were taken from, if they were. */
  readonly reusedFrom?: string
}

export interface JobError {
  readonly code: ErrorCode
  readonly message: string
}

export interface Progress {
  /** 0 to 100 */
  readonly percent: number
  readonly message: string
}

export type StoredArtifact = Omit<JobArtifact, 'jobId' | 'createdAt'>

export interface KeptFile {
  readonly kind: KeptKind
  /** Of a checkpoint its key, of a result so far its path. */
  readonly name: string
  readonly fileKey: string
  readonly fileType: string
  readonly sizeBytes: number
  readonly sha256: string
}
