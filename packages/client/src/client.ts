import {
  type AnalysesResponse,
  type ArtifactsResponse,
  BASE_PATH,
  type Health,
  type InspectRequest,
  type InspectResponse,
  type JobDetail,
  type JobStatus,
  type JobStatusResponse,
  type LineageResponse,
  type ListJobsResponse,
  type PresignDownloadResponse,
  type PresignUploadResponse,
  type SubmitJobRequest,
  type SubmitJobResponse,
} from '@zerosec/contract'
import type { Report } from '@zerosec/report'
import { type ProjectCalls, projectCalls } from './projects.ts'
import { queryString } from './query-string.ts'
import { createTransport, type TransportOptions } from './transport.ts'
import { watchJob } from './watch.ts'

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
}

export interface CallOptions {
  readonly signal?: AbortSignal
}

/**
 * The API, one method a call. Each rejects with an `ApiError` that carries the code, status, message and details of the
 * reply. 429, 500, 502, 503, 504 and a lost connection are tried again with back-off, in calls that can be repeated.
 */
export interface Client {
  health(options?: CallOptions): Promise<Health>
  analyses(options?: CallOptions): Promise<AnalysesResponse['analyses']>
  /** Asks for an upload URL and stores the file under it. */
  uploadFile(
    fileName: string,
    content: Blob | Uint8Array<ArrayBuffer>,
    options?: CallOptions & { readonly contentType?: string },
  ): Promise<UploadedFile>
  /** The table as read from an uploaded file, with every repair and doubt. */
  inspect(file: UploadedFile, options?: CallOptions & { readonly sheet?: string }): Promise<InspectResponse>
  submit(submission: Submission, options?: CallOptions): Promise<SubmitJobResponse>
  status(jobId: string, options?: CallOptions): Promise<JobStatusResponse>
  job(jobId: string, options?: CallOptions): Promise<JobDetail>
  /** Newest first; `cursor` is `next` of the page before. */
  jobs(
    query?: {
      readonly limit?: number
      readonly cursor?: string
      readonly status?: JobStatus
      readonly jobType?: string
    },
    options?: CallOptions,
  ): Promise<ListJobsResponse>
  cancel(jobId: string, options?: CallOptions): Promise<JobDetail>
  /** Empty until the job is completed. */
  artifacts(jobId: string, options?: CallOptions): Promise<ArtifactsResponse['artifacts']>
  /** The report document of a completed job. */
  report(jobId: string, options?: CallOptions): Promise<Report>
  /** What a job was made from and what was made from it. */
  lineage(jobId: string, options?: CallOptions): Promise<LineageResponse>
  readonly projects: ProjectCalls
  /** A URL that a browser can download the artifact from; it expires. */
  downloadUrl(jobId: string, fileKey: string, options?: CallOptions): Promise<PresignDownloadResponse>
  /**
   * Calls back with the status now and on each change, by server-sent events where they pass and else by asking every
   * 2 s. Resolves with the final status; rejects when `signal` aborts.
   */
  watch(jobId: string, onStatus: (status: JobStatusResponse) => void, options?: CallOptions): Promise<JobStatusResponse>
}

export type ClientOptions = TransportOptions

/** A client of the API at `options.origin`; in a page that the API serves, of the page's own origin. */
export function createClient(options: ClientOptions = {}): Client {
  const transport = createTransport(options)
  const get = <T>(path: string, call?: CallOptions) => transport.json<T>('GET', BASE_PATH + path, undefined, call)
  const post = <T>(path: string, body: unknown, call?: CallOptions & { alreadyDone?: string; once?: boolean }) =>
    transport.json<T>('POST', BASE_PATH + path, body, call)
  const job = (jobId: string) => `/jobs/${encodeURIComponent(jobId)}`

  const client: Client = {
    health: (call) => get<Health>('/health', call),
    analyses: async (call) => (await get<AnalysesResponse>('/analyses', call)).analyses,

    async uploadFile(fileName, content, { contentType = 'application/octet-stream', ...call } = {}) {
      const request = { filename: fileName, content_type: contentType }
      const upload = await post<PresignUploadResponse>('/presign/upload', request, call)
      await transport.put(upload.url, content, contentType, call)
      return { jobId: upload.job_id, bucket: upload.bucket, key: upload.key, fileName }
    },

    inspect: (file, { sheet, ...call } = {}) =>
      post<InspectResponse>(
        '/inspect',
        { bucket: file.bucket, key: file.key, ...(sheet === undefined ? {} : { sheet }) } satisfies InspectRequest,
        call,
      ),

    async submit(submission, call) {
      const submitted = await post<SubmitJobResponse | undefined>('/jobs', requestOf(submission), {
        ...call,
        alreadyDone: 'job_exists',
      })
      return submitted ?? { job_id: submission.file.jobId, status: 'queued', message: 'The job was submitted.' }
    },

    status: (jobId, call) => get<JobStatusResponse>(`${job(jobId)}/status`, call),
    job: (jobId, call) => get<JobDetail>(job(jobId), call),
    jobs: ({ limit, cursor, status, jobType } = {}, call) =>
      get<ListJobsResponse>(`/jobs${queryString({ limit, cursor, status, job_type: jobType })}`, call),
    cancel: (jobId, call) => post<JobDetail>(`${job(jobId)}/cancel`, undefined, { ...call, once: true }),
    artifacts: async (jobId, call) => (await get<ArtifactsResponse>(`${job(jobId)}/artifacts`, call)).artifacts,
    report: (jobId, call) => get<Report>(`${job(jobId)}/report`, call),
    lineage: (jobId, call) => get<LineageResponse>(`${job(jobId)}/lineage`, call),
    projects: projectCalls(transport),
    downloadUrl: (jobId, fileKey, call) =>
      post<PresignDownloadResponse>('/presign/download', { job_id: jobId, file_key: fileKey }, call),

    watch: (jobId, onStatus, call = {}) =>
      watchJob({
        openEvents: (signal) => transport.events(`${BASE_PATH}${job(jobId)}/events`, signal),
        askStatus: (signal) => client.status(jobId, { signal }),
        onStatus,
        ...call,
      }),
  }
  return client
}

function requestOf({ file, jobType, parameters = {}, project }: Submission): SubmitJobRequest {
  return {
    job_id: file.jobId,
    job_type: jobType,
    input_bucket: file.bucket,
    input_key: file.key,
    parameters: { ...parameters },
    ...(project ? { project_id: project.projectId } : {}),
    ...(project?.round === undefined ? {} : { round: project.round }),
  }
}
