import type { Job, JobArtifact } from '../job.ts'
import type { JobReader } from './job-store.ts'

/** The jobs of one workspace; of others it knows nothing. */
export interface WorkspaceReader {
  readonly workspaceId: string
  /** @throws CodedError job_unknown */
  get(jobId: string): Promise<Job>
  /** @throws CodedError job_unknown */
  artifacts(jobId: string): Promise<readonly JobArtifact[]>
  heir(jobId: string): Promise<string | undefined>
}

export function readerOf(store: JobReader, workspaceId: string): WorkspaceReader {
  return {
    workspaceId,
    get: (jobId) => store.get(workspaceId, jobId),
    artifacts: (jobId) => store.artifacts(workspaceId, jobId),
    heir: (jobId) => store.heir(workspaceId, jobId),
  }
}
