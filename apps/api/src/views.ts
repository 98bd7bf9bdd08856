import type {
  Artifact,
  ArtifactType,
  JobDetail,
  JobStatusResponse,
  JobSummary,
  SubmitJobResponse,
} from '@zerosec/contract'
import type { Job, JobArtifact } from '@zerosec/jobs'

/** What callers see of jobs and artifacts: field by field, so that nothing new of ours leaks by itself. */

export function submittedView(job: Job): SubmitJobResponse {
  return { job_id: job.jobId, status: 'queued', message: `The job was queued for ${job.jobType}.` }
}

export function statusView(job: Job): JobStatusResponse {
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

export function detailView(job: Job): JobDetail {
  return {
    ...summaryView(job),
    parameters: { ...job.parameters },
    input_bucket: job.inputBucket,
    input_key: job.inputKey,
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
