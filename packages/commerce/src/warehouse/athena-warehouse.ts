import { setTimeout as sleep } from 'node:timers/promises'
import type { AthenaClient, GetQueryResultsOutput } from '@aws-sdk/client-athena'
import { CodedError } from '@zerosec/errors'
import { trino } from '../sql/trino.ts'
import { type Page, pagedWarehouse } from './paged-warehouse.ts'
import { untilAborted } from './statement-limits.ts'
import { describing, trinoKind } from './trino-warehouse.ts'
import type { Warehouse } from './warehouse.ts'
import type { WarehouseSettings } from './warehouse-settings.ts'
import type { WireColumn } from './wire-values.ts'

const TRIES = 4
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 1000
/** The most that the service gives at once. */
const ROWS_IN_PAGE = 1000

/**
 * Athena, whose database holds the published fact tables, as a warehouse. Region and credentials come from the SDK's chain: environment,
 * profile, web identity, the machine's role.
 */
export async function athenaWarehouse(settings: WarehouseSettings<'athena'>): Promise<Warehouse> {
  const sdk = await import('@aws-sdk/client-athena')
  const { endpoint } = settings
  const client = new sdk.AthenaClient({ maxAttempts: TRIES, ...(endpoint === undefined ? {} : { endpoint }) })
  const athena = new Athena(client, sdk, settings)
  return pagedWarehouse({
    name: 'Athena',
    dialect: trino,
    pages: (sql, signal) => athena.pages(sql, signal),
    async describe(sql, signal) {
      for await (const { columns } of athena.pages(describing(sql), signal)) {
        return columns.map(({ name, type }) => ({ name, type }))
      }
      return []
    },
    close: () => Promise.resolve(client.destroy()),
  })
}

interface AthenaPage extends Page {
  readonly columns: readonly (WireColumn & { readonly type: string })[]
}

type Sdk = typeof import('@aws-sdk/client-athena')

class Athena {
  private readonly client: AthenaClient
  private readonly sdk: Sdk
  private readonly settings: WarehouseSettings<'athena'>

  constructor(client: AthenaClient, sdk: Sdk, settings: WarehouseSettings<'athena'>) {
    this.client = client
    this.sdk = sdk
    this.settings = settings
  }

  async *pages(sql: string, signal: AbortSignal): AsyncGenerator<AthenaPage> {
    const id = await this.begin(sql, signal)
    let isOver = false
    try {
      await this.end(id, signal)
      isOver = true
    } finally {
      if (!isOver) await this.stop(id)
    }
    let token: string | undefined
    do {
      const page = await this.page(id, token, signal)
      yield pageOf(page, token === undefined)
      token = page.NextToken
    } while (token !== undefined)
  }

  /** The SDK gives each statement a token of its own, so that one whose answer was lost is not run twice. */
  private async begin(sql: string, signal: AbortSignal): Promise<string> {
    const { database, catalog, workgroup, output } = this.settings
    const command = new this.sdk.StartQueryExecutionCommand({
      QueryString: sql,
      QueryExecutionContext: { Database: database, Catalog: catalog },
      WorkGroup: workgroup,
      ...(output === undefined ? {} : { ResultConfiguration: { OutputLocation: output } }),
    })
    const begun = this.told(this.client.send(command))
    try {
      const { QueryExecutionId: id } = await untilAborted(begun, signal)
      if (id === undefined) throw broken('a statement was begun without an id')
      return id
    } catch (error) {
      if (signal.aborted)
        void begun
          .then(({ QueryExecutionId: id }) => (id === undefined ? undefined : this.stop(id)))
          .catch(() => undefined)
      throw error
    }
  }

  private async end(id: string, signal: AbortSignal): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
      const command = new this.sdk.GetQueryExecutionCommand({ QueryExecutionId: id })
      const { QueryExecution } = await this.told(this.client.send(command, { abortSignal: signal }))
      const { State, StateChangeReason, AthenaError } = QueryExecution?.Status ?? {}
      if (State === 'SUCCEEDED') return
      if (State === 'FAILED' || State === 'CANCELLED') {
        const problem = StateChangeReason ?? AthenaError?.ErrorMessage ?? `it is ${State}`
        throw new CodedError('warehouse_statement_failed', { warehouse: 'Athena', problem })
      }
      if (State !== 'QUEUED' && State !== 'RUNNING') throw broken(`a statement is ${State ?? 'in no state'}`)
      await sleep(pause, undefined, { signal })
    }
  }

  private page(id: string, token: string | undefined, signal: AbortSignal): Promise<GetQueryResultsOutput> {
    const command = new this.sdk.GetQueryResultsCommand({
      QueryExecutionId: id,
      MaxResults: ROWS_IN_PAGE,
      ...(token === undefined ? {} : { NextToken: token }),
    })
    return this.told(this.client.send(command, { abortSignal: signal }))
  }

  /** What it can't stop ends by the workgroup's own limits. */
  private async stop(id: string): Promise<void> {
    const command = new this.sdk.StopQueryExecutionCommand({ QueryExecutionId: id })
    await this.client.send(command, { abortSignal: AbortSignal.timeout(5000) }).catch(() => undefined)
  }

  private async told<Output>(sent: Promise<Output>): Promise<Output> {
    try {
      return await sent
    } catch (error) {
      throw codedFailure(error)
    }
  }
}

/** The first row of the first page names the columns. A value that is not there is null; an empty text is there. */
function pageOf({ ResultSet }: GetQueryResultsOutput, isFirst: boolean): AthenaPage {
  const infos = ResultSet?.ResultSetMetadata?.ColumnInfo
  if (!infos) throw broken('a page does not tell its columns')
  const columns = infos.map(({ Name = '', Type = '' }) => ({ name: Name, type: Type, kind: trinoKind(Type) }))
  const rows = (ResultSet?.Rows ?? []).map(({ Data = [] }) => {
    if (Data.length !== columns.length) throw broken('a row has not as many values as there are columns')
    return Data.map(({ VarCharValue }) => VarCharValue ?? null)
  })
  if (!isFirst) return { columns, rows }
  if (rows[0]?.join() !== columns.map(({ name }) => name).join())
    throw broken('the first row does not name the columns')
  return { columns, rows: rows.slice(1) }
}

function broken(problem: string): CodedError {
  return new CodedError('warehouse_answer_broken', { warehouse: 'Athena', problem })
}

const BUSY = /throttl|toomanyrequests|slowdown|requestlimit|serviceunavailable/i
const DENIED =
  /expired|unrecognizedclient|accessdenied|invalidsignature|invalidclienttoken|credentials|missingauthentication/i

/** By the name that the service gives its errors. */
function codedFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error.name === 'AbortError') return error
  const problem = `${error.message} (${error.name})`
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } }
  const details = { warehouse: 'Athena', problem }
  if (BUSY.test(error.name)) return new CodedError('warehouse_busy', { ...details, tries: TRIES }, { cause: error })
  if (DENIED.test(error.name)) return new CodedError('warehouse_denied', details, { cause: error })
  if (error.name === 'InvalidRequestException')
    return new CodedError('warehouse_statement_failed', details, { cause: error })
  if (error instanceof SyntaxError || $metadata?.httpStatusCode === 200) return broken(problem)
  return new CodedError('warehouse_unreachable', details, { cause: error })
}
