import type { JobStatus } from '@zerosec/contract'
import type { TableProfile } from '@zerosec/table'
import type { Job, JobArtifact, JobSubmission } from './job.ts'
import type { Projects } from './projects/project.ts'

/** What an app sees of jobs, files and analyses; the store, queue and files behind it are chosen by configuration. */
export interface Platform {
  readonly jobs: Jobs
  readonly projects: Projects
  readonly files: Files
  /**
   * Reads a stored input file in a process of its own under the job limits and tells what it holds.
   * @throws CodedError input_not_uploaded, and the file_* codes
   */
  inspect(input: { bucket: string; key: string; sheet?: string }): Promise<TableProfile>
  databaseConnected(): Promise<boolean>
  /** Starts taking jobs from the queue. */
  startWorker(): Promise<void>
  /** Lets running analyses finish within the grace period, gives the others back, closes everything. */
  close(): Promise<void>
}

export interface Jobs {
  /**
   * Writes the job and its queue entry in one transaction. The file must be uploaded, the parameters valid, the files that they name
   * there.
   * @throws CodedError job_exists, input_not_uploaded, bucket_unknown, analysis_unknown, parameter_*, file_reference_invalid, job_unknown,
   *   job_not_completed, artifact_unknown; of its place project_unknown, project_full, round_unknown
   */
  submit(submission: JobSubmission): Promise<Job>
  /** @throws CodedError job_unknown */
  get(jobId: string): Promise<Job>
  /** Newest first. */
  list(query: { limit: number; cursor?: string; status?: JobStatus; jobType?: string }): Promise<{
    jobs: readonly Job[]
    next: string | null
  }>
  /** @throws CodedError job_unknown, job_not_cancellable */
  cancel(jobId: string): Promise<Job>
  /** Empty until the job has ended; of one that failed or was cancelled the results that it had kept. @throws CodedError job_unknown */
  artifacts(jobId: string): Promise<readonly JobArtifact[]>
  /** Calls back with the job now and on each change; stops by itself when the job has ended. Returns how to stop. */
  watch(jobId: string, onChange: (job: Job) => void): () => void
}

/** Files behind signed URLs: a folder here; S3 later. A signed URL carries method, bucket, key, size limit and expiry. */
export interface Files {
  readonly inputBucket: string
  readonly outputBucket: string
  /** A URL that takes one PUT of at most `maxBytes`. `/files/<bucket>/<key>?…`, relative to the API's origin for a folder. */
  presignPut(bucket: string, key: string, terms: { maxBytes: number; expiresSeconds: number }): Promise<string>
  presignGet(bucket: string, key: string, terms: { fileName: string; expiresSeconds: number }): Promise<string>
  /**
   * For the API's own routes that serve a folder's signed URLs: checks method, signature and expiry.
   * @param path  of the request line, still percent-encoded, without the query: `/files/<bucket>/<key>`
   * @throws CodedError url_expired, url_signature_invalid
   */
  verify(method: 'GET' | 'PUT', path: string, query: Readonly<Record<string, string>>): SignedTerms
  /**
   * Stores a whole stream or nothing at all.
   * @throws CodedError upload_too_large when it has more than `maxBytes`, upload_exists
   */
  write(bucket: string, key: string, content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<{ bytes: number }>
  read(bucket: string, key: string): Promise<{ bytes: number; stream: ReadableStream<Uint8Array> }>
  size(bucket: string, key: string): Promise<number | undefined>
}

export interface SignedTerms {
  readonly bucket: string
  readonly key: string
  readonly maxBytes: number
  readonly fileName: string | undefined
}
