import { FINAL_STATUSES, isFinal, JOB_STATUSES } from '@zerosec/contract'
import { sql } from 'kysely'
import type { Connection } from '../database/schema.ts'
import type { Log } from '../log.ts'
import { SENT_AGAIN } from '../store/redrive.ts'
import { recent } from './recent.ts'
import { type Statistics, WORKER_FORGOTTEN_SECONDS } from './statistics.ts'

/** Of each worker there is a line in a scrape. */
const MOST_WORKERS = 500
const OPEN = JOB_STATUSES.filter((status) => !isFinal(status))

type Counts = Statistics['jobs']

/** All but the counts of jobs that have ended, at one moment. Cost: what is not ended, through indexes. */
export async function readLive(connection: Connection): Promise<Statistics> {
  const { rows } = await sql<Statistics>`
    with moment as (select clock_timestamp() as now),
    counts as (
      select job_type, status, count(*)::int as count from jobs where status in (${sql.join(OPEN)}) group by status, job_type
    ),
    waiting as (
      select count(*) filter (where due_at <= now)::int as due, count(*) filter (where due_at > now)::int as delayed,
        coalesce(extract(epoch from max(now) - min(due_at) filter (where due_at <= now)), 0)::float as oldest
      from jobs, moment where status = 'queued'
    ),
    troubled as (
      select outcome, count(*)::int as count from job_attempts, moment where ended_at > now - interval '1 hour' group by outcome
    ),
    alive as (
      select worker_id, version, slots, running, greatest(0, extract(epoch from now - heartbeat_at))::float as age from workers, moment
      where heartbeat_at > now - ${WORKER_FORGOTTEN_SECONDS} * interval '1 second' order by heartbeat_at desc limit ${MOST_WORKERS}
    )
    select
      coalesce((select json_agg(json_build_object('jobType', job_type, 'status', status, 'count', count)
        order by job_type, status) from counts), '[]') as jobs,
      (select json_build_object('due', due, 'delayed', delayed, 'oldestDueSeconds', oldest, 'expiredLeases',
        (select count(*) from jobs, moment where lease_expires_at < now)) from waiting) as queue,
      (select count(*)::int from jobs where dead_at is not null and parent_id is null and not ${SENT_AGAIN}) as "deadLetters",
      coalesce((select json_agg(json_build_object('outcome', outcome, 'count', count) order by outcome) from troubled), '[]')
        as "recentAttempts",
      coalesce((select json_agg(json_build_object('workerId', worker_id, 'version', version, 'slots', slots, 'running', running,
        'heartbeatAgeSeconds', age) order by age, worker_id) from alive), '[]') as workers`.execute(connection)
  return rows[0] as Statistics
}

/** Cost: an entry of the index `jobs_status` for every job that is kept; about 0.4 s for a million. */
export async function readEnded(connection: Connection): Promise<Counts> {
  const { rows } = await sql<Counts[number]>`
    select job_type as "jobType", status, count(*)::int as count from jobs where status in (${sql.join(FINAL_STATUSES)})
    group by status, job_type order by job_type, status`.execute(connection)
  return rows
}

/**
 * What the database tells, read at most once a second and of the jobs that have ended less often where they are many.
 *
 * @returns undefined while the database is away
 */
export function statisticsOf(connection: Connection, log: Log): () => Promise<Statistics | undefined> {
  const failed = (error: unknown): void => log.warn({ err: error }, 'the statistics could not be read')
  const live = recent(() => readLive(connection), failed)
  const ended = recent(() => readEnded(connection), failed, { mayBeOlder: true })
  return async () => {
    const [now, before] = await Promise.all([live(), ended()])
    return now && before && { ...now, jobs: [...now.jobs, ...before] }
  }
}
