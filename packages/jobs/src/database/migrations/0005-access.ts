import { type Kysely, sql } from 'kysely'

const NOW = sql`date_trunc('milliseconds', clock_timestamp())`

/** Keys, sessions, the links that open one, and the log of who did what. Of every secret there is the hash only. */
export async function addAccess(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('api_keys')
    .addColumn('key_id', 'varchar(12)', (column) => column.primaryKey())
    .addColumn('secret_hash', 'char(64)', (column) => column.notNull())
    .addColumn('workspace_id', 'varchar(50)', (column) => column.notNull())
    .addColumn('name', 'varchar(100)', (column) => column.notNull())
    .addColumn('scope', 'varchar(10)', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addColumn('created_by', 'varchar(300)', (column) => column.notNull())
    .addColumn('expires_at', 'timestamptz')
    .addColumn('revoked_at', 'timestamptz')
    .addColumn('last_used_at', 'timestamptz')
    .execute()
  await database.schema
    .createIndex('api_keys_workspace')
    .on('api_keys')
    .columns(['workspace_id', 'created_at'])
    .execute()
  await database.schema
    .createTable('sessions')
    .addColumn('session_hash', 'char(64)', (column) => column.primaryKey())
    .addColumn('workspace_id', 'varchar(50)', (column) => column.notNull())
    .addColumn('scope', 'varchar(10)', (column) => column.notNull())
    .addColumn('actor', 'varchar(300)', (column) => column.notNull())
    .addColumn('operator', 'boolean', (column) => column.notNull())
    .addColumn('key_id', 'varchar(12)', (column) => column.references('api_keys.key_id').onDelete('cascade'))
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
    .execute()
  await database.schema
    .createTable('sign_in_tokens')
    .addColumn('token_hash', 'char(64)', (column) => column.primaryKey())
    .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
    .execute()
  await addAuditLog(database)
}

async function addAuditLog(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('audit_log')
    .addColumn('audit_id', 'bigserial', (column) => column.primaryKey())
    .addColumn('at', 'timestamptz', (column) => column.notNull().defaultTo(NOW))
    .addColumn('workspace_id', 'varchar(50)')
    .addColumn('actor', 'varchar(300)', (column) => column.notNull())
    .addColumn('action', 'varchar(200)', (column) => column.notNull())
    .addColumn('subject', 'varchar(1100)')
    .addColumn('outcome', 'varchar(50)', (column) => column.notNull())
    .addColumn('status', 'integer', (column) => column.notNull())
    .addColumn('request_id', 'varchar(128)', (column) => column.notNull())
    .addColumn('address', 'varchar(64)')
    .addColumn('times', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
  await database.schema
    .createIndex('audit_log_workspace')
    .on('audit_log')
    .columns(['workspace_id', 'audit_id'])
    .execute()
  await database.schema.createIndex('audit_log_at').on('audit_log').column('at').execute()
}
