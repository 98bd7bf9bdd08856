import { type Kysely, sql } from 'kysely'

/**
 * Who works, and what a job's request was called: its id in the log and its span. `jobs_status` takes the type in, so that jobs are counted
 * without reading them.
 */
export async function addWorkers(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('workers')
    .addColumn('worker_id', 'varchar(100)', (column) => column.primaryKey())
    .addColumn('host', 'varchar(255)', (column) => column.notNull())
    .addColumn('pid', 'integer', (column) => column.notNull())
    .addColumn('version', 'varchar(50)', (column) => column.notNull())
    .addColumn('slots', 'integer', (column) => column.notNull())
    .addColumn('running', 'integer', (column) => column.notNull())
    .addColumn('started_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`clock_timestamp()`))
    .addColumn('heartbeat_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`clock_timestamp()`))
    .execute()
  await database.schema
    .alterTable('jobs')
    .addColumn('request_id', 'varchar(128)')
    .addColumn('traceparent', 'varchar(55)')
    .execute()
  await sql`drop index jobs_status`.execute(database)
  await sql`create index jobs_status on jobs (status, job_type)`.execute(database)
  await sql`create index job_attempts_ended_at on job_attempts (ended_at)`.execute(database)
}
