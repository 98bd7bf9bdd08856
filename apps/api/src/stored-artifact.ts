import { CodedError } from '@zerosec/errors'
import type { JobArtifact, Workspace } from '@zerosec/jobs'

/**
 * The artifact that `matches`, of a job that is completed or has kept it when it ended otherwise, and the bucket it lies in.
 *
 * @throws CodedError job_unknown, job_not_completed, artifact_unknown naming `wanted`
 */
export async function storedArtifact(
  jobs: Workspace['jobs'],
  jobId: string,
  matches: (artifact: JobArtifact) => boolean,
  wanted: string,
): Promise<JobArtifact & { bucket: string }> {
  const job = await jobs.get(jobId)
  const artifacts = await jobs.artifacts(jobId)
  const artifact = artifacts.find(matches)
  if (!artifact && job.status !== 'completed' && artifacts.length === 0)
    throw new CodedError('job_not_completed', { job_id: jobId, status: job.status })
  if (!artifact) throw new CodedError('artifact_unknown', { job_id: jobId, file_key: wanted })
  return { ...artifact, bucket: job.outputBucket }
}
