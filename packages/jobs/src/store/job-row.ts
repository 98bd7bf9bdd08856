import type { Selectable } from 'kysely'
import type { JobsTable } from '../database/schema.ts'
import type { Job } from '../job.ts'

export function jobOf(row: Selectable<JobsTable>): Job {
  return {
    jobId: row.job_id,
    workspaceId: row.workspace_id,
    jobType: row.job_type,
    status: row.status,
    progressPercent: row.progress_percent,
    statusMessage: row.status_message,
    errorCode: row.error_code,
    errorMessage: row.error_message,
    headline: row.headline,
    inputBucket: row.input_bucket,
    inputKey: row.input_key,
    inputSha256: row.input_sha256,
    outputBucket: row.output_bucket,
    parameters: row.parameters,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    completedAt: row.completed_at,
    priority: row.priority,
    dueAt: row.due_at,
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    revision: row.revision,
    batchId: row.batch_id,
    parentId: row.parent_id,
    redrivenFrom: row.redriven_from,
    reusedFrom: row.reused_from,
    resultKey: row.result_key,
    deadAt: row.dead_at,
    requestId: row.request_id,
    traceparent: row.traceparent,
  }
}
