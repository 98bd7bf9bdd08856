import {
  type Artifact,
  type ArtifactType,
  type BatchResponse,
  FINAL_STATUSES,
  JOB_STATUSES,
  type JobAttempt,
  type JobDetail,
  type JobStatus,
  type JobStatusResponse,
  type JobSummary,
  type ScheduleResponse,
  type SubmitJobResponse,
} from '@zerosec/contract'
import type { AttemptRecord, Batch, Job, JobArtifact, JobProgress, Schedule } from '@zerosec/jobs'

/** What callers see of jobs and artifacts: field by field, so that nothing new of ours leaks by itself. */

export function submittedView(job: Job): SubmitJobResponse {
  return { job_id: job.jobId, status: 'queued', message: `The job was queued for ${job.jobType}.` }
}

export function statusView(job: JobProgress): JobStatusResponse {
  return {
    job_id: job.jobId,
    status: job.status,
    progress_percent: job.progressPercent,
    status_message: job.statusMessage ?? job.status, // existing clients show it as it is
    updated_at: job.updatedAt.toISOString(),
    error_message: job.errorMessage,
  }
}

export function summaryView(job: Job): JobSummary {
  return {
    job_id: job.jobId,
    job_type: job.jobType,
    file_name: job.inputKey.slice(job.inputKey.lastIndexOf('/') + 1),
    status: job.status,
    progress_percent: job.progressPercent,
    status_message: job.statusMessage,
    error_code: job.errorCode,
    error_message: job.errorMessage,
    headline: job.headline,
    created_at: job.createdAt.toISOString(),
    updated_at: job.updatedAt.toISOString(),
    completed_at: job.completedAt?.toISOString() ?? null,
  }
}

export function detailView(job: Job, attempts: readonly AttemptRecord[]): JobDetail {
  return {
    ...summaryView(job),
    parameters: { ...job.parameters },
    input_bucket: job.inputBucket,
    input_key: job.inputKey,
    priority: job.priority,
    run_at: job.dueAt.toISOString(),
    attempts: attempts.map(attemptView),
    batch_id: job.batchId,
    redriven_from: job.redrivenFrom,
    reused_from: job.reusedFrom,
    dead_at: job.deadAt?.toISOString() ?? null,
  }
}

/** The worker's name stays inside: it tells of the machines. */
function attemptView(attempt: AttemptRecord): JobAttempt {
  return {
    number: attempt.number,
    started_at: attempt.startedAt?.toISOString() ?? null,
    ended_at: attempt.endedAt.toISOString(),
    outcome: attempt.outcome,
    error_code: attempt.errorCode,
    error_message: attempt.errorMessage,
  }
}

export function batchView(batch: Batch): BatchResponse {
  const count = (status: JobStatus): number => batch.byStatus[status] ?? 0
  return {
    batch_id: batch.batchId,
    jobs: batch.jobs,
    by_status: Object.fromEntries(JOB_STATUSES.map((status) => [status, count(status)])) as BatchResponse['by_status'],
    percent: batch.percent,
    done: FINAL_STATUSES.reduce((sum, status) => sum + count(status), 0) === batch.jobs,
    created_at: batch.createdAt.toISOString(),
    updated_at: batch.updatedAt.toISOString(),
  }
}

export function scheduleView(schedule: Schedule): ScheduleResponse {
  return {
    schedule_id: schedule.scheduleId,
    name: schedule.name,
    cron: schedule.cron,
    time_zone: schedule.timeZone,
    job_type: schedule.jobType,
    input_bucket: schedule.inputBucket,
    input_key: schedule.inputKey,
    parameters: { ...schedule.parameters },
    priority: schedule.priority,
    paused: schedule.paused,
    next_at: schedule.nextAt?.toISOString() ?? null,
    last_at: schedule.lastAt?.toISOString() ?? null,
    last_job_id: schedule.lastJobId,
    last_error: schedule.lastError,
    created_at: schedule.createdAt.toISOString(),
    updated_at: schedule.updatedAt.toISOString(),
  }
}

export function artifactView(artifact: JobArtifact): Artifact {
  return {
    file_key: artifact.fileKey,
    file_name: artifact.fileName,
    file_type: artifact.fileType as ArtifactType, // the reply's schema refuses any other
    size_bytes: artifact.sizeBytes,
    created_at: artifact.createdAt.toISOString(),
  }
}
