import type { Connection } from '../database/schema.ts'
import type { Attempt, KeptFile } from '../store/job-store.ts'
import { ownerOf } from './part-claims.ts'

/**
 * `JobStore.keep` of a child, for the job whose parts it computes. The child's own row is fence enough: it goes in the transaction that ends
 * the job. Of two that kept the same part the first one stays: it may be read already.
 */
export async function keepPart(
  connection: Connection,
  attempt: Attempt,
  { kind, name, fileKey, fileType, sizeBytes, sha256 }: KeptFile,
): Promise<{ replaced: undefined } | false> {
  const owner = ownerOf(attempt)
  return connection.transaction().execute(async (transaction) => {
    const held = await transaction
      .selectFrom('jobs')
      .select('job_id')
      .where('job_id', '=', attempt.job.jobId)
      .where('attempt_token', '=', attempt.token)
      .forShare()
      .executeTakeFirst()
    if (!held || kind !== 'checkpoint') return false
    const kept = await transaction
      .insertInto('job_kept_files')
      .values({
        job_id: owner,
        kind,
        name,
        file_key: fileKey,
        file_type: fileType,
        size_bytes: String(sizeBytes),
        sha256,
      })
      .onConflict((conflict) => conflict.columns(['job_id', 'kind', 'name']).doNothing())
      .returning('kept_id')
      .executeTakeFirst()
    return kept ? { replaced: undefined } : false
  })
}
