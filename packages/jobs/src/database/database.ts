import { Kysely, PostgresDialect } from 'kysely'
import type { Configuration } from '../configuration.ts'
import type { Log } from '../log.ts'
import { startEmbeddedDatabase } from './embedded-database.ts'
import { type Listener, listen } from './listener.ts'
import { migrate } from './migrations.ts'
import { openPool, type PoolLoad, serverConnections } from './pool.ts'
import type { Connection, Schema } from './schema.ts'

const SERVER_CONNECTIONS = 10

/** PostgreSQL with our tables, embedded or a server: the same driver and the same statements. */
export interface Database {
  readonly connection: Connection
  /** No other process can have this database open, nor have had it since it was opened. */
  readonly exclusive: boolean
  /** Migrations that opening it has made; a new embedded database may begin with all of them. */
  readonly migrated: readonly string[]
  /** Hears what transactions of any process tell by NOTIFY; absent where no other process can have the database open. */
  readonly listen?: (channel: string, onNotice: () => void) => Listener
  /** Of this process. */
  poolLoad(): PoolLoad
  close(): Promise<void>
}

/**
 * Opens the database of the configuration and brings its tables up to date.
 *
 * The embedded database gets one connection: it has one backend, and pglite-socket would mix the statements of two. So code
 * must never wait for anything but its own statements while it holds a transaction, or it waits for itself.
 *
 * @param migrates  false: the tables are left as they are
 * @throws CodedError data_folder_in_use, service_unavailable when it can't be reached
 */
export async function openDatabase(
  configuration: Configuration,
  log: Log,
  { migrates = true }: { readonly migrates?: boolean } = {},
): Promise<Database> {
  const { databaseUrl, dataFolder } = configuration
  const embedded =
    databaseUrl === undefined
      ? await startEmbeddedDatabase(dataFolder, log, migrates ? 'migrated' : 'empty')
      : undefined
  const pool = openPool(
    databaseUrl === undefined
      ? { host: embedded!.socketFolder, user: 'postgres', database: 'postgres', max: 1 }
      : { ...serverConnections(databaseUrl), max: SERVER_CONNECTIONS },
    log,
  )
  const connection = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  const close = async (): Promise<void> => {
    await connection.destroy()
    await embedded?.close()
  }

  let migrated: readonly string[] = []
  try {
    if (migrates) migrated = await (databaseUrl === undefined ? migrate(connection) : migrateServer(databaseUrl, log))
  } catch (error) {
    await close()
    throw error
  }
  return {
    connection,
    exclusive: embedded !== undefined,
    migrated,
    ...(databaseUrl === undefined
      ? {}
      : { listen: (channel, onNotice) => listen(databaseUrl, channel, onNotice, log) }),
    poolLoad: () => pool.load(),
    close,
  }
}

/** On a connection without limits of time: a change to a large table may take long, and who starts meanwhile waits for it. */
async function migrateServer(connectionString: string, log: Log): Promise<readonly string[]> {
  // named, so that a restore sees that somebody is at work
  const pool = openPool({ connectionString, max: 1, keepAlive: true, fallback_application_name: 'zerosec' }, log)
  const connection = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    return await migrate(connection)
  } finally {
    await connection.destroy()
  }
}
