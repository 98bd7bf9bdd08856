import { type Selectable, sql } from 'kysely'
import type { JobsTable, Transaction } from '../database/schema.ts'
import { WORKER_FORGOTTEN_SECONDS } from '../statistics/statistics.ts'
import type { Inserted } from '../store/insert-job.ts'
import type { Attempt } from '../store/job-store.ts'
import { isHeld, isKept } from './part-claims.ts'

/**
 * `SharedParts.offer`: writes the parts down, and submits children that compute them while workers are there that could take one. A child
 * that has failed is not made up for: what it failed on will be found by the job itself.
 *
 * @param most  children that there may be
 */
export async function offerParts(
  transaction: Transaction,
  attempt: Attempt,
  keys: readonly string[],
  most: number,
): Promise<readonly Inserted[]> {
  const { jobId } = attempt.job
  const held = await transaction
    .selectFrom('jobs')
    .select('job_id')
    .where('job_id', '=', jobId)
    .where('attempt_token', '=', attempt.token)
    .forShare() // the job can't end in the middle of this, and leave children behind
    .executeTakeFirst()
  if (!held) return []
  await sql`insert into job_parts (job_id, name) select ${jobId}, unnest(${[...keys].sort()}::text[])
    on conflict (job_id, name) do nothing`.execute(transaction)
  const wanted = await wantedHelpers(transaction, attempt, keys, most)
  return wanted > 0 ? insertChildren(transaction, jobId, wanted) : []
}

/** As many as have a part to begin with and a worker to run on. */
async function wantedHelpers(
  transaction: Transaction,
  { job: { jobId }, workerId }: Attempt,
  keys: readonly string[],
  most: number,
): Promise<number> {
  const { rows } = await sql<{ free: number; slots: number; children: number }>`
    select
      (select count(*) from job_parts parts, lateral (select parts.name) wanted
        where parts.job_id = ${jobId} and parts.name = any(${[...keys]}::text[])
        and not ${isKept(jobId)} and not ${isHeld(jobId)})::int as free,
      (select coalesce(sum(slots), 0) from workers where worker_id <> ${workerId}
        and heartbeat_at > clock_timestamp() - ${WORKER_FORGOTTEN_SECONDS} * interval '1 second')::int as slots,
      (select count(*) from jobs where parent_id = ${jobId} and status <> 'completed')::int as children`.execute(
    transaction,
  )
  const { free, slots, children } = rows[0]!
  return Math.min(free, slots, most) - children
}

async function insertChildren(transaction: Transaction, jobId: string, count: number): Promise<Inserted[]> {
  const { rows } = await sql<Selectable<JobsTable>>`
    insert into jobs (job_id, parent_id, status, status_message, workspace_id, job_type, input_bucket, input_key, input_sha256,
      output_bucket, parameters, priority, max_attempts, request_id, traceparent)
    select gen_random_uuid()::text, job_id, 'queued', 'Waiting to help', workspace_id, job_type, input_bucket, input_key, input_sha256,
      output_bucket, parameters, priority, max_attempts, request_id, traceparent
    from jobs, generate_series(1, ${count}::int) where job_id = ${jobId}
    returning *`.execute(transaction)
  return rows.map((row) => ({ row, isNew: true }))
}
