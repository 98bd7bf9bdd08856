import type { TableProfile } from '@zerosec/table'
import type { Access } from './access/access.ts'
import type { Connection } from './database/schema.ts'
import type { Job, JobArtifact, JobProgress, JobSubmission } from './job.ts'
import type { Projects } from './projects/project.ts'
import type { Schedules } from './schedules/schedule.ts'
import type { PlatformLoad } from './statistics/platform-load.ts'
import type { Readiness } from './statistics/readiness.ts'
import type { Statistics } from './statistics/statistics.ts'
import type { AttemptRecord, Batch, JobQuery } from './store/job-store.ts'

/** What an app sees of jobs, files and analyses; the store, queue and files behind it are chosen by configuration. */
export interface Platform {
  /** What one workspace has; of others it shows nothing, not even that they are there. */
  within(workspaceId: string): Workspace
  /** Keys, sessions and the audit log of all workspaces. */
  readonly access: Access
  readonly files: Files
  /** For packages above that keep tables of their own beside the jobs. */
  readonly database: Connection
  /** Within 0.2 s, also while the database hangs: then what was known last. */
  databaseConnected(): Promise<boolean>
  /** What is needed to take requests, each looked at within the last second, for 2 s at most. */
  readiness(): Promise<Readiness>
  /** Of all workspaces and processes, at most a second old (of many ended jobs longer); undefined while the database is away. */
  statistics(): Promise<Statistics | undefined>
  /** Of this process. */
  load(): PlatformLoad
  /** Starts taking due jobs. */
  startWorker(): Promise<void>
  /** Lets running analyses finish within the grace period, gives the others back, closes everything. */
  close(): Promise<void>
}

export interface Workspace {
  readonly jobs: Jobs
  readonly projects: Projects
  readonly schedules: Schedules
  /** A URL that takes one file for a job of this workspace. */
  presignUpload(upload: UploadTerms & { readonly fileName: string }): Promise<PresignedUpload>
  /** An uploaded file. @throws CodedError input_not_uploaded, bucket_unknown */
  input(input: { bucket: string; key: string }): Promise<UploadedInput>
  /**
   * What a key names: `outputs/<job_id>/…`, an artifact of a completed job, or `inputs/<job_id>/<name>`, an upload.
   * @param mostBytes  what is larger is not read; left out: a GiB
   * @throws CodedError file_reference_invalid, job_unknown, job_not_completed, artifact_unknown, input_not_uploaded, file_too_large
   */
  openFile(key: string, mostBytes?: number): Promise<{ readonly name: string; readonly bytes: Uint8Array }>
  /**
   * Reads a stored input file in a process of its own under the job limits and tells what it holds.
   * @throws CodedError input_not_uploaded, and the file_* codes
   */
  inspect(input: { bucket: string; key: string; sheet?: string }): Promise<TableProfile>
}

export interface UploadedInput {
  /** The last part of its key. */
  readonly name: string
  readonly bytes: number
  /** The stream gives all the bytes, or ends in an error. */
  read(): Promise<ReadableStream<Uint8Array>>
}

export interface PresignedUpload {
  readonly jobId: string
  readonly bucket: string
  readonly key: string
  readonly url: string
}

