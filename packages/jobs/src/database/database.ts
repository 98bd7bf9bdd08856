import { CodedError } from '@zerosec/errors'
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from 'kysely'
import pg from 'pg'
import type { Configuration } from '../configuration.ts'
import type { Log } from '../log.ts'
import { startEmbeddedDatabase } from './embedded-database.ts'
import { migrate } from './migrations.ts'
import type { Connection, Schema } from './schema.ts'

const SERVER_CONNECTIONS = 10
/** Queries on the one embedded connection wait for each other; this long only when something is wrong. */
const WAIT_FOR_CONNECTION_MS = 30_000

/** PostgreSQL with our tables, embedded or a server: the same driver and the same statements. */
export interface Database {
  readonly connection: Connection
  /** No other process can have this database open, nor have had it since it was opened. */
  readonly exclusive: boolean
  connected(): Promise<boolean>
  close(): Promise<void>
}

/**
 * Opens the database of the configuration and brings its tables up to date.
 *
 * The embedded database gets one connection: it has one backend, and pglite-socket would mix the statements of two. So code
 * must never wait for anything but its own statements while it holds a transaction, or it waits for itself.
 *
 * @throws CodedError data_folder_in_use, service_unavailable when it can't be reached
 */
export async function openDatabase(configuration: Configuration, log: Log): Promise<Database> {
  const { databaseUrl, dataFolder } = configuration
  const embedded = databaseUrl === undefined ? await startEmbeddedDatabase(dataFolder, log) : undefined
  const pool = new pg.Pool({
    ...(embedded
      ? { host: embedded.socketFolder, user: 'postgres', database: 'postgres', max: 1 }
      : { connectionString: databaseUrl, max: SERVER_CONNECTIONS }),
    connectionTimeoutMillis: WAIT_FOR_CONNECTION_MS,
  })
  // the pool listens to its idle clients only; an error of one in use would end this process
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn({ err: error }, 'a database connection was lost')),
  )
  pool.on('error', () => {})
  const connection = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: asPool(pool) }) })
  const close = async (): Promise<void> => {
    await connection.destroy()
    await embedded?.close()
  }

  try {
    await migrate(connection)
  } catch (error) {
    await close()
    throw error
  }
  return {
    connection,
    exclusive: embedded !== undefined,
    connected: () =>
      sql`select 1`.execute(connection).then(
        () => true,
        () => false,
      ),
    close,
  }
}

/** A pool whose caller is told in our words that the database is away. */
function asPool(pool: pg.Pool): PostgresPool {
  const connect = (): Promise<PostgresPoolClient> =>
    pool.connect().catch((error: unknown) => {
      throw new CodedError('service_unavailable', { problem: "the database can't be reached" }, { cause: error })
    })
  return { Client: pg.Client, options: pool.options, connect, end: () => pool.end() }
}
