import {
  type AnalysesResponse,
  type Artifact,
  type ArtifactsResponse,
  BASE_PATH,
  type ChecksumsResponse,
  type Health,
  type InspectRequest,
  type InspectResponse,
  type JobDetail,
  type JobStatus,
  type JobStatusResponse,
  type LineageResponse,
  type ListJobsResponse,
  type PresignDownloadResponse,
  type PresignUploadRequest,
  type PresignUploadResponse,
  type SubmitJobResponse,
} from '@zerosec/contract'
import type { Report } from '@zerosec/report'
import { type AccessCalls, accessCalls } from './access.ts'
import { clientError } from './api-error.ts'
import { type BatchCalls, batchCalls } from './batches.ts'
import { type CommerceCalls, commerceCalls } from './commerce.ts'
import { type Content, sizeOf } from './content.ts'
import { downloadInto, type Sink } from './download.ts'
import { idempotencyKey } from './idempotency-key.ts'
import { type ItemCalls, itemCalls } from './items.ts'
import { type ModelCalls, modelCalls } from './models.ts'
import { type ProjectCalls, projectCalls } from './projects.ts'
import { queryString } from './query-string.ts'
import { type ScheduleCalls, scheduleCalls } from './schedules.ts'
import { requestOf, type Submission, type UploadedFile } from './submission.ts'
import { type Call, createTransport, type Transport, type TransportOptions } from './transport.ts'
import type { Progress } from './upload.ts'
import { endError, type Waiting, withinWait } from './wait.ts'
import { watchJob } from './watch.ts'

/** A file that is still to be uploaded. */
export interface LocalFile {
  readonly name: string
  readonly content: Content
  readonly contentType?: string
}

export interface CallOptions {
  /** Its reason is what the call rejects with, unchanged and at once, also while it waits to try again. */
  readonly signal?: AbortSignal | undefined
}

export interface SubmitOptions extends CallOptions {
  /** Under one key one job is made, however often it is sent; left out, a new one for each call of `submit`. */
  readonly idempotencyKey?: string | undefined
}

export interface WatchOptions extends CallOptions {
  /** How long the service may be away before the watch rejects; default two minutes. */
  readonly patienceMs?: number | undefined
}

export interface WaitOptions extends SubmitOptions, WatchOptions {
  readonly onUpload?: Progress | undefined
  readonly onStatus?: ((status: JobStatusResponse) => void) | undefined
  /** Of the whole call; then it rejects with `wait_timed_out`. Left out: without end. */
  readonly timeoutMs?: number | undefined
  readonly project?: Submission['project'] | undefined
  readonly priority?: number | undefined
}

/**
 * The API, one method a call. Each rejects with an `ApiError` that carries the code, status, message and details of the
 * reply. 429, 500, 502, 503, 504 and a lost connection are tried again with back-off, in calls that can be repeated.
 *
 * A call whose signal aborts rejects at once; whether the server had carried it out by then is not known. Nothing that was
 * submitted is cancelled by it: `cancel` is.
 */
