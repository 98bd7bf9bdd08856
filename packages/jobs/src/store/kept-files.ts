import { FINAL_STATUSES } from '@zerosec/contract'
import type { Connection, Transaction } from '../database/schema.ts'
import type { Job } from '../job.ts'
import { insertArtifacts } from './artifacts.ts'
import { jobOf } from './job-row.ts'
import type { Attempt, KeptFile } from './job-store.ts'

/** See `JobStore.keep`. */
export async function keepFile(
  transaction: Transaction,
  { job: { jobId }, token }: Attempt,
  file: KeptFile,
): Promise<{ replaced: string | undefined } | false> {
  const held = await transaction
    .selectFrom('jobs')
    .select('job_id')
    .where('job_id', '=', jobId)
    .where('attempt_token', '=', token)
    .forUpdate()
    .executeTakeFirst()
  return held ? { replaced: await putKept(transaction, jobId, file) } : false
}

/** See `JobStore.endedWithKept`. */
export async function endedWithKept(connection: Connection, limit: number): Promise<readonly Job[]> {
  const rows = await connection
    .selectFrom('jobs')
    .selectAll()
    .where('status', 'in', FINAL_STATUSES)
    .where('job_id', 'in', connection.selectFrom('job_kept_files').select('job_id'))
    .limit(limit)
    .execute()
  return rows.map(jobOf)
}

/** See `JobStore.forgetKept`. */
export async function forgetKept(connection: Connection, jobId: string): Promise<void> {
  await connection
    .deleteFrom('job_kept_files')
    .where('job_id', '=', jobId)
    .where('job_id', 'in', connection.selectFrom('jobs').select('job_id').where('status', 'in', FINAL_STATUSES))
    .execute()
}

/** Puts a file into the place of the one of the same kind and name, whose key it gives. */
async function putKept(transaction: Transaction, jobId: string, file: KeptFile): Promise<string | undefined> {
  const earlier = await transaction
    .deleteFrom('job_kept_files')
    .where('job_id', '=', jobId)
    .where('kind', '=', file.kind)
    .where('name', '=', file.name)
    .returning('file_key')
    .executeTakeFirst()
  await transaction
    .insertInto('job_kept_files')
    .values({
      job_id: jobId,
      kind: file.kind,
      name: file.name,
      file_key: file.fileKey,
      file_type: file.fileType,
      size_bytes: String(file.sizeBytes),
      sha256: file.sha256,
    })
    .execute()
  return earlier?.file_key
}

/** In the order of keeping. */
export async function keptFiles(connection: Connection | Transaction, jobId: string): Promise<readonly KeptFile[]> {
  const rows = await connection
    .selectFrom('job_kept_files')
    .selectAll()
    .where('job_id', '=', jobId)
    .orderBy('kept_id')
    .execute()
  return rows.map((row) => ({
    kind: row.kind,
    name: row.name,
    fileKey: row.file_key,
    fileType: row.file_type,
    sizeBytes: Number(row.size_bytes),
    sha256: row.sha256,
  }))
}

/** Makes the results that a job had kept its artifacts, in the transaction that ends it. */
export async function showKeptResults(transaction: Transaction, jobId: string): Promise<void> {
  const results = (await keptFiles(transaction, jobId)).filter(({ kind }) => kind === 'result')
  await insertArtifacts(
    transaction,
    jobId,
    results.map(({ name, ...file }) => ({ ...file, fileName: name.slice(name.lastIndexOf('/') + 1) })),
  )
}
