import { setTimeout as sleep } from 'node:timers/promises'
import { CodedError } from '@zerosec/errors'
import { untilAborted } from './statement-limits.ts'
import type { WarehouseSettings } from './warehouse-settings.ts'

/** What the server says of a statement at a time; it is done when it names no next place. */
export interface TrinoResults {
  readonly id: string
  readonly nextUri?: string | undefined
  readonly columns?: readonly { readonly name: string; readonly type: string }[] | undefined
  readonly data?: readonly (readonly unknown[])[] | undefined
  readonly error?: { readonly message: string; readonly errorName?: string | undefined } | undefined
}

const TRIES = 5
/** The protocol asks for 50 to 100 ms; a gateway may say otherwise. */
const FIRST_PAUSE_MS = 75
const LONGEST_PAUSE_MS = 30_000

/**
 * Trino's statement protocol (trino.io/docs/current/develop/client-protocol.html) over fetch. `trino-client` 0.2.9 is not used: it loses
 * rows that come with the first answer, follows a next place to any host with the credentials, knows neither signals nor tries, and pins
 * axios 1.13.2 (CVE-2026-25639).
 */
export class TrinoProtocol {
  private readonly base: URL
  private readonly headers: Readonly<Record<string, string>>

  constructor(settings: WarehouseSettings<'trino'>) {
    this.base = new URL(settings.url)
    const { token, password, user } = settings
    if ((token ?? password) !== undefined && this.base.protocol !== 'https:' && !isLoopback(this.base)) {
      const problem = 'it has to begin with https:// where a password or token is sent'
      throw new CodedError('warehouse_setting_invalid', { warehouse: 'Trino', setting: 'ZEROSEC_TRINO_URL', problem })
    }
    const authorization =
      token === undefined
        ? password && `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
        : `Bearer ${token}`
    this.headers = {
      'x-trino-user': user,
      'x-trino-source': 'zerosec',
      'x-trino-catalog': settings.catalog,
      'x-trino-schema': settings.schema,
      'x-trino-time-zone': 'UTC',
      ...(authorization === undefined ? {} : { authorization }),
    }
  }

  /** A statement that is not wanted any more before the server has named it is canceled when it has. */
  async begin(sql: string, signal: AbortSignal): Promise<TrinoResults> {
    const url = new URL('v1/statement', this.base.href.endsWith('/') ? this.base : `${this.base.href}/`)
    const headers = { 'content-type': 'text/plain; charset=utf-8' }
    const begun = this.request(url, { method: 'POST', body: sql, headers }, signal)
    try {
      return await untilAborted(begun, signal)
    } catch (error) {
      if (signal.aborted)
        void begun
          .then(({ nextUri }) => (nextUri === undefined ? undefined : this.cancel(nextUri)))
          .catch(() => undefined)
      throw error
    }
  }

  /** The same place answers the same until the one after it was asked for, so that an answer that was lost can be asked for again. */
  next(nextUri: string, signal: AbortSignal): Promise<TrinoResults> {
    return this.request(this.ownPlace(nextUri), { method: 'GET' }, signal)
  }

  async cancel(nextUri: string): Promise<void> {
    const init = {
      method: 'DELETE',
      headers: this.headers,
      redirect: 'error',
      signal: AbortSignal.timeout(5000),
    } as const
    const reply = await fetch(this.ownPlace(nextUri), init)
    await reply.body?.cancel()
  }

  /** The credentials go to the configured server only. */
  private ownPlace(nextUri: string): URL {
    const place = URL.parse(nextUri)
    if (place?.origin === this.base.origin) return place
    const problem = `it goes on at ${place?.origin ?? 'no URL'} instead of ${this.base.origin}. Behind a proxy set http-server.process-forwarded=true there`
    throw new CodedError('warehouse_answer_broken', { warehouse: 'Trino', problem })
  }

  private async request(url: URL, init: Asked, signal: AbortSignal): Promise<TrinoResults> {
    for (let tries = 1; ; tries++) {
      const outcome = await this.attempt(url, init, signal)
      if ('results' in outcome) return outcome.results
      if (tries >= TRIES) throw new CodedError(outcome.code, { warehouse: 'Trino', problem: outcome.problem, tries })
      const pause = outcome.pauseMs ?? FIRST_PAUSE_MS * 2 ** (tries - 1)
      await sleep(Math.min(pause, LONGEST_PAUSE_MS), undefined, { signal })
    }
  }

  private async attempt(url: URL, init: Asked, signal: AbortSignal): Promise<{ results: TrinoResults } | Failure> {
    let reply: Response
    let text: string
    try {
      reply = await fetch(url, {
        ...init,
        headers: { ...this.headers, ...init.headers },
        redirect: 'manual',
        ...(init.method === 'GET' ? { signal } : {}),
      })
      text = await reply.text()
    } catch (error) {
      signal.throwIfAborted()
      const failure = { code: 'warehouse_unreachable', problem: causeOf(error) } as const
      // whether the server took a statement whose answer was lost is not known
      if (init.method === 'GET') return failure
      throw new CodedError(failure.code, { warehouse: 'Trino', problem: failure.problem }, { cause: error })
    }
    if (reply.status === 200) return { results: parseResults(text) }
    if ([429, 502, 503, 504].includes(reply.status)) {
      const pauseMs = pauseOf(reply.headers.get('retry-after'))
      return { code: 'warehouse_busy', problem: `HTTP ${reply.status}`, ...(pauseMs === undefined ? {} : { pauseMs }) }
    }
    const problem = `HTTP ${reply.status} ${text.slice(0, 200).trim()}`.trim()
    const code = reply.status === 401 || reply.status === 403 ? 'warehouse_denied' : 'warehouse_answer_broken'
    throw new CodedError(code, { warehouse: 'Trino', problem })
  }
}

interface Asked {
  readonly method: 'GET' | 'POST'
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

interface Failure {
  readonly code: 'warehouse_unreachable' | 'warehouse_busy'
  readonly problem: string
  readonly pauseMs?: number
}

function parseResults(text: string): TrinoResults {
  const broken = (problem: string) => new CodedError('warehouse_answer_broken', { warehouse: 'Trino', problem })
  let results: unknown
  try {
    results = JSON.parse(text)
  } catch {
    throw broken(`it is no JSON: ${text.slice(0, 100)}`)
  }
  if (typeof results !== 'object' || results === null || !('id' in results)) throw broken('it has no id')
  const { columns, data } = results as TrinoResults
  const width = columns?.length
  if (data && data.some((row) => row.length !== width))
    throw broken('a row has not as many values as there are columns')
  return results as TrinoResults
}

function pauseOf(retryAfter: string | null): number | undefined {
  const seconds = Number(retryAfter ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}

/** fetch says only that it failed; why stands in the cause. */
function causeOf(error: unknown): string {
  const { cause } = error as { cause?: unknown }
  const told = cause instanceof Error && cause.message !== '' ? cause : error
  return told instanceof Error ? told.message : String(told)
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}
