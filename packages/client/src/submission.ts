import type { SubmitJobRequest } from '@zerosec/contract'

/** The uploaded file as `submit` and `inspect` want it named. */
export interface UploadedFile {
  readonly jobId: string
  readonly bucket: string
  readonly key: string
  readonly fileName: string
}

export interface Submission {
  readonly file: UploadedFile
  readonly jobType: string
  readonly parameters?: Readonly<Record<string, unknown>>
  /** The project that the job belongs to; without a round it follows from the file. */
  readonly project?: { readonly projectId: string; readonly round?: number }
  /** -100 to 100: within the workspace the higher one goes first. Left out: 0. */
  readonly priority?: number
  /** The job is not taken before. Left out: at once. */
  readonly runAt?: Date
  /** Whether the results of an earlier job with the same input, parameters and version will do; left out: true. */
  readonly reuseResult?: boolean
}

/** @throws RangeError for a `runAt` that is no date */
export function requestOf(submission: Submission): SubmitJobRequest {
  const { file, jobType, parameters = {}, project, priority, runAt, reuseResult } = submission
  return {
    job_id: file.jobId,
    job_type: jobType,
    input_bucket: file.bucket,
    input_key: file.key,
    parameters: { ...parameters },
    ...(priority === undefined ? {} : { priority }),
    ...(runAt === undefined ? {} : { run_at: runAt.toISOString() }),
    ...(reuseResult === undefined ? {} : { reuse_result: reuseResult }),
    ...(project ? { project_id: project.projectId } : {}),
    ...(project?.round === undefined ? {} : { round: project.round }),
  }
}
