import type { JobStatus } from '@zerosec/contract'
import type { ErrorCode } from '@zerosec/errors'

/** The workspace of an installation that knows no others. */
export const DEFAULT_WORKSPACE = 'default'

/** One run of an analysis, as the `jobs` table holds it. */
export interface Job {
  readonly jobId: string
  readonly workspaceId: string
  readonly jobType: string
  readonly status: JobStatus
  readonly progressPercent: number
  readonly statusMessage: string | null
  readonly errorCode: ErrorCode | null
  readonly errorMessage: string | null
  readonly headline: string | null
  readonly inputBucket: string
  readonly inputKey: string
  /** Of the bytes of the input; null of jobs that are older than this. */
  readonly inputSha256: string | null
  readonly outputBucket: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly completedAt: Date | null
  /** Within its workspace; higher goes first. */
  readonly priority: number
  /** Not taken before. */
  readonly dueAt: Date
  /** Attempts that were started and not given back. */
  readonly attempts: number
  readonly maxAttempts: number
  /** One more with each change that a client can see. */
  readonly revision: number
  readonly batchId: string | null
  /** The job whose parts it computes. */
  readonly parentId: string | null
  /** The dead letter that this job was sent again for. */
  readonly redrivenFrom: string | null
  /** The job whose results it took, having the same input, parameters and version. */
  readonly reusedFrom: string | null
  /** Jobs of a workspace with the same one have the same results; null: nothing is reused. */
  readonly resultKey: string | null
  /** Since when it stands in the list of dead letters. */
  readonly deadAt: Date | null
  /** Of the request that submitted it, as the log has it. */
  readonly requestId: string | null
  /** The span of that request: its attempts' spans belong there. */
  readonly traceparent: string | null
}

/** A file that a job produced; visible once the job has ended, and readable then. */
export interface JobArtifact {
  readonly jobId: string
  readonly fileKey: string
  readonly fileName: string
  readonly fileType: string
  readonly sizeBytes: number
  readonly sha256: string
  readonly createdAt: Date
}

export interface JobSubmission {
  readonly jobId: string
  readonly jobType: string
  readonly inputBucket: string
  readonly inputKey: string
  readonly parameters: Readonly<Record<string, unknown>>
  /** Of the bytes of the input. */
  readonly inputSha256?: string
  readonly placement?: Placement
  /** -100 to 100; default 0. */
  readonly priority?: number
  /** Not taken before; default: at once. */
  readonly dueAt?: Date
  /** Default: MAX_ATTEMPTS. */
  readonly maxAttempts?: number
  /** A submission with the key of an earlier one is that one, whatever was lost on the way. */
  readonly idempotency?: Idempotency
  readonly batchId?: string
  readonly parentId?: string
  readonly redrivenFrom?: string
  readonly resultKey?: string
  /** At most 128 characters. */
  readonly requestId?: string | undefined
  readonly traceparent?: string | undefined
}

export interface Idempotency {
  readonly key: string
  /** SHA-256 of the request, in hex: the same key with another request is refused. */
  readonly requestHash: string
}

/** Where a job belongs, as whoever submits it says. */
export interface Placement {
  readonly projectId: string
  /** Left out: see `placeJob`. */
  readonly round?: number
}

/** How far a job is. */
export type JobProgress = Pick<
  Job,
  'jobId' | 'status' | 'progressPercent' | 'statusMessage' | 'updatedAt' | 'errorMessage'
>
