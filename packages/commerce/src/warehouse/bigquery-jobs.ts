import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BigQuery } from '@google-cloud/bigquery'
import { CodedError } from '@zerosec/errors'
import { untilAborted } from './statement-limits.ts'
import type { WarehouseSettings } from './warehouse-settings.ts'

/** What the service says of columns and rows (cloud.google.com/bigquery/docs/reference/rest). Numbers are texts. */
export interface BigQuerySchema {
  readonly fields?: readonly { readonly name?: string; readonly type?: string; readonly mode?: string }[]
}

export interface BigQueryRows {
  readonly jobComplete?: boolean
  readonly pageToken?: string
  readonly schema?: BigQuerySchema
  readonly rows?: readonly { readonly f?: readonly { readonly v?: unknown }[] }[]
}

interface BigQueryJob {
  readonly jobReference?: { readonly jobId?: string; readonly location?: string }
  readonly status?: {
    readonly state?: string
    readonly errorResult?: { readonly reason?: string; readonly message?: string }
  }
  readonly statistics?: { readonly query?: { readonly schema?: BigQuerySchema } }
}

const TRIES = 4
const LONGEST_POLL_PAUSE_MS = 1000
/** The client is told so in `formatOptions`, and the rows are read accordingly. */
const INSTANTS_IN_MICROSECONDS = { 'formatOptions.useInt64Timestamp': true }

/**
 * Query jobs of BigQuery. Its client signs the requests; jobs are run here, as the client's own reading makes doubles of numbers that are
 * not exactly one, and what it does not expect in an answer ends the process.
 */
export class BigQueryJobs {
  private readonly client: BigQuery
  private readonly settings: WarehouseSettings<'bigquery'>
  private readonly firstPauseMs: number

  constructor(client: BigQuery, settings: WarehouseSettings<'bigquery'>, firstPauseMs: number) {
    this.client = client
    this.settings = settings
    this.firstPauseMs = firstPauseMs
  }

  /** Under an id of our own, so that a job whose answer was lost is not run twice. @returns its id */
  async begin(sql: string, signal: AbortSignal): Promise<string> {
    const jobId = `zerosec_${randomUUID()}`
    const begun = this.insert(sql, { jobReference: { jobId, ...this.place() }, isAwaited: true }, signal)
    try {
      await untilAborted(begun, signal)
      return jobId
    } catch (error) {
      // a cancel that overtakes the beginning would cancel nothing
      if (signal.aborted) void begun.catch(() => undefined).then(() => this.cancel(jobId))
      throw error
    }
  }

  /** A dry run reads nothing and costs nothing. */
  async schemaOf(sql: string, signal: AbortSignal): Promise<BigQuerySchema> {
    const job = await this.insert(sql, { dryRun: true, jobReference: this.place() }, signal)
    const schema = job?.statistics?.query?.schema
    if (!schema) throw broken('a dry run does not tell the columns')
    return schema
  }

  /** Waits for the end of a job. @throws CodedError warehouse_statement_failed */
  async end(jobId: string, signal: AbortSignal): Promise<void> {
    for (let pause = 50; ; pause = Math.min(pause * 1.5, LONGEST_POLL_PAUSE_MS)) {
      const { status } = await this.ask<BigQueryJob>({ uri: `/jobs/${jobId}`, qs: this.location() }, signal)
      if (status?.errorResult) throw codedFailure({ ...status.errorResult, errors: [status.errorResult] })
      if (status?.state === 'DONE') return
      if (status?.state !== 'PENDING' && status?.state !== 'RUNNING')
        throw broken(`a job is ${status?.state ?? 'in no state'}`)
      await sleep(pause, undefined, { signal })
    }
  }

  rows(jobId: string, pageToken: string | undefined, maxResults: number, signal: AbortSignal): Promise<BigQueryRows> {
    const page = { maxResults, ...(pageToken === undefined ? {} : { pageToken }) }
    return this.ask(
      { uri: `/queries/${jobId}`, qs: { ...this.location(), ...page, ...INSTANTS_IN_MICROSECONDS } },
      signal,
    )
  }

