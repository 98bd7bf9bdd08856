import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type ForeignAnswer, foreignEngine } from './foreign-engine.ts'
import { type ProtocolReply, type ProtocolServer, startProtocolServer } from './protocol-server.ts'

export interface BigQueryServer extends ProtocolServer {
  /** Statements of jobs that were canceled. */
  readonly canceled: string[]
  /** Takes the tokens that it gave out so far for expired. */
  expire(): void
}

interface QueryJob {
  readonly sql: string
  readonly stop: AbortController
  state: 'PENDING' | 'RUNNING' | 'DONE'
  answer?: ForeignAnswer
  reason?: string
}

interface InsertedJob {
  readonly jobReference?: { readonly jobId?: string }
  readonly configuration?: {
    readonly dryRun?: boolean
    readonly query?: { readonly query?: string; readonly defaultDataset?: { readonly datasetId?: string } }
  }
}

const PROJECT = '/bigquery/v2/projects/shop-project'

/**
 * The calls of BigQuery's REST interface that running a query job needs, over the tables of a DuckDB connection, and a token service for
 * credentials of a workload. Numbers are texts there, as in the service.
 */
export async function startBigQueryServer(connection: DuckDBConnection, rowsInPage = 100): Promise<BigQueryServer> {
  const engine = await foreignEngine('bigquery', connection)
  const jobs = new Map<string, QueryJob>()
  const canceled: string[] = []
  const tokens = new Set<string>()
  let given = 0
  const insert = async (body: string): Promise<ProtocolReply> => {
    const { jobReference, configuration } = JSON.parse(body) as InsertedJob
    const id = jobReference?.jobId ?? `server-${jobs.size}`
    const sql = configuration?.query?.query ?? ''
    if (configuration?.query?.defaultDataset?.datasetId !== 'shop')
      return refusal(404, 'notFound', 'Not found: Dataset')
    if (configuration.dryRun) return dryRun(engine, sql)
    if (jobs.has(id)) return refusal(409, 'duplicate', `Already Exists: Job ${id}`)
    const job: QueryJob = { sql, stop: new AbortController(), state: 'PENDING' }
    jobs.set(id, job)
    void run(engine, job)
    return ok(jobView(id, job))
  }
  const server = await startProtocolServer(async ({ method, url, headers, body }) => {
    if (url.pathname === '/token') {
      const token = `token-${++given}`
      tokens.add(token)
      const issued_token_type = 'urn:ietf:params:oauth:token-type:access_token'
      return ok({ access_token: token, issued_token_type, token_type: 'Bearer', expires_in: 3600 })
    }
    if (!tokens.has(String(headers.authorization).replace('Bearer ', ''))) {
      return refusal(401, 'authError', 'Request had invalid authentication credentials.')
    }
    if (method === 'POST' && url.pathname === `${PROJECT}/jobs`) return insert(body)
    const [, kind, id = '', action] =
      /^\/bigquery\/v2\/projects\/shop-project\/(jobs|queries)\/([^/]+)(\/cancel)?$/.exec(url.pathname) ?? []
    const job = jobs.get(id)
    if (!job) return refusal(404, 'notFound', `Not found: Job ${id}`)
    if (kind === 'queries') return pageOf(id, job, url.searchParams, rowsInPage)
    if (action === undefined) return ok(jobView(id, job))
    job.stop.abort(new Error('canceled'))
    canceled.push(job.sql)
    return ok({ kind: 'bigquery#jobCancelResponse', job: jobView(id, job) })
  })
  return Object.assign(server, { canceled, expire: () => tokens.clear() })
}

async function run(engine: Awaited<ReturnType<typeof foreignEngine>>, job: QueryJob): Promise<void> {
  job.state = 'RUNNING'
  try {
    job.answer = await engine.run(job.sql, job.stop.signal)
  } catch (error) {
    job.reason = (error as Error).message
  }
  job.state = 'DONE'
}

