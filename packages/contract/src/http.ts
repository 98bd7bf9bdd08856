import { z } from 'zod'

/** What crosses HTTP under `/api/v1`. The calls of the earlier system keep their names, shapes and defaults exactly. */

export const BASE_PATH = '/api/v1'

export const JOB_STATUSES = ['queued', 'running', 'uploading_outputs', 'completed', 'failed', 'cancelled'] as const
export const JobStatus = z.enum(JOB_STATUSES)
export type JobStatus = z.infer<typeof JobStatus>

export const INPUT_EXTENSIONS = ['csv', 'tsv', 'txt', 'xlsx'] as const
export const ARTIFACT_TYPES = ['xlsx', 'csv', 'png', 'json', 'db', 'html', 'pdf', 'svg', 'onnx', 'txt', 'md'] as const

const Timestamp = z.iso.datetime()
const JobId = z.uuid()

export const Health = z.object({
  status: z.enum(['healthy', 'unhealthy']),
  timestamp: Timestamp,
  version: z.string(),
  database_connected: z.boolean(),
})

export const PresignUploadRequest = z.object({
  filename: z.string().min(1).max(255),
  content_type: z.string().max(255).default('text/csv'),
})
export const PresignUploadResponse = z.object({
  job_id: JobId,
  bucket: z.string(),
  key: z.string().describe('inputs/<job_id>/<filename>'),
  url: z.string().describe('PUT the bytes here, with the Content-Type asked for'),
  expires_in: z.int().describe('seconds'),
})

export const SubmitJobRequest = z.object({
  job_id: JobId,
  job_type: z.string().min(1).max(50),
  input_bucket: z.string().min(1).max(255),
  input_key: z.string().min(1).max(1024),
  parameters: z.record(z.string(), z.unknown()).default({}),
})
export const SubmitJobResponse = z.object({ job_id: JobId, status: z.literal('queued'), message: z.string() })

export const JobStatusResponse = z.object({
  job_id: JobId,
  status: JobStatus,
  progress_percent: z.int().min(0).max(100),
  status_message: z.string().nullable(),
  updated_at: Timestamp,
  error_message: z.string().nullable(),
})

export const Artifact = z.object({
  file_key: z.string().describe('outputs/<job_id>/…'),
  file_name: z.string(),
  file_type: z.enum(ARTIFACT_TYPES),
  size_bytes: z.int(),
  created_at: Timestamp,
})
export const ArtifactsResponse = z.object({ job_id: JobId, artifacts: z.array(Artifact) })

export const PresignDownloadRequest = z.object({ job_id: JobId, file_key: z.string().min(1).max(1024) })
export const PresignDownloadResponse = z.object({ url: z.string(), expires_in: z.int(), file_name: z.string() })

export const ErrorResponse = z.object({
  error: z.string().describe('the name of the error'),
  code: z.string().describe('stable; docs/errors.md lists them'),
  message: z.string().describe('what is wrong and what to do'),
  details: z.record(z.string(), z.unknown()),
  timestamp: Timestamp,
})

// our own, beside the earlier system's calls

export const JobSummary = z.object({
  job_id: JobId,
  job_type: z.string(),
  file_name: z.string(),
  status: JobStatus,
  progress_percent: z.int(),
  status_message: z.string().nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  headline: z.string().nullable().describe('of the report, once completed'),
  created_at: Timestamp,
  updated_at: Timestamp,
  completed_at: Timestamp.nullable(),
})
export const JobDetail = JobSummary.extend({
  parameters: z.record(z.string(), z.unknown()),
  input_bucket: z.string(),
  input_key: z.string(),
})
export const ListJobsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional().describe('`next` of the page before'),
  status: JobStatus.optional(),
  job_type: z.string().optional(),
})
export const ListJobsResponse = z.object({ jobs: z.array(JobSummary), next: z.string().nullable() })

export const AnalysisDescription = z.object({
  name: z.string(),
  title: z.string(),
  summary: z.string(),
  parameters: z.record(z.string(), z.unknown()).describe('JSON Schema of the parameters'),
})
export const AnalysesResponse = z.object({ analyses: z.array(AnalysisDescription) })

export const InspectRequest = z.object({
  bucket: z.string(),
  key: z.string(),
  sheet: z.string().optional(),
})
/** The body of the reply is the table's profile: `TableProfile` of packages/table. */
export const InspectResponse = z.looseObject({ name: z.string(), rows: z.int(), columns: z.array(z.unknown()) })

/** `GET /jobs/{id}/events`: an event `status` whose data is a `JobStatusResponse`, until the job has ended. */
export const STATUS_EVENT = 'status'
