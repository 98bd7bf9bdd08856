import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { addQueue } from './migrations/0004-queue.ts'
import { addAccess } from './migrations/0005-access.ts'
import { addSchedules } from './migrations/0006-schedules.ts'
import { addWorkers } from './migrations/0007-workers.ts'
import { addFanOut } from './migrations/0008-fan-out.ts'
import { addPinnedUploads } from './migrations/0009-pinned-uploads.ts'
import { addServing } from './migrations/0010-serving.ts'
import type { Connection } from './schema.ts'

/** Whole milliseconds, so that a JavaScript date holds it exactly: the cursor of the list of jobs depends on it. */
const NOW = sql`date_trunc('milliseconds', clock_timestamp())`

/** Forward only: a migration that was released is never changed; the next one corrects it. The names give the order. */
const MIGRATIONS: Record<string, Migration> = {
  '0001_jobs_and_artifacts': {
    up: async (database) => {
      await database.schema
        .createTable('jobs')
        .addColumn('job_id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('job_type', 'varchar(50)', (column) => column.notNull())
        .addColumn('status', 'varchar(20)', (column) => column.notNull())
        .addColumn('progress_percent', 'integer', (column) => column.notNull().defaultTo(0))
        .addColumn('status_message', 'text')
        .addColumn('error_message', 'text')
        .addColumn('input_bucket', 'varchar(255)', (column) => column.notNull())
        .addColumn('input_key', 'varchar(1024)', (column) => column.notNull())
        .addColumn('output_bucket', 'varchar(255)', (column) => column.notNull())
        .addColumn('parameters', 'jsonb', (column) => column.notNull())
        .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
        .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
        .addColumn('completed_at', 'timestamptz')
        .addColumn('error_code', 'varchar(50)')
        .addColumn('headline', 'text')
        .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
        .addColumn('attempt_token', 'uuid')
        .addColumn('lease_expires_at', 'timestamptz')
        .addCheckConstraint('jobs_progress_percent', sql`progress_percent between 0 and 100`)
        .execute()
      await database.schema.createIndex('jobs_status').on('jobs').column('status').execute()
      await database.schema.createIndex('jobs_created_at').on('jobs').columns(['created_at', 'job_id']).execute()
      await database.schema
        .createTable('job_artifacts')
        .addColumn('artifact_id', 'serial', (column) => column.primaryKey())
        .addColumn('job_id', 'varchar(36)', (column) => column.notNull().references('jobs.job_id').onDelete('cascade'))
        .addColumn('file_key', 'varchar(1024)', (column) => column.notNull())
        .addColumn('file_name', 'varchar(255)', (column) => column.notNull())
        .addColumn('file_type', 'varchar(20)', (column) => column.notNull())
        .addColumn('size_bytes', 'bigint', (column) => column.notNull())
        .addColumn('sha256', 'char(64)', (column) => column.notNull())
        .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
        .execute()
      await database.schema.createIndex('job_artifacts_job_id').on('job_artifacts').column('job_id').execute()
    },
  },
  '0002_kept_files': {
    up: async (database) => {
      await database.schema
        .createTable('job_kept_files')
        .addColumn('kept_id', 'serial', (column) => column.primaryKey())
        .addColumn('job_id', 'varchar(36)', (column) => column.notNull().references('jobs.job_id').onDelete('cascade'))
        .addColumn('kind', 'varchar(20)', (column) => column.notNull())
        .addColumn('name', 'varchar(1024)', (column) => column.notNull())
        .addColumn('file_key', 'varchar(1024)', (column) => column.notNull())
        .addColumn('file_type', 'varchar(20)', (column) => column.notNull())
        .addColumn('size_bytes', 'bigint', (column) => column.notNull())
        .addColumn('sha256', 'char(64)', (column) => column.notNull())
        .addUniqueConstraint('job_kept_files_name', ['job_id', 'kind', 'name'])
        .execute()
    },
  },
  '0003_projects': { up: addProjects },
  '0004_queue': { up: addQueue },
  '0005_access': { up: addAccess },
  '0006_schedules': { up: addSchedules },
  '0007_workers': { up: addWorkers },
  '0008_fan_out': { up: addFanOut },
  '0009_pinned_uploads': { up: addPinnedUploads },
  '0010_serving': { up: addServing },
}

/** In their order. */
export const MIGRATION_NAMES: readonly string[] = Object.keys(MIGRATIONS)

/** Projects, and what jobs are made from. Jobs that are there already have no files named by parameters: nothing to fill in. */
async function addProjects(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable('jobs').addColumn('input_sha256', 'char(64)').execute()
  await database.schema.createIndex('jobs_input_sha256').on('jobs').column('input_sha256').execute()
  await database.schema.createIndex('job_artifacts_sha256').on('job_artifacts').column('sha256').execute()
  await database.schema
    .createTable('job_sources')
    .addColumn('job_id', 'varchar(36)', (column) => column.notNull())
    .addColumn('reference', 'varchar(1024)', (column) => column.notNull())
    .addColumn('parameter', 'text', (column) => column.notNull())
    .addColumn('source_job_id', 'varchar(36)')
    .addPrimaryKeyConstraint('job_sources_key', ['job_id', 'reference'])
    .execute()
  await database.schema.createIndex('job_sources_source').on('job_sources').column('source_job_id').execute()
  await database.schema
    .createTable('projects')
    .addColumn('project_id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('name', 'varchar(200)', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('objectives', 'jsonb', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .execute()
  await database.schema
    .createIndex('projects_created_at')
    .on('projects')
    .columns(['created_at', 'project_id'])
    .execute()
  await database.schema
    .createTable('project_jobs')
    .addColumn('job_id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('project_id', 'varchar(36)', (column) =>
      column.notNull().references('projects.project_id').onDelete('cascade'),
    )
    .addColumn('round', 'integer', (column) => column.notNull())
    .addColumn('added_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addCheckConstraint('project_jobs_round', sql`round between 1 and 9999`)
    .execute()
  await database.schema
    .createIndex('project_jobs_project')
    .on('project_jobs')
    .columns(['project_id', 'round'])
    .execute()
  await database.schema
    .createTable('project_facts')
    .addColumn('fact_key', 'char(64)', (column) => column.primaryKey())
    .addColumn('value', 'jsonb', (column) => column.notNull())
    .addColumn('made_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .execute()
}

/** The migrations of this version that the database lacks: it is new, or was put back to an earlier state. */
export async function missingMigrations(database: Connection): Promise<readonly string[]> {
  const found = await sql<{ made: string | null }>`select to_regclass('kysely_migration')::text as made`.execute(
    database,
  )
  if ((found.rows[0]?.made ?? null) === null) return Object.keys(MIGRATIONS)
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(database)
  const made = new Set(rows.map(({ name }) => name))
  return Object.keys(MIGRATIONS).filter((name) => !made.has(name))
}

/** The migrations that a database has been through, which was made by some: in their order, and those that a newer version made. */
export async function readMigrations(database: Connection): Promise<{ made: string[]; unknown: string[] }> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(database)
  const made = rows.map(({ name }) => name)
  return { made, unknown: made.filter((name) => !MIGRATION_NAMES.includes(name)) }
}

/**
 * Brings the tables up to date. Safe when several processes start at once: kysely takes an advisory lock. Where a newer version has been at
 * work nothing is to be made, and its migrations, which this one doesn't know, are left alone.
 *
 * @param last  the last migration to make: what an earlier version left behind; default: all
 * @returns the names of those that were made now
 */
export async function migrate(database: Connection, last?: string): Promise<readonly string[]> {
  if ((await missingMigrations(database)).length === 0) return []
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(database)
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => MIGRATIONS },
    // else kysely takes its tables of any schema for these: a restore leaves others beside them
    ...(rows[0] && { migrationTableSchema: rows[0].schema }),
  })
  const { error, results = [] } = await (last === undefined ? migrator.migrateToLatest() : migrator.migrateTo(last))
  if (error !== undefined) throw error as Error
  return results.map(({ migrationName }) => migrationName)
}
