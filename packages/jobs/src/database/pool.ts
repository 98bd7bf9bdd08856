import { createHash } from 'node:crypto'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import type { Log } from '../log.ts'
import { faultOf, unavailable } from './connection-faults.ts'

/** Queries on the one embedded connection wait for each other; this long only when something is wrong. */
const WAIT_FOR_CONNECTION_MS = 30_000

/** How many connections there are, how many of them nobody uses, and how many statements wait for one. */
export interface PoolLoad {
  readonly total: number
  readonly idle: number
  readonly waiting: number
}

export interface ServerTimes {
  /** The server ends a statement that takes longer. */
  readonly statementMs: number
  /** A server that has not answered after this long has stopped, or the network between has; longer than a statement takes. */
  readonly answerMs: number
  /** The server ends a session that holds a transaction and says nothing for so long: its process has stopped, and others want its rows. */
  readonly silenceMs: number
}

const SERVER_TIMES: ServerTimes = { statementMs: 60_000, answerMs: 75_000, silenceMs: 20_000 }

/** How to connect to a server. What the URL says itself, as a parameter of its query, comes first. */
export function serverConnections(connectionString: string, times = SERVER_TIMES): pg.PoolConfig {
  return {
    connectionString,
    keepAlive: true,
    fallback_application_name: 'zerosec',
    statement_timeout: times.statementMs,
    query_timeout: times.answerMs,
    idle_in_transaction_session_timeout: times.silenceMs,
    // our statements take milliseconds; compiling one first, as a planner with old statistics would, takes a second
    options: '-c jit=off',
  }
}

/** Connections for kysely that say in our words, with service_unavailable, that the database is away or went away. */
export function openPool(config: pg.PoolConfig, log: Log): PostgresPool & { load(): PoolLoad } {
  const pool = new pg.Pool({ ...config, connectionTimeoutMillis: WAIT_FOR_CONNECTION_MS })
  // the pool listens to its idle clients only; an error of one in use would end this process
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn({ err: error }, 'a database connection was lost')),
  )
  pool.on('error', () => {})

  const connect = async (): Promise<PostgresPoolClient> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw unavailable(error)
    })
    let loss: unknown
    // kysely would also pass cursors, which are not configured
    const query = async (text: string, values: unknown[]): Promise<pg.QueryResult> => {
      if (loss !== undefined) throw unavailable(loss) // a rollback would wait for an answer too
      try {
        return await client.query(
          isWorthPreparing(text, config) ? { name: nameOf(text), text, values } : { text, values },
        )
      } catch (error) {
        const { isUnavailable, isLost } = faultOf(error)
        if (isLost) loss = error
        throw isUnavailable ? unavailable(error) : error
      }
    }
    const release = (destroy?: boolean): void => client.release(destroy === true || loss !== undefined)
    return { query: query as unknown as PostgresPoolClient['query'], release }
  }
  const load = (): PoolLoad => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount })
  return { Client: pg.Client, options: pool.options, connect, end: () => pool.end(), load }
}

/** A statement so long takes the server about as long to plan as to run. The embedded database's socket can't keep prepared ones apart. */
const LONG = 1000

function isWorthPreparing(text: string, { connectionString }: pg.PoolConfig): boolean {
  return connectionString !== undefined && text.length > LONG
}

const names = new Map<string, string>()

/** The same for the same text, as a connection plans what it has seen before only once. */
function nameOf(text: string): string {
  const name = names.get(text) ?? createHash('sha256').update(text).digest('hex').slice(0, 32)
  if (names.size < MOST_NAMES) names.set(text, name)
  return name
}

const MOST_NAMES = 100
