import { setTimeout as sleep } from 'node:timers/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type ForeignAnswer, foreignEngine } from './foreign-engine.ts'
import { type ProtocolReply, type ProtocolServer, startProtocolServer } from './protocol-server.ts'

export interface TrinoServer extends ProtocolServer {
  /** Statements that were canceled. */
  readonly canceled: string[]
}

export interface TrinoServerSettings {
  readonly rowsInPage?: number
  /** That requests have to bring. */
  readonly token?: string
  /** A quick coordinator answers at once. */
  readonly atOnce?: boolean
}

interface Statement {
  readonly sql: string
  readonly stop: AbortController
  answer?: ForeignAnswer
  failure?: Error
}

const LONG_POLL_MS = 40

/**
 * Trino's statement protocol, as its documentation describes it, over the tables of a DuckDB connection: a statement is queued, asked for
 * until it has columns, and its rows come page by page under addresses of their own.
 */
export async function startTrinoServer(
  connection: DuckDBConnection,
  { rowsInPage = 100, token, atOnce = false }: TrinoServerSettings = {},
): Promise<TrinoServer> {
  const engine = await foreignEngine('trino', connection)
  const statements = new Map<string, Statement>()
  const canceled: string[] = []
  const server = await startProtocolServer(async ({ method, url, headers, body }) => {
    if (headers['x-trino-user'] === undefined || (token !== undefined && headers.authorization !== `Bearer ${token}`)) {
      return { status: 401, body: 'Invalid credentials' }
    }
    if (method === 'POST' && url.pathname === '/v1/statement') {
      const id = `20261129_000000_${String(statements.size).padStart(5, '0')}_test1`
      const statement: Statement = { sql: body, stop: new AbortController() }
      statements.set(id, statement)
      const run = begin(engine, statement)
      if (!atOnce) return { status: 200, body: stateOf(id, 'QUEUED', nextOf(url, 'queued', id, 1)) }
      await run
      return pageOf(statement, id, 0, url, rowsInPage)
    }
    const [, id = '', token_ = ''] =
      /^\/v1\/statement\/(?:queued|executing)\/([^/]+)\/y1\/(\d+)$/.exec(url.pathname) ?? []
    const statement = statements.get(id)
    if (!statement) return { status: 404, body: 'Query not found' }
    if (method === 'DELETE') {
      statement.stop.abort(new Error('canceled'))
      canceled.push(statement.sql)
      return { status: 204, body: '' }
    }
    if (url.pathname.includes('/queued/')) return waiting(statement, id, Number(token_), url, rowsInPage)
    return pageOf(statement, id, Number(token_), url, rowsInPage)
  })
  return Object.assign(server, { canceled })
}

async function begin(engine: Awaited<ReturnType<typeof foreignEngine>>, statement: Statement): Promise<void> {
  const { sql, stop } = statement
  try {
    const described = /^SELECT \* FROM \((.*)\) AS described LIMIT 0$/s.exec(sql)?.[1]
    statement.answer =
      described === undefined
        ? await engine.run(sql, stop.signal)
        : { columns: await engine.describe(described), rows: [] }
  } catch (error) {
    statement.failure = error as Error
  }
}

async function waiting(
  statement: Statement,
  id: string,
  at: number,
  url: URL,
  rowsInPage: number,
): Promise<ProtocolReply> {
  const end = Date.now() + LONG_POLL_MS
  while (!statement.answer && !statement.failure && Date.now() < end) await sleep(2)
  if (statement.answer || statement.failure) return pageOf(statement, id, 0, url, rowsInPage)
  return { status: 200, body: stateOf(id, 'RUNNING', nextOf(url, 'queued', id, at + 1)) }
}

function pageOf({ answer, failure }: Statement, id: string, at: number, url: URL, rowsInPage: number): ProtocolReply {
  if (failure || !answer) {
    const error = {
      message: `line 1:8: ${failure?.message ?? 'failed'}`,
      errorCode: 1,
      errorName: 'SYNTAX_ERROR',
      errorType: 'USER_ERROR',
      failureInfo: { type: 'io.trino.spi.TrinoException', message: failure?.message, suppressed: [], stack: [] },
    }
    return { status: 200, body: { ...stateOf(id, 'FAILED'), error } }
  }
  const columns = answer.columns.map(({ name, type }) => ({ name, type: trinoType(type) }))
  const rows = answer.rows.slice(at * rowsInPage, (at + 1) * rowsInPage)
  const isLast = (at + 1) * rowsInPage >= answer.rows.length
  const next = isLast ? undefined : nextOf(url, 'executing', id, at + 1)
  // whole numbers are JSON's, of any size, so the text is put together by hand
  const data = `[${rows.map((row) => `[${row.map((value, j) => trinoValue(value, columns[j]?.type ?? '')).join()}]`).join()}]`
  const state = JSON.stringify({ ...stateOf(id, isLast ? 'FINISHED' : 'RUNNING', next), columns })
  return { status: 200, body: rows.length === 0 ? state : `${state.slice(0, -1)},"data":${data}}` }
}

function stateOf(id: string, state: string, nextUri?: string) {
  return {
    id,
    infoUri: `http://127.0.0.1/ui/query.html?${id}`,
    ...(nextUri === undefined ? {} : { nextUri }),
    stats: { state, queued: state === 'QUEUED', scheduled: state !== 'QUEUED' },
    warnings: [],
  }
}

function nextOf(url: URL, stage: 'queued' | 'executing', id: string, at: number): string {
  return `${url.origin}/v1/statement/${stage}/${id}/y1/${at}`
}

function trinoType(type: string): string {
  if (type.startsWith('DECIMAL')) return type.toLowerCase()
  if (type === 'HUGEINT') return 'decimal(38,0)'
  if (type.startsWith('TIMESTAMP')) return 'timestamp(6)'
  return type.toLowerCase()
}

function trinoValue(value: string | null, type: string): string {
  if (value === null) return 'null'
  const isPlain =
    /^(tinyint|smallint|integer|bigint|boolean)$/.test(type) || (type === 'double' && Number.isFinite(Number(value)))
  return isPlain ? value : JSON.stringify(value)
}
