import type { JobStatus } from '@zerosec/contract'
import type { ErrorCode } from '@zerosec/errors'
import type { KeptKind } from '../database/schema.ts'
import type { Job, JobArtifact, JobSubmission } from '../job.ts'

/**
 * Owns the state of the jobs. Every implementation passes `test/job-store.conformance.ts`. What it owes:
 *
 * - Moves only as `lifecycle.ts` allows, each in one atomic step, whatever runs at the same time.
 * - Submit, release and recover write the queue entry in the transaction that writes the job: both or neither.
 * - The calls that take an attempt hold only with its token, else they write nothing and return false.
 * - Leases are measured by the database's clock, never by a worker's.
 * - A job is completed and its artifacts are visible in the same instant; one that fails or is cancelled shows the results that it
 *   had kept in the instant in which it does.
 * - A resolved call survives a crash of every process.
 */
export interface JobStore {
  /**
   * With what its parameters name, and its place in a project.
   * @throws CodedError job_exists, project_unknown, project_full, round_unknown
   */
  submit(submission: JobSubmission, outputBucket: string): Promise<Job>
  /** @throws CodedError job_unknown */
  get(jobId: string): Promise<Job>
  /**
   * Newest first. A job submitted while a client pages never makes it skip or repeat another.
   * @throws CodedError request_invalid for a cursor that is not `next` of a page
   */
  list(query: JobQuery): Promise<{ jobs: readonly Job[]; next: string | null }>
  /** In the order they were stored; empty until the job has ended. @throws CodedError job_unknown */
  artifacts(jobId: string): Promise<readonly JobArtifact[]>
  /** @throws CodedError job_unknown, job_not_cancellable */
  cancel(jobId: string): Promise<Job>

  /** Starts an attempt; undefined when the job is not queued (any more): a delivery that came twice, or was cancelled. */
  claim(jobId: string, leaseSeconds: number): Promise<Attempt | undefined>
  /** The heartbeat: extends the lease, and stores progress when given, which never goes back. */
  renew(attempt: Attempt, leaseSeconds: number, progress?: Progress): Promise<boolean>
  upload(attempt: Attempt): Promise<boolean>
  complete(
    attempt: Attempt,
    outcome: { headline: string | null; artifacts: readonly StoredArtifact[] },
  ): Promise<boolean>
  fail(attempt: Attempt, error: { code: ErrorCode; message: string }): Promise<boolean>
  /** Gives the job back to the queue; the attempt isn't counted. */
  release(attempt: Attempt): Promise<boolean>

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
   * Queues the jobs whose lease ran out again, or fails them with job_worker_lost after MAX_ATTEMPTS.
   * @returns ids of the jobs that were moved
   */
  recover(options?: RecoverOptions): Promise<readonly string[]>
}

export interface RecoverOptions {
  /**
   * Treats all leases as run out: for the only process there is, before it starts its worker. Queued jobs are sent again as
   * well, since an id may have been on its way when the process before it died.
   */
  readonly everyLease?: boolean
  /** Jobs that run in this process, whose leases it may have missed to renew while the machine slept. */
  readonly except?: readonly string[]
}

export interface JobQuery {
  readonly limit: number
  readonly cursor?: string
  readonly status?: JobStatus
  readonly jobType?: string
}

/** One start of a job by a worker. */
export interface Attempt {
  readonly job: Job
  readonly token: string
  /** From 1. */
  readonly number: number
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
