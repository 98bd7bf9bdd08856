import type { DuckDBConnection } from '@duckdb/node-api'
import { type ForeignAnswer, foreignEngine } from './foreign-engine.ts'
import { type ProtocolReply, type ProtocolServer, startProtocolServer } from './protocol-server.ts'

export interface AthenaServer extends ProtocolServer {
  /** Statements that were stopped. */
  readonly stopped: string[]
}

interface Execution {
  readonly sql: string
  readonly stop: AbortController
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  answer?: ForeignAnswer
  reason?: string
}

interface AthenaInput {
  readonly QueryString?: string
  readonly QueryExecutionId?: string
  readonly ClientRequestToken?: string
  readonly NextToken?: string
  readonly MaxResults?: number
  readonly WorkGroup?: string
  readonly QueryExecutionContext?: { readonly Database?: string; readonly Catalog?: string }
}

/** The operations of Athena's JSON 1.1 protocol that running a statement needs, over the tables of a DuckDB connection. */
export async function startAthenaServer(connection: DuckDBConnection, rowsInPage = 100): Promise<AthenaServer> {
  const engine = await foreignEngine('trino', connection)
  const executions = new Map<string, Execution>()
  const stopped: string[] = []
  const begin = (sql: string, token: string): ProtocolReply => {
    // the same token is the same statement
    if (!executions.has(token)) {
      const execution: Execution = { sql, stop: new AbortController(), state: 'QUEUED' }
      executions.set(token, execution)
      void run(engine, execution)
    }
    return ok({ QueryExecutionId: token })
  }
  const server = await startProtocolServer(({ headers, body }) => {
    const input = JSON.parse(body) as AthenaInput
    if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=')) {
      return Promise.resolve(refusal('MissingAuthenticationTokenException', 'Request is missing Authentication Token'))
    }
    const operation = String(headers['x-amz-target']).replace('AmazonAthena.', '')
    if (operation === 'StartQueryExecution') {
      if (input.QueryExecutionContext?.Database !== 'shop') {
        return Promise.resolve(refusal('InvalidRequestException', 'Database not found'))
      }
      return Promise.resolve(begin(input.QueryString ?? '', input.ClientRequestToken ?? ''))
    }
    const execution = executions.get(input.QueryExecutionId ?? '')
    if (!execution) {
      return Promise.resolve(
        refusal('InvalidRequestException', `QueryExecution ${input.QueryExecutionId} was not found`),
      )
    }
    if (operation === 'GetQueryExecution') return Promise.resolve(stateOf(input.QueryExecutionId ?? '', execution))
    if (operation === 'GetQueryResults') return Promise.resolve(pageOf(execution, input, rowsInPage))
    execution.stop.abort(new Error('stopped'))
    execution.state = 'CANCELLED'
    stopped.push(execution.sql)
    return Promise.resolve(ok({}))
  })
  return Object.assign(server, { stopped })
}

async function run(engine: Awaited<ReturnType<typeof foreignEngine>>, execution: Execution): Promise<void> {
  const { sql, stop } = execution
  execution.state = 'RUNNING'
  try {
    const described = /^SELECT \* FROM \((.*)\) AS described LIMIT 0$/s.exec(sql)?.[1]
    execution.answer =
      described === undefined
        ? await engine.run(sql, stop.signal)
        : { columns: await engine.describe(described), rows: [] }
    execution.state = 'SUCCEEDED'
  } catch (error) {
    execution.state = stop.signal.aborted ? 'CANCELLED' : 'FAILED'
    execution.reason = `SYNTAX_ERROR: line 1:8: ${(error as Error).message}`
  }
}

function stateOf(id: string, { sql, state, reason }: Execution): ProtocolReply {
  const Status = {
    State: state,
    SubmissionDateTime: 1764435600.123,
    ...(reason === undefined
      ? {}
      : {
          StateChangeReason: reason,
          AthenaError: { ErrorCategory: 2, ErrorType: 1006, Retryable: false, ErrorMessage: reason },
        }),
  }
  return ok({ QueryExecution: { QueryExecutionId: id, Query: sql, StatementType: 'DML', Status } })
}

/** The first page begins with the names; at most `MaxResults` rows come at once, the names among them. */
function pageOf(
  { answer }: Execution,
  { NextToken, MaxResults = 1000 }: AthenaInput,
  rowsInPage: number,
): ProtocolReply {
  if (!answer) return refusal('InvalidRequestException', 'Query has not yet finished. Current state: RUNNING')
  const all = [answer.columns.map(({ name }): string | null => name), ...answer.rows]
  const first = Number(NextToken ?? 0)
  const end = first + Math.min(rowsInPage, MaxResults)
  const Rows = all
    .slice(first, end)
    .map((row) => ({ Data: row.map((value) => (value === null ? {} : { VarCharValue: value })) }))
  const ColumnInfo = answer.columns.map(({ name, type }) => ({
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: name,
    Label: name,
    ...athenaType(type),
    Nullable: 'UNKNOWN',
    CaseSensitive: type === 'VARCHAR',
  }))
  return ok({
    ResultSet: { Rows, ResultSetMetadata: { ColumnInfo } },
    UpdateCount: 0,
    ...(end < all.length ? { NextToken: String(end) } : {}),
  })
}

function athenaType(type: string): { Type: string; Precision: number; Scale: number } {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(type)
  if (decimal) return { Type: 'decimal', Precision: Number(decimal[1]), Scale: Number(decimal[2]) }
  if (type === 'HUGEINT') return { Type: 'decimal', Precision: 38, Scale: 0 }
  if (type.startsWith('TIMESTAMP')) return { Type: 'timestamp', Precision: 3, Scale: 0 }
  return { Type: type.toLowerCase(), Precision: 0, Scale: 0 }
}

const JSON_1_1 = { 'content-type': 'application/x-amz-json-1.1' }

function ok(body: unknown): ProtocolReply {
  return { status: 200, body, headers: JSON_1_1 }
}

/** An error as the service writes it. */
export function refusal(name: string, message: string): ProtocolReply {
  return { status: 400, body: { __type: name, message, Message: message }, headers: JSON_1_1 }
}
