import { CodedError } from '@zerosec/errors'
import type { JobArtifact, Platform } from '@zerosec/jobs'

/**
 * The artifact of a completed job that `matches`, and the bucket it lies in.
 *
 * @throws CodedError job_unknown, job_not_completed, artifact_unknown naming `wanted`
 */
export async function storedArtifact(
  platform: Platform,
  jobId: string,
  matches: (artifact: JobArtifact) => boolean,
  wanted: string,
): Promise<JobArtifact & { bucket: string }> {
  const job = await platform.jobs.get(jobId)
  if (job.status !== 'completed') throw new CodedError('job_not_completed', { job_id: jobId, status: job.status })
  const artifact = (await platform.jobs.artifacts(jobId)).find(matches)
  if (!artifact) throw new CodedError('artifact_unknown', { job_id: jobId, file_key: wanted })
  return { ...artifact, bucket: job.outputBucket }
}