  /** What can't be canceled ends by the project's own limits. */
  async cancel(jobId: string): Promise<void> {
    const request = { method: 'POST', uri: `/jobs/${jobId}/cancel`, qs: this.location() }
    await this.ask(request, AbortSignal.timeout(5000)).catch(() => undefined)
  }

  private async insert(
    query: string,
    {
      dryRun = false,
      jobReference,
      isAwaited = false,
    }: { dryRun?: boolean; jobReference: object; isAwaited?: boolean },
    signal: AbortSignal,
  ): Promise<BigQueryJob | undefined> {
    const { project, dataset } = this.settings
    const defaultDataset = { projectId: project, datasetId: dataset }
    const configuration = { dryRun, query: { query, useLegacySql: false, defaultDataset } }
    try {
      return await this.ask<BigQueryJob>(
        { method: 'POST', uri: '/jobs', json: { configuration, jobReference } },
        signal,
        isAwaited,
      )
    } catch (error) {
      const isThere = error instanceof CodedError && statusOf(error.cause) === 409
      if (isThere) return undefined
      throw error
    }
  }

  /** @param isAwaited  a request that is under way is waited for, whatever the signal says */
  private async ask<Answer>(request: Request, signal: AbortSignal, isAwaited = false): Promise<Answer> {
    for (let tries = 1; ; tries++) {
      try {
        const sent = this.send<Answer>(request)
        return await (isAwaited ? sent : untilAborted(sent, signal))
      } catch (error) {
        signal.throwIfAborted()
        const failure = codedFailure(error)
        const isPassing = failure.code === 'warehouse_busy' || failure.code === 'warehouse_unreachable'
        if (!isPassing || tries >= TRIES) throw failure
      }
      await sleep(this.firstPauseMs * 4 ** (tries - 1), undefined, { signal })
    }
  }

  private send<Answer>(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.client.request(request, (error, answer) => {
        if (error) reject(error)
        else if (typeof answer === 'object' && answer !== null) resolve(answer as Answer)
        else reject(broken('it is no JSON'))
      })
    })
  }

  private place(): { projectId: string; location?: string } {
    return { projectId: this.settings.project, ...this.location() }
  }

  private location(): { location?: string } {
    return this.settings.location === undefined ? {} : { location: this.settings.location }
  }
}

interface Request {
  readonly method?: string
  readonly uri: string
  readonly qs?: object
  readonly json?: object
}

export function broken(problem: string): CodedError {
  return new CodedError('warehouse_answer_broken', { warehouse: 'BigQuery', problem })
}

function statusOf(error: unknown): number {
  return Number((error as { code?: unknown } | undefined)?.code)
}

interface Told {
  readonly message?: string | undefined
  readonly errors?:
    | readonly { readonly reason?: string | undefined; readonly message?: string | undefined }[]
    | undefined
}

const BUSY = /^(rateLimitExceeded|quotaExceeded|jobRateLimitExceeded)$/
const DENIED = /^(accessDenied|authError|required)$/
const PASSING = /^(backendError|internalError|jobBackendError|jobInternalError)$/
const SIGN_IN = /default credentials|invalid_grant|invalid_client|invalid_request|reauth/i

/** By the service's reasons (cloud.google.com/bigquery/docs/error-messages), else by the status. */
function codedFailure(error: unknown): CodedError {
  if (error instanceof CodedError) return error
  const { message = String(error), errors } = error as Told
  const { reason, message: own } = errors?.[0] ?? {}
  const details = { warehouse: 'BigQuery', problem: reason === undefined ? message : `${own ?? message} (${reason})` }
  const status = statusOf(error)
  if (status === 429 || BUSY.test(reason ?? '')) {
    return new CodedError('warehouse_busy', { ...details, tries: TRIES }, { cause: error })
  }
  if (status === 401 || status === 403 || DENIED.test(reason ?? '') || SIGN_IN.test(message)) {
    return new CodedError('warehouse_denied', details, { cause: error })
  }
  const isOwn = reason !== undefined && !PASSING.test(reason)
  if (isOwn || (status >= 400 && status < 500)) {
    return new CodedError('warehouse_statement_failed', details, { cause: error })
  }
  return new CodedError('warehouse_unreachable', details, { cause: error })
}