export interface Client {
  health(options?: CallOptions): Promise<Health>
  analyses(options?: CallOptions): Promise<AnalysesResponse['analyses']>
  /** Asks for an upload URL and streams the file there. */
  uploadFile(
    fileName: string,
    content: Content,
    options?: CallOptions & { readonly contentType?: string | undefined; readonly onProgress?: Progress | undefined },
  ): Promise<UploadedFile>
  /** The table as read from an uploaded file, with every repair and doubt. */
  inspect(file: UploadedFile, options?: CallOptions & { readonly sheet?: string }): Promise<InspectResponse>
  /** Sends an idempotency key, so that a repeated try never makes a second job. */
  submit(submission: Submission, options?: SubmitOptions): Promise<SubmitJobResponse>
  /**
   * Uploads the file where it is a local one, submits the job and follows it to its end. Resolves with the completed job; one that
   * failed rejects with its own code and message, a cancelled one with `job_cancelled`. The job outlives an abort and a
   * timeout: its id comes with the first status, and before that nothing was submitted or its answer is lost.
   */
  submitAndWait(
    file: UploadedFile | LocalFile,
    jobType: string,
    parameters?: Readonly<Record<string, unknown>>,
    options?: WaitOptions,
  ): Promise<JobDetail>
  status(jobId: string, options?: CallOptions): Promise<JobStatusResponse>
  job(jobId: string, options?: CallOptions): Promise<JobDetail>
  /** Newest first; `cursor` is `next` of the page before. */
  jobs(
    query?: {
      readonly limit?: number
      readonly cursor?: string
      readonly status?: JobStatus
      readonly jobType?: string
      readonly batchId?: string
      /** Dead letters alone: jobs that faults have ended, and that were not sent again. */
      readonly dead?: boolean
    },
    options?: CallOptions,
  ): Promise<ListJobsResponse>
  /** Can be repeated: a job that a lost first try cancelled counts as cancelled by this call. */
  cancel(jobId: string, options?: CallOptions): Promise<JobDetail>
  /** Sends a dead letter again, as a new job; the same call gives the same job. */
  redrive(jobId: string, options?: CallOptions): Promise<JobDetail>
  /** Deletes a job that has ended, with its files. */
  remove(jobId: string, options?: CallOptions): Promise<void>
  /** Empty until the job is completed. */
  artifacts(jobId: string, options?: CallOptions): Promise<ArtifactsResponse['artifacts']>
  /** Size and SHA-256 of each artifact. */
  checksums(jobId: string, options?: CallOptions): Promise<ChecksumsResponse['checksums']>
  /**
   * Streams an artifact into the sink and closes it once size and SHA-256 are those of the stored file; else it is aborted. A function
   * that opens the sink lets a download that broke off begin again. Without `size_bytes` and `sha256` they are asked for.
   */
  download(
    jobId: string,
    artifact: Pick<Artifact, 'file_key' | 'file_name'> & { readonly size_bytes?: number; readonly sha256?: string },
    sink: Sink,
    options?: CallOptions & { readonly onProgress?: Progress | undefined },
  ): Promise<void>
  /** The report document of a completed job. */
  report(jobId: string, options?: CallOptions): Promise<Report>
  /** What a job was made from and what was made from it. */
  lineage(jobId: string, options?: CallOptions): Promise<LineageResponse>
  readonly batches: BatchCalls
  readonly schedules: ScheduleCalls
  readonly projects: ProjectCalls
  readonly access: AccessCalls
  readonly commerce: CommerceCalls
  readonly models: ModelCalls
  readonly items: ItemCalls
  /** A URL that a browser can download the artifact from; it expires. */
  downloadUrl(jobId: string, fileKey: string, options?: CallOptions): Promise<PresignDownloadResponse>
  /**
   * Calls back with the status now and on each change, by server-sent events where they pass and else by asking every
   * 2 s. A stream that breaks goes on where it was. Resolves with the final status.
   */
  watch(
    jobId: string,
    onStatus: (status: JobStatusResponse) => void,
    options?: WatchOptions,
  ): Promise<JobStatusResponse>
}

export type ClientOptions = TransportOptions

/** A client of the API at `options.origin`; in a page that the API serves, of the page's own origin. */
export function createClient(options: ClientOptions = {}): Client {
  const transport = createTransport(options)
  const { get } = callsOf(transport)
  const client: Client = {
    health: (call) => get<Health>('/health', call),
    analyses: async (call) => (await get<AnalysesResponse>('/analyses', call)).analyses,
    ...fileCalls(transport),
    ...jobCalls(transport),
    batches: batchCalls(transport),
    schedules: scheduleCalls(transport),
    projects: projectCalls(transport),
    access: accessCalls(transport),
    commerce: commerceCalls(transport),
    models: modelCalls(transport),
    items: itemCalls(transport),
    submitAndWait: (file, jobType, parameters = {}, wait = {}) =>
      submitAndWait(client, file, jobType, parameters, wait),
    watch: (jobId, onStatus, call = {}) =>
      watchJob({
        openEvents: (signal, last) => transport.events(`${BASE_PATH}${pathOf(jobId)}/events`, signal, last),
        askStatus: (signal) => client.status(jobId, { signal }),
        onStatus,
        ...call,
      }),
  }
  return client
}

function callsOf(transport: Transport) {
  return {
    get: <T>(path: string, call?: CallOptions) => transport.json<T>('GET', BASE_PATH + path, undefined, call),
    post: <T>(path: string, body: unknown, call?: Call) => transport.json<T>('POST', BASE_PATH + path, body, call),
  }
}

const pathOf = (jobId: string): string => `/jobs/${encodeURIComponent(jobId)}`

type FileCalls = Pick<Client, 'uploadFile' | 'inspect' | 'downloadUrl' | 'checksums' | 'download'>