export interface Jobs {
  /**
   * Writes the job and its wake-up in one transaction. The file must be uploaded, the parameters valid, the files that they name
   * there.
   * @throws CodedError job_exists, idempotency_conflict, input_not_uploaded, bucket_unknown, analysis_unknown, parameter_*,
   *   file_reference_invalid, job_unknown, job_not_completed, artifact_unknown; of its place project_unknown, project_full, round_unknown
   */
  submit(submission: Submission): Promise<Job>
  /**
   * All or none of them, in one transaction; `Job.batchId` tells which belong together.
   * @throws CodedError as `submit` for one alone, of several submission_refused, which names the first by its index
   */
  submitAll(submissions: readonly Submission[]): Promise<readonly Job[]>
  /** @throws CodedError job_unknown */
  get(jobId: string): Promise<Job>
  /** How far it is; less than `get` for the database and for us. @throws CodedError job_unknown */
  status(jobId: string): Promise<JobProgress>
  /** Newest first. */
  list(query: JobQuery): Promise<{ jobs: readonly Job[]; next: string | null }>
  /** How the attempts ended that did not complete the job. @throws CodedError job_unknown */
  attempts(jobId: string): Promise<readonly AttemptRecord[]>
  /** @throws CodedError job_unknown, job_not_cancellable */
  cancel(jobId: string): Promise<Job>
  /** @throws CodedError batch_unknown */
  batch(batchId: string): Promise<Batch>
  /** Cancels what has not ended. @throws CodedError batch_unknown */
  cancelBatch(batchId: string): Promise<Batch>
  /** A new job for a dead letter, in its place; the same call gives the same one. @throws CodedError job_unknown, job_not_dead_letter, project_full */
  redrive(jobId: string): Promise<Job>
  /** Deletes a job that has ended and its files, but for those that other jobs need. @throws CodedError job_unknown, job_not_ended */
  remove(jobId: string): Promise<void>
  /** Empty until the job has ended; of one that failed or was cancelled the results that it had kept. @throws CodedError job_unknown */
  artifacts(jobId: string): Promise<readonly JobArtifact[]>
  /**
   * Calls back with the job now and on each change; stops by itself when the job has ended, or when it is gone. Of changes that follow
   * each other closely only the last is told.
   * @returns how to stop
   */
  watch(jobId: string, onChange: (job: Job) => void, onGone?: () => void): () => void
}

/** What a client says of a job; its hashes are the server's to find out. */
export interface Submission extends Omit<JobSubmission, 'inputSha256' | 'resultKey'> {
  /** Whether the results of an earlier job with the same input, parameters and version will do; default true. */
  readonly reusesResult?: boolean
}

/** Files behind signed URLs: in a folder or in S3. A signed URL carries method, bucket, key, type, size and expiry (`docs/files.md`). */
export interface Files {
  readonly inputBucket: string
  readonly outputBucket: string
  /** Of the signed URLs: `https://…`; none where the API itself serves them. */
  readonly origins: readonly string[]
  /** A URL that takes a PUT. `/files/<bucket>/<key>?…`, relative to the API's origin, for a folder. */
  presignPut(bucket: string, key: string, terms: UploadTerms): Promise<string>
  presignGet(bucket: string, key: string, terms: { fileName: string; expiresSeconds: number }): Promise<string>
  /**
   * For the API's own routes that serve a folder's signed URLs: checks method, signature and expiry.
   * @param path  of the request line, still percent-encoded, without the query: `/files/<bucket>/<key>`
   * @throws CodedError url_expired, url_signature_invalid
   */
  verify(method: 'GET' | 'PUT', path: string, query: Readonly<Record<string, string>>): SignedTerms
  /**
   * Stores a whole stream or nothing at all.
   * @throws CodedError upload_too_large when it has more than `maxBytes`, upload_exists, storage_full, service_unavailable
   */
  write(bucket: string, key: string, content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<{ bytes: number }>
  /** The stream gives all the bytes, or ends in an error. @throws CodedError input_not_uploaded, service_unavailable */
  read(bucket: string, key: string): Promise<{ bytes: number; stream: ReadableStream<Uint8Array> }>
  size(bucket: string, key: string): Promise<number | undefined>
}

/** What an upload URL takes. */
export interface UploadTerms {
  /** The one Content-Type that the PUT may have. */
  readonly contentType: string
  readonly maxBytes: number
  /** The exact size, where the caller knows it. */
  readonly bytes?: number
  readonly expiresSeconds: number
}

/** What a signed URL was signed for. */
export interface SignedTerms {
  readonly bucket: string
  readonly key: string
  readonly maxBytes: number
  /** Of a download. */
  readonly fileName: string | undefined
  /** Of an upload. */
  readonly contentType: string | undefined
  /** The exact size of an upload, where it was known. */
  readonly bytes: number | undefined
}