async function dryRun(engine: Awaited<ReturnType<typeof foreignEngine>>, sql: string): Promise<ProtocolReply> {
  try {
    const schema = schemaOf(await engine.describe(sql))
    const statistics = { totalBytesProcessed: '0', query: { statementType: 'SELECT', schema } }
    return ok({ kind: 'bigquery#job', configuration: { dryRun: true }, status: { state: 'DONE' }, statistics })
  } catch (error) {
    return refusal(400, 'invalidQuery', (error as Error).message)
  }
}

function jobView(jobId: string, { state, reason, stop }: QueryJob) {
  const failure = { reason: stop.signal.aborted ? 'stopped' : 'invalidQuery', location: 'query', message: reason }
  return {
    kind: 'bigquery#job',
    id: `shop-project:EU.${jobId}`,
    jobReference: { projectId: 'shop-project', jobId, location: 'EU' },
    status: { state, ...(reason === undefined ? {} : { errorResult: failure, errors: [failure] }) },
  }
}

function pageOf(jobId: string, { answer }: QueryJob, asked: URLSearchParams, rowsInPage: number): ProtocolReply {
  const jobReference = { projectId: 'shop-project', jobId, location: 'EU' }
  if (!answer) return ok({ kind: 'bigquery#getQueryResultsResponse', jobReference, jobComplete: false })
  const schema = schemaOf(answer.columns)
  const first = Number(asked.get('pageToken') ?? 0)
  const end = first + Math.min(rowsInPage, Number(asked.get('maxResults') ?? 10_000))
  const isMicros = asked.get('formatOptions.useInt64Timestamp') === 'true'
  const rows = answer.rows
    .slice(first, end)
    .map((row) => ({ f: row.map((v, j) => ({ v: valueOf(v, schema.fields[j]?.type ?? '', isMicros) })) }))
  return ok({
    kind: 'bigquery#getQueryResultsResponse',
    schema,
    jobReference,
    jobComplete: true,
    totalRows: String(answer.rows.length),
    ...(rows.length > 0 ? { rows } : {}),
    ...(end < answer.rows.length ? { pageToken: String(end) } : {}),
  })
}

function schemaOf(columns: ForeignAnswer['columns']) {
  return { fields: columns.map(({ name, type }) => ({ name, type: bigqueryType(type), mode: 'NULLABLE' })) }
}

function bigqueryType(type: string): string {
  if (type.startsWith('DECIMAL')) return 'NUMERIC'
  if (type.includes('INT')) return 'INTEGER'
  if (type.startsWith('TIMESTAMP')) return 'TIMESTAMP'
  return { VARCHAR: 'STRING', DOUBLE: 'FLOAT', BOOLEAN: 'BOOLEAN', DATE: 'DATE' }[type] ?? type
}

/** An instant is a count of microseconds, or of seconds in exponential form. */
function valueOf(value: string | null, type: string, isMicros: boolean): string | null {
  if (value === null || type !== 'TIMESTAMP') return value
  const ms = Date.parse(`${value.replace(' ', 'T')}Z`)
  return isMicros ? String(ms * 1000) : (ms / 1000).toExponential()
}

/** Credentials of a workload, whose tokens the server gives, in files of a folder. @returns what GOOGLE_APPLICATION_CREDENTIALS names */
export function writeCredentials({ endpoint }: ProtocolServer, folder: string): string {
  const [subject, credentials] = [join(folder, 'subject'), join(folder, 'credentials.json')]
  writeFileSync(subject, 'a-subject')
  const content = {
    type: 'external_account',
    audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/own',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${endpoint}/token`,
    credential_source: { file: subject },
  }
  writeFileSync(credentials, JSON.stringify(content))
  return credentials
}

function ok(body: unknown): ProtocolReply {
  return { status: 200, body }
}

/** An error as the service writes it. */
export function refusal(code: number, reason: string, message: string): ProtocolReply {
  return { status: code, body: { error: { code, message, errors: [{ message, domain: 'global', reason }] } } }
}
