import { CodedError } from '@zerosec/errors'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import type { Log } from '../log.ts'

/** Queries on the one embedded connection wait for each other; this long only when something is wrong. */
const WAIT_FOR_CONNECTION_MS = 30_000

/** How many connections there are, how many of them nobody uses, and how many statements wait for one. */
export interface PoolLoad {
  readonly total: number
  readonly idle: number
  readonly waiting: number
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
    // kysely would also pass cursors, which are not configured
    const query = (text: string, values: unknown[]): Promise<pg.QueryResult> =>
      client.query(text, values).catch((error: unknown) => {
        throw isConnectionLoss(error) ? unavailable(error) : error
      })
    return { query: query as unknown as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) }
  }
  const load = (): PoolLoad => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount })
  return { Client: pg.Client, options: pool.options, connect, end: () => pool.end(), load }
}

function unavailable(cause: unknown): CodedError {
  return new CodedError('service_unavailable', { problem: "the database can't be reached" }, { cause })
}

/** Errors of the socket, PostgreSQL's class 08 and its notices of shutdown, and pg's own words, which carry no code. */
function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    /^(EPIPE|ECONN\w+|08\w{3}|57P0\d)$/.test(code) || /connection (terminated|error)|not queryable/i.test(error.message)
  )
}
