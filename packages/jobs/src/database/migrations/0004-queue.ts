import { type Kysely, sql } from 'kysely'

const NOW = sql`date_trunc('milliseconds', clock_timestamp())`

/**
 * Workspaces, and all that the jobs table needs to be the queue itself. Every new column has a default, so that a worker of the version
 * before goes on beside this one: what it queued and took stays in the same columns.
 */
export async function addQueue(database: Kysely<unknown>): Promise<void> {
  await extendJobs(database)
  await indexJobs(database)
  for (const table of ['projects', 'job_sources']) {
    await database.schema
      .alterTable(table)
      .addColumn('workspace_id', 'varchar(50)', (column) => column.notNull().defaultTo('default'))
      .execute()
  }
  await database.schema
    .createIndex('projects_workspace')
    .on('projects')
    .columns(['workspace_id', 'created_at', 'project_id'])
    .execute()
  await addTables(database)
}

function extendJobs(database: Kysely<unknown>): Promise<void> {
  return database.schema
    .alterTable('jobs')
    .addColumn('workspace_id', 'varchar(50)', (column) => column.notNull().defaultTo('default'))
    .addColumn('priority', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('due_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addColumn('max_attempts', 'integer', (column) => column.notNull().defaultTo(3))
    .addColumn('claimed_at', 'timestamptz')
    .addColumn('worker_id', 'varchar(100)')
    .addColumn('revision', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('batch_id', 'varchar(36)')
    .addColumn('parent_id', 'varchar(36)')
    .addColumn('redriven_from', 'varchar(36)')
    .addColumn('result_key', 'char(64)')
    .addColumn('reused_from', 'varchar(36)')
    .addColumn('dead_at', 'timestamptz')
    .execute()
}

async function indexJobs(database: Kysely<unknown>): Promise<void> {
  const indexes = [
    // what a claim walks: the best due job of a workspace
    sql`create index jobs_waiting on jobs (workspace_id, priority desc, due_at, created_at, job_id) where status = 'queued'`,
    sql`create index jobs_held on jobs (workspace_id) where status in ('running', 'uploading_outputs')`,
    sql`create index jobs_leases on jobs (lease_expires_at) where lease_expires_at is not null`,
    sql`create index jobs_served on jobs (workspace_id, claimed_at)`,
    sql`create index jobs_of_workspace on jobs (workspace_id, created_at, job_id)`,
    sql`create index jobs_results on jobs (workspace_id, result_key) where status = 'completed' and result_key is not null`,
    sql`create index jobs_dead on jobs (workspace_id, dead_at) where dead_at is not null`,
    sql`create index jobs_batch on jobs (batch_id) where batch_id is not null`,
    sql`create index jobs_parent on jobs (parent_id) where parent_id is not null`,
    sql`create index jobs_redriven on jobs (redriven_from) where redriven_from is not null`,
  ]
  for (const index of indexes) await index.execute(database)
}

async function addTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('job_attempts')
    .addColumn('attempt_token', 'uuid', (column) => column.primaryKey())
    .addColumn('job_id', 'varchar(36)', (column) => column.notNull().references('jobs.job_id').onDelete('cascade'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('worker_id', 'varchar(100)')
    .addColumn('started_at', 'timestamptz')
    .addColumn('ended_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addColumn('outcome', 'varchar(20)', (column) => column.notNull())
    .addColumn('error_code', 'varchar(50)')
    .addColumn('error_message', 'text')
    .execute()
  await database.schema.createIndex('job_attempts_job').on('job_attempts').columns(['job_id', 'ended_at']).execute()
  await database.schema
    .createTable('uploads')
    .addColumn('job_id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('workspace_id', 'varchar(50)', (column) => column.notNull())
    .addColumn('file_key', 'varchar(1024)', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .execute()
  await database.schema.createIndex('uploads_created_at').on('uploads').column('created_at').execute()
  await database.schema
    .createTable('outbox')
    .addColumn('outbox_id', 'bigserial', (column) => column.primaryKey())
    .addColumn('job_id', 'varchar(36)', (column) => column.notNull())
    .addColumn('due_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .execute()
  await database.schema.createIndex('outbox_due').on('outbox').columns(['due_at', 'outbox_id']).execute()
  await database.schema
    .createTable('idempotency_keys')
    .addColumn('workspace_id', 'varchar(50)', (column) => column.notNull())
    .addColumn('idempotency_key', 'varchar(255)', (column) => column.notNull())
    .addColumn('request_hash', 'char(64)', (column) => column.notNull())
    .addColumn('job_id', 'varchar(36)', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addPrimaryKeyConstraint('idempotency_keys_key', ['workspace_id', 'idempotency_key'])
    .execute()
}
