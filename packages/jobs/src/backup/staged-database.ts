import { CodedError } from '@zerosec/errors'
import { Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely'
import type { Configuration } from '../configuration.ts'
import { openDatabase } from '../database/database.ts'
import { migrate } from '../database/migrations.ts'
import { openPool } from '../database/pool.ts'
import type { Connection, Schema } from '../database/schema.ts'
import type { Log } from '../log.ts'
import { KEPT_TABLES, LEFT_OUT_TABLES, MIGRATION_TABLES } from './kept-tables.ts'
import { restoreMark, stagingFolder } from './restore-journal.ts'

/** A database that is filled beside the one in use. */
export interface StagedDatabase {
  readonly connection: Connection
  /** Brings its tables to the state after a migration, or after all. */
  migrate(last?: string): Promise<void>
  /**
   * Puts the tables of a server into the place of those in use, in one transaction; an embedded one is exchanged with its folder.
   *
   * @param keepsOld  whether the tables that were in use stay, in a schema of their own
   * @throws CodedError restore_platform_running
   */
  commit(keepsOld: boolean): Promise<void>
  close(): Promise<void>
  /** Closes it, and leaves no trace of it on a server but what `commit` has put into place. */
  discard(): Promise<void>
}

/** Of PostgreSQL's errors. */
const INSUFFICIENT_PRIVILEGE = '42501'
const LOCK_NOT_AVAILABLE = '55P03'

/** Where the tables that were in use before stay. */
export const asideSchema = (id: string): string => `zerosec_before_${id}`

export function stageDatabase(configuration: Configuration, id: string, log: Log): Promise<StagedDatabase> {
  const { databaseUrl } = configuration
  return databaseUrl === undefined ? stageEmbedded(configuration, id, log) : stageOnServer(databaseUrl, id, log)
}

async function stageEmbedded(configuration: Configuration, id: string, log: Log): Promise<StagedDatabase> {
  const dataFolder = stagingFolder(configuration.dataFolder, id)
  const database = await openDatabase({ ...configuration, dataFolder }, log, { migrates: false })
  const { connection } = database
  return {
    connection,
    migrate: async (last) => void (await migrate(connection, last)),
    commit: async () => {},
    close: () => database.close(),
    discard: () => database.close(),
  }
}

/** In a schema of its own of the same database: tables change schemas within one transaction. */
async function stageOnServer(databaseUrl: string, id: string, log: Log): Promise<StagedDatabase> {
  const schema = `zerosec_restoring_${id}`
  const url = new URL(databaseUrl)
  const options = url.searchParams.get('options') ?? ''
  url.searchParams.set('options', `-c lock_timeout=10s ${options} -c search_path=${schema}`)
  const inUse = await currentSchema(databaseUrl, log)
  const name = { fallback_application_name: 'zerosec' } // shows another restore that this one is at work
  const pool = openPool({ connectionString: url.href, max: 1, keepAlive: true, ...name }, log)
  const connection = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    await dropAbandoned(connection)
    await sql`create schema ${sql.id(schema)}`.execute(connection)
    await refuseOtherSchema(connection, schema)
  } catch (error) {
    await connection.destroy()
    if (!isOfServer(error, INSUFFICIENT_PRIVILEGE)) throw error
    throw new CodedError('restore_not_permitted', { problem: error.message }, { cause: error })
  }
  return {
    connection,
    migrate: async (last) => void (await migrate(connection, last)),
    commit: (keepsOld) =>
      exchangeSchemas(connection, { id, from: schema, to: inUse, keepsOld }).catch(async (error: unknown) => {
        // of no process of ours: a transaction that someone has left open, a copy that is being made
        throw isOfServer(error, LOCK_NOT_AVAILABLE) ? running(await othersAtWork(connection), error) : error
      }),
    close: () => connection.destroy(),
    async discard() {
      await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(connection)
      await connection.destroy()
    },
  }
}

/** A pooler of connections may leave the options out: what is staged would then go into the tables in use. */
async function refuseOtherSchema(connection: Connection, schema: string): Promise<void> {
  if ((await schemaOf(connection)) === schema) return
  await sql`drop schema ${sql.id(schema)}`.execute(connection)
  const problem = 'what it names does not hand options on to PostgreSQL. Name the server itself for a restore'
  throw new CodedError('configuration_invalid', { setting: 'DATABASE_URL', problem })
}

/** Schemas of restores that were killed. */
async function dropAbandoned(connection: Connection): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select nspname as name from pg_namespace where nspname ~ '^zerosec_restoring_[0-9a-f]{12}$'`.execute(connection)
  for (const { name } of rows) await sql`drop schema ${sql.id(name)} cascade`.execute(connection)
}

async function exchangeSchemas(
  connection: Connection,
  {
    id,
    from,
    to,
    keepsOld,
  }: { readonly id: string; readonly from: string; readonly to: string; readonly keepsOld: boolean },
): Promise<void> {
  const aside = sql.id(asideSchema(id))
  await connection.transaction().execute(async (transaction) => {
    await refuseOthers(transaction)
    await sql`create schema ${aside}`.execute(transaction)
    for (const table of [...KEPT_TABLES, ...LEFT_OUT_TABLES, ...MIGRATION_TABLES]) {
      await sql`alter table if exists ${sql.id(to, table)} set schema ${aside}`.execute(transaction)
      await sql`alter table ${sql.id(from, table)} set schema ${sql.id(to)}`.execute(transaction)
    }
    await sql`comment on table ${sql.id(to, 'jobs')} is ${sql.lit(restoreMark(id))}`.execute(transaction)
    if (!keepsOld) await sql`drop schema ${aside} cascade`.execute(transaction)
  })
}

/**
 * Looks for other processes of ours on the same database. Of those that signed in as someone else not much more than their name is shown;
 * where that is not either they are taken for ours.
 *
 * @throws CodedError restore_platform_running
 */
export async function refuseOthers(connection: Connection): Promise<void> {
  const sessions = await others(connection, sql`application_name is null or application_name = 'zerosec'`)
  if (sessions.length > 0) throw running(sessions)
}

/** Those whose state is not shown among them. */
function othersAtWork(connection: Connection): Promise<string[]> {
  return others(connection, sql`state is distinct from 'idle'`)
}

async function others(connection: Connection, condition: RawBuilder<unknown>): Promise<string[]> {
  const { rows } = await sql<{ session: string }>`
    select coalesce(nullif(application_name, ''), usename, 'someone') || ' (' || pid || ')' as session from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and (${condition})`.execute(connection)
  return rows.map(({ session }) => session)
}

function running(sessions: readonly string[], cause?: unknown): CodedError {
  return new CodedError('restore_platform_running', { sessions: [...sessions] }, { cause })
}

function isOfServer(error: unknown, code: string): error is Error {
  return error instanceof Error && 'code' in error && error.code === code
}

async function currentSchema(databaseUrl: string, log: Log): Promise<string> {
  const pool = openPool({ connectionString: databaseUrl, max: 1 }, log)
  const connection = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    return (await schemaOf(connection)) ?? 'public'
  } finally {
    await connection.destroy()
  }
}

/** Null where none of the path is there. */
async function schemaOf(connection: Connection): Promise<string | null> {
  const { rows } = await sql<{ name: string | null }>`select current_schema() as name`.execute(connection)
  return rows[0]!.name
}
