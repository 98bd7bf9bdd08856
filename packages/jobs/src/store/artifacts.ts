import type { Connection, Transaction } from '../database/schema.ts'
import type { JobArtifact } from '../job.ts'
import type { StoredArtifact } from './job-store.ts'

/** In the order they were stored. */
export async function artifactsOf(connection: Connection, jobId: string): Promise<readonly JobArtifact[]> {
  const rows = await connection
    .selectFrom('job_artifacts')
    .selectAll()
    .where('job_id', '=', jobId)
    .orderBy('artifact_id')
    .execute()
  return rows.map((row) => ({
    jobId,
    fileKey: row.file_key,
    fileName: row.file_name,
    fileType: row.file_type,
    sizeBytes: Number(row.size_bytes),
    sha256: row.sha256,
    createdAt: row.created_at,
  }))
}

/** In the transaction that ends the job. */
export async function insertArtifacts(
  transaction: Transaction,
  jobId: string,
  artifacts: readonly StoredArtifact[],
): Promise<void> {
  if (artifacts.length === 0) return
  const rows = artifacts.map((artifact) => ({
    job_id: jobId,
    file_key: artifact.fileKey,
    file_name: artifact.fileName,
    file_type: artifact.fileType,
    size_bytes: String(artifact.sizeBytes),
    sha256: artifact.sha256,
  }))
  await transaction.insertInto('job_artifacts').values(rows).execute()
}
