import { type Kysely, sql } from 'kysely'

const NOW = sql`date_trunc('milliseconds', clock_timestamp())`

/** The registry of models, what is released of them, what they were asked; and the catalogue of items. */
export async function addServing(database: Kysely<unknown>): Promise<void> {
  await addRegistry(database)
  await addReleases(database)
  await addTraffic(database)
  await database.schema
    .createTable('items')
    .addColumn('id', 'bigserial', (column) => column.primaryKey())
    .addColumn('workspace_id', 'varchar(50)', (column) => column.notNull())
    .addColumn('name', 'varchar(200)', (column) => column.notNull())
    .addColumn('description', 'text')
    .addColumn('price', sql`numeric(14, 2)`, (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .execute()
  await sql`create index items_workspace on items (workspace_id, id)`.execute(database)
}

async function addRegistry(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('models')
    .addColumn('workspace_id', 'varchar(50)', (column) => column.notNull())
    .addColumn('name', 'varchar(64)', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addPrimaryKeyConstraint('models_key', ['workspace_id', 'name'])
    .execute()
  await database.schema
    .createTable('model_versions')
    .addColumn('version_id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('workspace_id', 'varchar(50)', (column) => column.notNull())
    .addColumn('name', 'varchar(64)', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('sha256', 'char(64)', (column) => column.notNull())
    .addColumn('size_bytes', 'bigint', (column) => column.notNull())
    .addColumn('bucket', 'varchar(255)', (column) => column.notNull())
    .addColumn('file_key', 'varchar(1024)', (column) => column.notNull())
    .addColumn('signature', 'jsonb', (column) => column.notNull())
    .addColumn('training', 'jsonb', (column) => column.notNull())
    .addColumn('golden', 'jsonb', (column) => column.notNull())
    .addColumn('source_key', 'varchar(1024)', (column) => column.notNull())
    .addColumn('source_job_id', 'varchar(36)')
    .addColumn('note', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addColumn('created_by', 'varchar(300)', (column) => column.notNull())
    .addUniqueConstraint('model_versions_number', ['workspace_id', 'name', 'version'])
    .addUniqueConstraint('model_versions_content', ['workspace_id', 'name', 'sha256'])
    .execute()
  await database.schema
    .createTable('model_aliases')
    .addColumn('workspace_id', 'varchar(50)', (column) => column.notNull())
    .addColumn('name', 'varchar(64)', (column) => column.notNull())
    .addColumn('alias', 'varchar(32)', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('updated_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addPrimaryKeyConstraint('model_aliases_key', ['workspace_id', 'name', 'alias'])
    .execute()
  await database.schema
    .createTable('model_events')
    .addColumn('event_id', 'bigserial', (column) => column.primaryKey())
    .addColumn('workspace_id', 'varchar(50)', (column) => column.notNull())
    .addColumn('name', 'varchar(64)', (column) => column.notNull())
    .addColumn('at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addColumn('actor', 'varchar(300)', (column) => column.notNull())
    .addColumn('action', 'varchar(30)', (column) => column.notNull())
    .addColumn('alias', 'varchar(32)')
    .addColumn('from_version', 'integer')
    .addColumn('to_version', 'integer')
    .addColumn('reason', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
  await sql`create index model_events_model on model_events (workspace_id, name, event_id)`.execute(database)
}

async function addReleases(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('model_releases')
    .addColumn('release_id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('workspace_id', 'varchar(50)', (column) => column.notNull())
    .addColumn('name', 'varchar(64)', (column) => column.notNull())
    .addColumn('mode', 'varchar(10)', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('production_version', 'integer', (column) => column.notNull())
    .addColumn('share', 'double precision', (column) => column.notNull())
    .addColumn('limits', 'jsonb', (column) => column.notNull())
    .addColumn('state', 'varchar(10)', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('started_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addColumn('started_by', 'varchar(300)', (column) => column.notNull())
    .addColumn('ended_at', 'timestamptz')
    .execute()
  await sql`create unique index model_releases_running on model_releases (workspace_id, name) where state = 'running'`.execute(
    database,
  )
  await sql`create index model_releases_model on model_releases (workspace_id, name, started_at)`.execute(database)
  await database.schema
    .createTable('model_release_counts')
    .addColumn('release_id', 'varchar(36)', (column) =>
      column.notNull().references('model_releases.release_id').onDelete('cascade'),
    )
    .addColumn('process_id', 'varchar(36)', (column) => column.notNull())
    .addColumn('counts', 'jsonb', (column) => column.notNull())
    .addPrimaryKeyConstraint('model_release_counts_key', ['release_id', 'process_id'])
    .execute()
}

/** What versions were asked, as counts in the bins of their baseline: no row is kept. */
async function addTraffic(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('model_baselines')
    .addColumn('version_id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('baseline', 'jsonb', (column) => column.notNull())
    .execute()
  await database.schema
    .createTable('model_traffic')
    .addColumn('version_id', 'varchar(36)', (column) => column.notNull())
    .addColumn('process_id', 'varchar(36)', (column) => column.notNull())
    .addColumn('hour', 'timestamptz', (column) => column.notNull())
    .addColumn('counts', 'jsonb', (column) => column.notNull())
    .addPrimaryKeyConstraint('model_traffic_key', ['version_id', 'process_id', 'hour'])
    .execute()
  await sql`create index model_traffic_hour on model_traffic (hour)`.execute(database)
}
