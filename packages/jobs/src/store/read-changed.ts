import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Connection, JobsTable } from '../database/schema.ts'
import type { Job } from '../job.ts'
import { jobOf } from './job-row.ts'

/** Of the jobs with the revisions that are known, those that have another one now; undefined for a job that is not there. */
export type ReadChanged = (seen: ReadonlyMap<string, number>) => Promise<ReadonlyMap<string, Job | undefined>>

export function readChanged(connection: Connection): ReadChanged {
  return async (seen) => {
    const { rows } = await sql<{ seen_id: string } & (Selectable<JobsTable> | { job_id: null })>`
      select seen.job_id as seen_id, jobs.*
      from unnest(${[...seen.keys()]}::text[], ${[...seen.values()]}::int[]) as seen (job_id, revision)
      left join jobs on jobs.job_id = seen.job_id
      where jobs.revision is distinct from seen.revision
    `.execute(connection)
    return new Map(rows.map((row) => [row.seen_id, row.job_id === null ? undefined : jobOf(row)]))
  }
}
