import { CodedError } from '@zerosec/errors'
import type { Selectable } from 'kysely'
import type { Connection, JobsTable, Transaction } from '../database/schema.ts'
import type { Idempotency } from '../job.ts'

/**
 * Notes the key, or gives the job of the submission that had it before. Of two submissions with one key at the same time the second
 * waits here for the first.
 *
 * @throws CodedError idempotency_conflict
 */
export async function earlierSubmission(
  transaction: Transaction,
  workspaceId: string,
  jobId: string,
  { key, requestHash }: Idempotency,
): Promise<Selectable<JobsTable> | undefined> {
  const inserted = await transaction
    .insertInto('idempotency_keys')
    .values({ workspace_id: workspaceId, idempotency_key: key, request_hash: requestHash, job_id: jobId })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'idempotency_key']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
    ? undefined
    : findSubmission(transaction, workspaceId, { key, requestHash })
}

/** The job of an earlier submission with the key; undefined where there was none. @throws CodedError idempotency_conflict */
export async function findSubmission(
  connection: Connection | Transaction,
  workspaceId: string,
  { key, requestHash }: Idempotency,
): Promise<Selectable<JobsTable> | undefined> {
  const earlier = await connection
    .selectFrom('idempotency_keys')
    .leftJoin('jobs', 'jobs.job_id', 'idempotency_keys.job_id')
    .selectAll('jobs')
    .select('request_hash')
    .where('idempotency_keys.workspace_id', '=', workspaceId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst()
  if (!earlier) return undefined
  if (earlier.job_id === null || earlier.request_hash !== requestHash) throw new CodedError('idempotency_conflict')
  return earlier as Selectable<JobsTable>
}
