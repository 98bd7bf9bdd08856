import type { JobStatus } from '@zerosec/contract'
import type { ErrorCode } from '@zerosec/errors'

/** One run of an analysis, as the `jobs` table holds it. */
export interface Job {
  readonly jobId: string
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
}

/** Where a job belongs, as whoever submits it says. */
export interface Placement {
  readonly projectId: string
  /** Left out: see `placeJob`. */
  readonly round?: number
}