function fileCalls(transport: Transport): FileCalls {
  const { get, post } = callsOf(transport)
  const calls: FileCalls = {
    async uploadFile(fileName, content, { contentType = 'application/octet-stream', onProgress, signal } = {}) {
      const request = { filename: fileName, content_type: contentType, size_bytes: sizeOf(content) }
      const upload = await post<PresignUploadResponse>('/presign/upload', request satisfies PresignUploadRequest, {
        signal,
      })
      await transport.put(upload.url, content, contentType, { signal, onProgress })
      return { jobId: upload.job_id, bucket: upload.bucket, key: upload.key, fileName }
    },

    inspect: (file, { sheet, ...call } = {}) =>
      post<InspectResponse>(
        '/inspect',
        { bucket: file.bucket, key: file.key, ...(sheet === undefined ? {} : { sheet }) } satisfies InspectRequest,
        call,
      ),

    downloadUrl: (jobId, fileKey, call) =>
      post<PresignDownloadResponse>('/presign/download', { job_id: jobId, file_key: fileKey }, call),

    checksums: async (jobId, call) => (await get<ChecksumsResponse>(`${pathOf(jobId)}/checksums`, call)).checksums,

    async download(jobId, artifact, sink, { signal, onProgress } = {}) {
      const { file_key: fileKey, file_name: fileName } = artifact
      let { size_bytes: sizeBytes, sha256 } = artifact
      if (sizeBytes === undefined || sha256 === undefined) {
        const stored = (await calls.checksums(jobId, { signal })).find((each) => each.file_key === fileKey)
        if (!stored) throw clientError('artifact_unknown', { job_id: jobId, file_key: fileKey })
        ;({ size_bytes: sizeBytes, sha256 } = stored)
      }
      const presign = async () => (await calls.downloadUrl(jobId, fileKey, { signal })).url
      await downloadInto(sink, { fileName, sizeBytes, sha256 }, presign, transport, { signal, onProgress })
    },
  }
  return calls
}

type JobCalls = Pick<
  Client,
  'submit' | 'status' | 'job' | 'jobs' | 'cancel' | 'redrive' | 'remove' | 'artifacts' | 'report' | 'lineage'
>

function jobCalls(transport: Transport): JobCalls {
  const { get, post } = callsOf(transport)
  const detailOf = (jobId: string, call?: CallOptions) => get<JobDetail>(pathOf(jobId), call)
  return {
    async submit(submission, { signal, idempotencyKey: key = idempotencyKey() } = {}) {
      const submitted = await post<SubmitJobResponse | undefined>('/jobs', requestOf(submission), {
        signal,
        idempotencyKey: key,
        showsDone: ({ code }) => code === 'job_exists',
      })
      return submitted ?? { job_id: submission.file.jobId, status: 'queued', message: 'The job was submitted.' }
    },

    status: (jobId, call) => get<JobStatusResponse>(`${pathOf(jobId)}/status`, call),
    job: detailOf,
    jobs: ({ limit, cursor, status, jobType, batchId, dead } = {}, call) => {
      const query = { limit, cursor, status, job_type: jobType, batch_id: batchId, dead: dead ? 'true' : undefined }
      return get<ListJobsResponse>(`/jobs${queryString(query)}`, call)
    },
    async cancel(jobId, call) {
      const cancelled = await post<JobDetail | undefined>(`${pathOf(jobId)}/cancel`, undefined, {
        ...call,
        showsDone: ({ code, details }) => code === 'job_not_cancellable' && details['status'] === 'cancelled',
      })
      return cancelled ?? detailOf(jobId, call)
    },
    redrive: (jobId, call) => post<JobDetail>(`${pathOf(jobId)}/redrive`, undefined, call),
    // once: a try that was lost on its way back may have deleted it
    async remove(jobId, call) {
      await transport.json('DELETE', BASE_PATH + pathOf(jobId), undefined, { ...call, once: true })
    },
    artifacts: async (jobId, call) => (await get<ArtifactsResponse>(`${pathOf(jobId)}/artifacts`, call)).artifacts,
    report: (jobId, call) => get<Report>(`${pathOf(jobId)}/report`, call),
    lineage: (jobId, call) => get<LineageResponse>(`${pathOf(jobId)}/lineage`, call),
  }
}

async function submitAndWait(
  client: Client,
  file: UploadedFile | LocalFile,
  jobType: string,
  parameters: Readonly<Record<string, unknown>>,
  { signal: caller, timeoutMs, onUpload, onStatus, project, priority, idempotencyKey: key, patienceMs }: WaitOptions,
): Promise<JobDetail> {
  const waiting: Waiting = { jobId: '', status: 'not submitted' }
  return withinWait(timeoutMs, caller, waiting, async (signal) => {
    const uploaded = 'key' in file ? file : await uploadLocal(client, file, { signal, onProgress: onUpload })
    const { jobId } = uploaded
    waiting.jobId = jobId
    const placed = { ...(project ? { project } : {}), ...(priority === undefined ? {} : { priority }) }
    const submission = { file: uploaded, jobType, parameters, ...placed }
    waiting.status = (await client.submit(submission, { signal, idempotencyKey: key })).status
    const remember = (status: JobStatusResponse) => {
      waiting.status = status.status
      onStatus?.(status)
    }
    await client.watch(jobId, remember, { signal, patienceMs })
    const job = await client.job(jobId, { signal })
    const error = endError(job)
    if (error) throw error
    return job
  })
}

function uploadLocal(
  client: Client,
  { name, content, contentType }: LocalFile,
  options: CallOptions & { readonly onProgress: Progress | undefined },
): Promise<UploadedFile> {
  return client.uploadFile(name, content, { ...options, contentType })
}
