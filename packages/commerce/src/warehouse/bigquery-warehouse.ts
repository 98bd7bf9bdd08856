import { CodedError } from '@zerosec/errors'
import { bigquery } from '../sql/bigquery.ts'
import { BigQueryJobs, type BigQueryRows, type BigQuerySchema, broken } from './bigquery-jobs.ts'
import { type Page, pagedWarehouse } from './paged-warehouse.ts'
import type { Warehouse } from './warehouse.ts'
import type { WarehouseSettings } from './warehouse-settings.ts'
import type { WireColumn, WireKind } from './wire-values.ts'

const ROWS_IN_PAGE = 10_000
const FIRST_PAUSE_MS = 250

/**
 * BigQuery, whose dataset holds the published fact tables, as a warehouse. Credentials come from the client's chain: the file that
 * GOOGLE_APPLICATION_CREDENTIALS names, gcloud's, the machine's account.
 * @throws CodedError warehouse_client_missing
 */
export async function bigqueryWarehouse(
  settings: WarehouseSettings<'bigquery'>,
  { firstPauseMs = FIRST_PAUSE_MS }: { firstPauseMs?: number } = {},
): Promise<Warehouse> {
  const { BigQuery } = await importClient()
  const client = new BigQuery({
    projectId: settings.project,
    ...(settings.endpoint === undefined ? {} : { apiEndpoint: settings.endpoint }),
    retryOptions: { autoRetry: false },
  })
  const jobs = new BigQueryJobs(client, settings, firstPauseMs)
  return pagedWarehouse({
    name: 'BigQuery',
    dialect: bigquery,
    pages: (sql, signal) => pagesOf(jobs, sql, signal),
    async describe(sql, signal) {
      const { fields = [] } = await jobs.schemaOf(sql, signal)
      return fields.map(({ name = '', type = '' }) => ({ name, type }))
    },
    close: () => Promise.resolve(),
  })
}

async function importClient(): Promise<typeof import('@google-cloud/bigquery')> {
  try {
    return await import('@google-cloud/bigquery')
  } catch (error) {
    const details = { warehouse: 'BigQuery', package: '@google-cloud/bigquery@9.3.0' }
    throw new CodedError('warehouse_client_missing', details, { cause: error })
  }
}

async function* pagesOf(jobs: BigQueryJobs, sql: string, signal: AbortSignal): AsyncGenerator<Page> {
  const id = await jobs.begin(sql, signal)
  let isOver = false
  try {
    await jobs.end(id, signal)
    isOver = true
  } finally {
    if (!isOver) await jobs.cancel(id)
  }
  let pageToken: string | undefined
  do {
    const answer = await jobs.rows(id, pageToken, ROWS_IN_PAGE, signal)
    yield pageOf(answer)
    pageToken = answer.pageToken
  } while (pageToken !== undefined)
}

function pageOf({ jobComplete, schema, rows = [] }: BigQueryRows): Page {
  if (!schema || jobComplete === false) throw broken('a page does not tell its columns')
  const columns = columnsOf(schema)
  return {
    columns,
    rows: rows.map(({ f = [] }) => {
      if (f.length !== columns.length) throw broken('a row has not as many values as there are columns')
      return f.map(({ v }, j) => (columns[j]?.kind === 'instant' ? instantOf(v) : v))
    }),
  }
}

/** Microseconds since 1970 are asked for. */
function instantOf(value: unknown): unknown {
  if (typeof value !== 'string' || !/^-?\d+$/.test(value)) return value
  const at = new Date(Number(BigInt(value) / 1000n))
  return Number.isNaN(at.getTime()) ? value : at.toISOString()
}

function columnsOf({ fields = [] }: BigQuerySchema): WireColumn[] {
  return fields.map(({ name = '', type = '', mode }) => ({
    name,
    kind: mode === 'REPEATED' ? 'text' : (KINDS[type.toUpperCase()] ?? 'text'),
  }))
}

/** By its names of legacy and of standard SQL. */
const KINDS: Readonly<Record<string, WireKind>> = {
  INTEGER: 'exact',
  INT64: 'exact',
  NUMERIC: 'exact',
  BIGNUMERIC: 'exact',
  FLOAT: 'double',
  FLOAT64: 'double',
  BOOLEAN: 'boolean',
  BOOL: 'boolean',
  DATE: 'date',
  TIMESTAMP: 'instant',
  DATETIME: 'instant',
}
