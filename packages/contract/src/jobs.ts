import { z } from 'zod'
import { BatchId, Bucket, Count, JobId, ObjectKey, Priority, ProjectId, Round, Timestamp } from './fields.ts'
import { ARTIFACT_TYPES, JOB_STATUSES } from './protocol.ts'

const Status = z.enum(JOB_STATUSES)

const progressPercent = z.int().min(0).max(100)
const parameters = z.record(z.string(), z.unknown())

export const SubmitJobRequest = z
  .object({
    job_id: JobId.describe('as /presign/upload returned it'),
    job_type: z
      .string()
      .min(1)
      .max(50)
      .meta({ examples: ['linear_analysis'] }),
    input_bucket: Bucket,
    input_key: ObjectKey,
    parameters: parameters.default({}).describe('GET /analyses gives the schema for each job type'),
    // ours
    priority: Priority.optional().describe('within the workspace; higher goes first; left out: 0'),
    run_at: z.iso.datetime({ offset: true }).optional().describe('not before; left out: at once'),
    reuse_result: z
      .boolean()
      .optional()
      .describe(
        'whether the results of an earlier job with the same input, parameters and version will do; left out: true',
      ),
    project_id: ProjectId.optional().describe('the project that the job belongs to'),
    round: Round.optional().describe('of the project; left out, it follows from the file'),
  })
  .meta({ id: 'SubmitJob' })
export type SubmitJobRequest = z.input<typeof SubmitJobRequest>

/** Says that a request is the same as an earlier one with the same key: it is answered as that was, and done once. */
export const IdempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x20-\x7e]{1,255}$/, 'expected 1 to 255 printable ASCII characters')
    .optional()
    .describe('a request with the key of an earlier one is not done again; kept for 7 days'),
})

export const SubmitJobResponse = z
  .object({ job_id: JobId, status: z.literal('queued'), message: z.string() })
  .meta({ id: 'SubmittedJob' })
export type SubmitJobResponse = z.infer<typeof SubmitJobResponse>

export const JobParams = z.object({ job_id: JobId })

export const JobStatusResponse = z
  .object({
    job_id: JobId,
    status: Status,
    progress_percent: progressPercent,
    status_message: z.string(),
    updated_at: Timestamp,
    error_message: z.string().nullable(),
  })
  .meta({ id: 'JobStatus' })
export type JobStatusResponse = z.infer<typeof JobStatusResponse>

export const Artifact = z
  .object({
    file_key: z.string().describe('outputs/<job_id>/…'),
    file_name: z.string(),
    file_type: z.enum(ARTIFACT_TYPES),
    size_bytes: Count,
    created_at: Timestamp,
  })
  .meta({ id: 'Artifact' })
export type Artifact = z.infer<typeof Artifact>

export const ArtifactsResponse = z.object({ job_id: JobId, artifacts: z.array(Artifact) }).meta({ id: 'Artifacts' })
export type ArtifactsResponse = z.infer<typeof ArtifactsResponse>

// ours, beside the calls of the earlier system

/** Beside `ArtifactsResponse`, whose fields existing clients know one by one. */
export const ChecksumsResponse = z
  .object({
    job_id: JobId,
    checksums: z.array(
      z.object({
        file_key: z.string(),
        size_bytes: Count,
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .describe('of the stored bytes, lower-case hexadecimal'),
      }),
    ),
  })
  .meta({ id: 'Checksums' })
export type ChecksumsResponse = z.infer<typeof ChecksumsResponse>

const summary = {
  job_id: JobId,
  job_type: z.string(),
  file_name: z.string(),
  status: Status,
  progress_percent: progressPercent,
  status_message: z.string().nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  headline: z.string().nullable().describe('of the report, once completed'),
  created_at: Timestamp,
  updated_at: Timestamp,
  completed_at: Timestamp.nullable(),
}
export const JobSummary = z.object(summary).meta({ id: 'JobSummary' })
export type JobSummary = z.infer<typeof JobSummary>

/** How an attempt ended that did not complete its job. */
export const JobAttempt = z
  .object({
    number: Count,
    started_at: Timestamp.nullable(),
    ended_at: Timestamp,
    outcome: z.enum(['failed', 'retried', 'released', 'lost', 'cancelled']),
    error_code: z.string().nullable(),
    error_message: z.string().nullable(),
  })
  .meta({ id: 'JobAttempt' })
export type JobAttempt = z.infer<typeof JobAttempt>

export const JobDetail = z
  .object({
    ...summary,
    parameters,
    input_bucket: z.string(),
    input_key: z.string(),
    priority: z.int(),
    run_at: Timestamp.describe('not taken before'),
    attempts: z.array(JobAttempt).describe('those that did not complete the job, in order'),
    batch_id: z.string().nullable(),
    redriven_from: z.string().nullable().describe('the dead letter that it was sent again for'),
    reused_from: z.string().nullable().describe('the job whose results it took'),
    dead_at: Timestamp.nullable().describe('since when it is a dead letter: its attempts were used up by faults'),
  })
  .meta({ id: 'Job' })
export type JobDetail = z.infer<typeof JobDetail>

export const ListJobsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1024).optional().describe('`next` of the page before'),
  status: Status.optional(),
  job_type: z.string().max(50).optional(),
  batch_id: BatchId.optional(),
  dead: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('dead letters alone: jobs that faults have ended, and that were not sent again'),
})
export type ListJobsQuery = z.infer<typeof ListJobsQuery>

export const ListJobsResponse = z
  .object({ jobs: z.array(JobSummary), next: z.string().nullable().describe('the cursor of the next page') })
  .meta({ id: 'JobList' })
export type ListJobsResponse = z.infer<typeof ListJobsResponse>

export const DeletedJob = z.object({ job_id: JobId, deleted: z.literal(true) }).meta({ id: 'DeletedJob' })
export type DeletedJob = z.infer<typeof DeletedJob>
