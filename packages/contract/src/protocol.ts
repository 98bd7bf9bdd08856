/** The constants of the protocol, free of any schema so that a browser can import them alone. */

export const BASE_PATH = '/api/v1'

export const JOB_STATUSES = ['queued', 'running', 'uploading_outputs', 'completed', 'failed', 'cancelled'] as const
export type JobStatus = (typeof JOB_STATUSES)[number]

/** The statuses that a job never leaves. */
export const FINAL_STATUSES = ['completed', 'failed', 'cancelled'] as const satisfies readonly JobStatus[]

export function isFinal(status: JobStatus): status is (typeof FINAL_STATUSES)[number] {
  return (FINAL_STATUSES as readonly JobStatus[]).includes(status)
}

/** What the tables are read from. */
export const INPUT_EXTENSIONS = ['csv', 'tsv', 'txt', 'xlsx'] as const

/**
 * What `POST /presign/upload` takes: existing clients may send each of these. A file that can be uploaded but not read
 * yet fails as a job, with `file_type_unsupported`.
 */
export const UPLOAD_EXTENSIONS = [...INPUT_EXTENSIONS, 'xls', 'parquet', 'json', 'zsm'] as const

export const ARTIFACT_TYPES = [
  'xlsx',
  'csv',
  'png',
  'json',
  'db',
  'html',
  'pdf',
  'svg',
  'onnx',
  'txt',
  'md',
  'zsm',
] as const
export type ArtifactType = (typeof ARTIFACT_TYPES)[number]

/** `GET /jobs/{id}/events`: an event of this name whose data is a `JobStatusResponse`, until the job has ended. */
export const STATUS_EVENT = 'status'

/** What a key may do; each includes those before it. */
export const SCOPES = ['read', 'submit', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

/** How often existing clients poll a job's status. */
export const POLL_MS = 2000
