import { unavailable } from './api-error.ts'
import { type Content, isWhole } from './content.ts'
import { fetchOnce, hostOf } from './fetch-once.ts'
import { type Repeatable, type Retries, withRetries } from './retries.ts'
import { type Progress, putContent } from './upload.ts'

export interface TransportOptions extends Partial<Retries> {
  /** Of the API, without the base path: `http://127.0.0.1:8000`. Left out: the page's own origin. */
  readonly origin?: string
  /** Sent as `Authorization: Bearer` when given; never to a signed URL, which is its own permission. */
  readonly key?: string
  readonly fetch?: typeof fetch
  /** For the whole answer of one try; default two minutes. Files and events take as long as they take. */
  readonly timeoutMs?: number
}

export interface Call extends Repeatable {
  /** Repeating it under the same key does nothing twice. */
  readonly idempotencyKey?: string | undefined
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export interface MadeFile {
  readonly name: string | undefined
  readonly content: Blob
}

export type StreamBody = Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>

export interface Transport {
  /** Undefined only when `showsDone` says so, or for an answer of 204. */
  json<T>(method: Method, path: string, body: unknown, call?: Call): Promise<T>
  put(
    url: string,
    content: Content,
    contentType: string,
    call?: Repeatable & { onProgress?: Progress | undefined },
  ): Promise<void>
  /** The bytes of a file that the API makes, with how it calls it. */
  file(path: string, call?: Repeatable): Promise<MadeFile>
  /** One POST of bytes as they come, whose answer is read as it comes. */
  stream(path: string, body: StreamBody, contentType: string, signal?: AbortSignal): Promise<Response>
  /** One GET of a signed URL. */
  open(url: string, signal?: AbortSignal): Promise<Response>
  /** Opens a stream of server-sent events; undefined when there is none after the one of `lastEventId`. */
  events(path: string, signal: AbortSignal, lastEventId?: string): Promise<ReadableStream<Uint8Array> | undefined>
  /** Tries again as calls do. */
  retry<T>(attempt: (tries: number) => Promise<T>, call: Repeatable): Promise<T | undefined>
}

const DEFAULTS = { backoffMs: [500, 1000, 2000, 4000, 8000], longestWaitMs: 60_000, random: Math.random }
const TIMEOUT_MS = 120_000

/** Fetch with the API's errors and retries. */
export function createTransport(options: TransportOptions): Transport {
  const origin = (options.origin ?? globalThis.location?.origin ?? '').replace(/\/+$/, '')
  const fetcher = options.fetch ?? globalThis.fetch.bind(globalThis)
  const retries = retriesOf(options)
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS
  const credentials: Record<string, string> = options.key ? { authorization: `Bearer ${options.key}` } : {}

  return {
    async json<T>(method: Method, path: string, body: unknown, { idempotencyKey, ...call }: Call = {}) {
      const url = origin + path
      const request: RequestInit = { method, headers: { accept: 'application/json', ...credentials } }
      const headers = request.headers as Record<string, string>
      if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey
      if (body !== undefined) {
        headers['content-type'] = 'application/json'
        request.body = JSON.stringify(body)
      }
      const answer = () =>
        withinTime(timeoutMs, url, call.signal, async (signal) => {
          const reply = await fetchOnce(fetcher, url, { ...request, signal })
          return (reply.status === 204 ? undefined : await readJson(reply)) as T
        })
      return (await withRetries(answer, retries, call)) as T
    },

    async put(url, content, contentType, { onProgress, ...call } = {}) {
      // in a page only XMLHttpRequest tells how far it is, and streams over HTTP/1.1 not even go
      const byPage = typeof XMLHttpRequest !== 'undefined' && (onProgress || !isWhole(content))
      const sender = byPage ? undefined : fetcher
      const once = !isWhole(content) && content.once
      const showsDone = (error: { code: string }) => error.code === 'upload_exists'
      const attempt = () => putContent(url, content, contentType, { sender, onProgress, signal: call.signal })
      await withRetries(attempt, retries, { once, showsDone, ...call })
    },

    file: (path, call = {}) =>
      withRetries(() => readFile(fetcher, origin + path, credentials, call), retries, call) as Promise<MadeFile>,

    stream: (path, body, type, signal) =>
      fetchOnce(fetcher, origin + path, streamed(body, { ...credentials, 'content-type': type }, signal)),

    open: (url, signal) => fetchOnce(fetcher, url, signal ? { signal } : {}),

    async events(path, signal, lastEventId) {
      const reply = await fetchOnce(fetcher, origin + path, {
        signal,
        headers: {
          accept: 'text/event-stream',
          ...credentials,
          ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
        },
      })
      if (reply.status === 204) return undefined
      if (!reply.body) throw unavailable('it sent no events', reply.status)
      return reply.body
    },

    retry: (attempt, call) => withRetries(attempt, retries, call),
  }
}

function retriesOf(options: Partial<Retries>): Retries {
  const { backoffMs = DEFAULTS.backoffMs, longestWaitMs = DEFAULTS.longestWaitMs, random = DEFAULTS.random } = options
  return { backoffMs, longestWaitMs, random }
}

function streamed(body: StreamBody, headers: Record<string, string>, signal?: AbortSignal) {
  // duplex: what fetch asks for with a stream, and TypeScript's RequestInit does not know
  const request = { method: 'POST', headers, body, duplex: 'half', ...(signal ? { signal } : {}) }
  return request as RequestInit
}

async function readFile(
  fetcher: typeof fetch,
  url: string,
  headers: Record<string, string>,
  { signal }: Repeatable,
): Promise<MadeFile> {
  const reply = await fetchOnce(fetcher, url, { headers, ...(signal ? { signal } : {}) })
  const content = await reply.blob().catch((error: unknown) => {
    signal?.throwIfAborted()
    throw unavailable(`the answer of ${hostOf(url)} broke off`, 0, { cause: error })
  })
  return { name: fileNameOf(reply.headers.get('content-disposition') ?? ''), content }
}

/** Of `attachment; filename="orders.csv"`. */
function fileNameOf(disposition: string): string | undefined {
  return /filename="?([^";]+)"?/.exec(disposition)?.[1]
}

async function readJson(reply: Response): Promise<unknown> {
  const text = await reply.text().catch((error: unknown) => {
    throw unavailable(`the answer of ${hostOf(reply.url)} broke off`, 0, { cause: error })
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unavailable(`${hostOf(reply.url)} answered with something else than JSON`, reply.status, { cause: error })
  }
}

async function withinTime<T>(
  milliseconds: number,
  url: string,
  caller: AbortSignal | undefined,
  body: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), milliseconds)
  try {
    return await body(caller ? AbortSignal.any([caller, late.signal]) : late.signal)
  } catch (error) {
    caller?.throwIfAborted()
    if (!late.signal.aborted) throw error
    throw unavailable(`no answer from ${hostOf(url)} within ${milliseconds / 1000} s`, 0, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}
