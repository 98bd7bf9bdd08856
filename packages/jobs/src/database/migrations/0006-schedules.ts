import { type Kysely, sql } from 'kysely'

const NOW = sql`date_trunc('milliseconds', clock_timestamp())`

/** Schedules, and what deleting takes: which uploads are in use, and which files are still to go. */
export async function addSchedules(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('schedules')
    .addColumn('schedule_id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('workspace_id', 'varchar(50)', (column) => column.notNull())
    .addColumn('name', 'varchar(200)', (column) => column.notNull())
    .addColumn('cron', 'varchar(200)', (column) => column.notNull())
    .addColumn('time_zone', 'varchar(100)', (column) => column.notNull())
    .addColumn('job_type', 'varchar(50)', (column) => column.notNull())
    .addColumn('input_bucket', 'varchar(255)', (column) => column.notNull())
    .addColumn('input_key', 'varchar(1024)', (column) => column.notNull())
    .addColumn('parameters', 'jsonb', (column) => column.notNull())
    .addColumn('priority', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('paused', 'boolean', (column) => column.notNull().defaultTo(false))
    .addColumn('upload_keys', sql`text[]`, (column) => column.notNull())
    .addColumn('next_at', 'timestamptz')
    .addColumn('last_at', 'timestamptz')
    .addColumn('last_job_id', 'varchar(36)')
    .addColumn('last_error', 'text')
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .execute()
  await sql`create index schedules_workspace on schedules (workspace_id, created_at, schedule_id)`.execute(database)
  await sql`create index schedules_due on schedules (next_at) where not paused`.execute(database)
  await sql`create index schedules_uploads on schedules using gin (upload_keys)`.execute(database)
  await addRemovals(database)
  await indexJobs(database)
}

async function addRemovals(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('file_removals')
    .addColumn('removal_id', 'bigserial', (column) => column.primaryKey())
    .addColumn('area', 'varchar(10)', (column) => column.notNull())
    .addColumn('job_id', 'varchar(36)', (column) => column.notNull())
    .addColumn('file_key', 'varchar(1024)')
    .addColumn('requested_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .execute()
  await database.schema
    .alterTable('uploads')
    .addColumn('used_at', 'timestamptz')
    .addColumn('removed_at', 'timestamptz')
    .execute()
  await sql`update uploads set used_at = created_at where exists (select from jobs where jobs.input_key = uploads.file_key)
    or exists (select from job_sources where reference = uploads.file_key)`.execute(database)
  await sql`create index uploads_unused on uploads (created_at) where used_at is null and removed_at is null`.execute(
    database,
  )
  await sql`create index idempotency_keys_created_at on idempotency_keys (created_at)`.execute(database)
}

async function indexJobs(database: Kysely<unknown>): Promise<void> {
  const indexes = [
    sql`create index jobs_reused on jobs (reused_from) where reused_from is not null`,
    sql`create index jobs_input_key on jobs (input_key)`,
    sql`create index jobs_ended on jobs (completed_at) where completed_at is not null`,
    sql`create index job_sources_reference on job_sources (reference)`,
    // without the jobs that were never taken, which are most of a long queue
    sql`drop index jobs_served`,
    sql`create index jobs_served on jobs (workspace_id, claimed_at) where claimed_at is not null`,
  ]
  for (const index of indexes) await index.execute(database)
}
