import { type Selectable, sql } from 'kysely'
import type { Connection, JobsTable } from '../database/schema.ts'
import type { ClaimQuery } from './job-store.ts'

/** In this order everywhere: it is that of the index `jobs_waiting`, and with any other the planner takes one that it must read through. */
const BEST_FIRST = sql`priority desc, due_at, created_at, job_id`

/**
 * Of workspaces with as many running jobs the one goes first that had fewer begun of late: one that comes with a few jobs beside one with
 * thousands gets more than its even share until they have begun.
 */
const IN_TURN = sql`running, recent, last nulls first, workspace_id`
const RECENT_SECONDS = 60
const MOST_RECENT = 20

/**
 * Takes the jobs that are due and next.
 *
 * What is chosen by fairness can be gone by the time that it is locked, as other workers choose the same: rather than wait for them the
 * next one of its workspace is taken, and what is missing then comes from any workspace. So a claim that finds less than `limit` has
 * found all that nobody else is taking.
 */
export async function claimDue(connection: Connection, query: ClaimQuery): Promise<readonly Selectable<JobsTable>[]> {
  if (query.limit === 1) return claim(connection, query, inTurn(query)) // the fair share of one is the first in turn
  const fair = await claim(connection, query, fairShares(query))
  const missing = query.limit - fair.length
  return missing === 0 ? fair : [...fair, ...(await claim(connection, query, inTurn({ ...query, limit: missing })))]
}

async function claim(
  connection: Connection,
  { leaseSeconds, workerId, types }: ClaimQuery,
  next: ReturnType<typeof fairShares>,
): Promise<readonly Selectable<JobsTable>[]> {
  // a claim that a crash of the server undoes leaves the job queued, and its attempt without a token: nothing waits for the disk
  const { rows } = await sql<Selectable<JobsTable>>`
    with recursive unhurried as materialized (select set_config('synchronous_commit', 'off', true)), ${waitingWorkspaces(types)}, ${next}
    update jobs set
      status = 'running', status_message = 'Starting', progress_percent = 0, attempts = attempts + 1, revision = revision + 1,
      attempt_token = gen_random_uuid(), worker_id = ${workerId}, updated_at = date_trunc('milliseconds', clock_timestamp()),
      claimed_at = clock_timestamp(), lease_expires_at = clock_timestamp() + ${leaseSeconds} * interval '1 second'
    from next, unhurried where jobs.job_id = next.job_id
    returning jobs.*`.execute(connection)
  return rows
}

function isDue(due: 'due' | 'waiting', types: ClaimQuery['types']) {
  const row = sql.table(due)
  const known = types === undefined ? sql`` : sql`and ${row}.job_type = any(${[...types]}::text[])`
  return sql`${row}.due_at <= statement_timestamp() ${known}`
}

/**
 * `waiting`: the workspaces with queued jobs, each with its first one, found from one to the next along the index, so that ten thousand
 * jobs of one cost no more than ten. `turn`: those with due ones, how many run, how many of
 * the last `MOST_RECENT` began of late, and when the last one did.
 */
function waitingWorkspaces(types: ClaimQuery['types']) {
  return sql`waiting (workspace_id, due_at, job_type) as (
      (select workspace_id, due_at, job_type from jobs where status = 'queued' order by workspace_id, ${BEST_FIRST} limit 1)
      union all
      select following.* from waiting cross join lateral (
        select workspace_id, due_at, job_type from jobs where status = 'queued' and workspace_id > waiting.workspace_id
        order by workspace_id, ${BEST_FIRST} limit 1
      ) following
    ), held as (
      select workspace_id, count(*) as running from jobs where status in ('running', 'uploading_outputs') group by workspace_id
    ), turn as (
      select waiting.workspace_id, coalesce(held.running, 0) as running, served.recent, served.last
      from waiting left join held on held.workspace_id = waiting.workspace_id
      cross join lateral (
        select max(claimed_at) as last,
          count(*) filter (where claimed_at > statement_timestamp() - ${RECENT_SECONDS} * interval '1 second') as recent
        from (
          select claimed_at from jobs taken where taken.workspace_id = waiting.workspace_id and claimed_at is not null
          order by claimed_at desc limit ${MOST_RECENT}
        ) latest
      ) served
      where (${isDue('waiting', types)}) or (select true from jobs due where due.workspace_id = waiting.workspace_id
        and due.status = 'queued' and ${isDue('due', types)} order by ${BEST_FIRST} limit 1)
    )`
}

/** `next`: as many jobs of each workspace as evens out what is running, of one workspace the best ones that nobody is taking. */
function fairShares({ limit, types }: ClaimQuery) {
  return sql`candidate as (
      select turn.workspace_id, turn.running + job.place as level, turn.recent, turn.last from (
        select * from turn order by ${IN_TURN} limit ${limit}
      ) turn cross join lateral (
        select row_number() over () as place from (
          select from jobs due where due.workspace_id = turn.workspace_id and due.status = 'queued' and ${isDue('due', types)}
          order by ${BEST_FIRST} limit ${limit}
        ) best
      ) job
    ), share as (
      select workspace_id, count(*) as jobs from (
        select * from candidate order by level, recent, last nulls first, workspace_id limit ${limit}
      ) chosen group by workspace_id
    ), next as (
      select job.job_id from share cross join lateral (
        select job_id from jobs due where due.workspace_id = share.workspace_id and due.status = 'queued' and ${isDue('due', types)}
        order by ${BEST_FIRST} limit share.jobs for update skip locked
      ) job
    )`
}

/** `next`: of one workspace after the other, those with the fewest running first, whatever nobody is taking. */
function inTurn({ limit, types }: ClaimQuery) {
  return sql`next as (
      select job.job_id from (select * from turn order by ${IN_TURN}) turn
      cross join lateral (
        select job_id from jobs due where due.workspace_id = turn.workspace_id and due.status = 'queued' and ${isDue('due', types)}
        order by ${BEST_FIRST} limit ${limit} for update skip locked
      ) job
      limit ${limit}
    )`
}
