import { type Selectable, sql } from 'kysely'
import type { Connection, JobsTable } from '../database/schema.ts'
import type { ClaimQuery } from './job-store.ts'

/**
 * Takes the jobs that are due and next, in one statement.
 *
 * `waiting` walks from workspace to workspace along the index of queued jobs; of each only its next jobs are looked at, so that ten
 * thousand jobs of one workspace cost a claim no more than ten. Rows that another worker is taking are skipped, not waited for.
 * Cost: index look-ups for every workspace with queued jobs, and `limit` rows for each of the `limit` that are next.
 */
export async function claimDue(
  connection: Connection,
  { limit, leaseSeconds, workerId, types }: ClaimQuery,
): Promise<readonly Selectable<JobsTable>[]> {
  const known = types === undefined ? sql`` : sql`and due.job_type = any(${[...types]}::text[])`
  const isDue = sql`due.status = 'queued' and due.due_at <= statement_timestamp() ${known}`
  const { rows } = await sql<Selectable<JobsTable>>`
    with recursive waiting (workspace_id) as (
      (select workspace_id from jobs where status = 'queued' order by workspace_id limit 1)
      union all
      select (select jobs.workspace_id from jobs where jobs.status = 'queued' and jobs.workspace_id > waiting.workspace_id
        order by jobs.workspace_id limit 1)
      from waiting where waiting.workspace_id is not null
    ), served as (
      select workspace_id,
        (select count(*) from jobs held where held.workspace_id = waiting.workspace_id
          and held.status in ('running', 'uploading_outputs')) as running,
        (select max(claimed_at) from jobs taken where taken.workspace_id = waiting.workspace_id) as last
      from waiting where workspace_id is not null
        and exists (select from jobs due where due.workspace_id = waiting.workspace_id and ${isDue})
    ), next as (
      select job_id from (select * from served order by running, last nulls first, workspace_id limit ${limit}) turn
      cross join lateral (
        select job_id, row_number() over () as place from (
          select job_id from jobs due where due.workspace_id = turn.workspace_id and ${isDue}
          order by priority desc, due_at, created_at, job_id limit ${limit} for update skip locked
        ) locked
      ) candidate
      order by turn.running + place, turn.last nulls first, turn.workspace_id limit ${limit}
    )
    update jobs set
      status = 'running', status_message = 'Starting', progress_percent = 0, attempts = attempts + 1, revision = revision + 1,
      attempt_token = gen_random_uuid(), worker_id = ${workerId}, updated_at = date_trunc('milliseconds', clock_timestamp()),
      claimed_at = clock_timestamp(), lease_expires_at = clock_timestamp() + ${leaseSeconds} * interval '1 second'
    from next where jobs.job_id = next.job_id
    returning jobs.*`.execute(connection)
  return rows
}
