import { ApiError, replyError, unavailable } from './api-error.ts'

export interface TransportOptions {
  /** Of the API, without the base path: `http://127.0.0.1:8000`. Left out: the page's own origin. */
  readonly origin?: string
  /** Sent as `Authorization: Bearer` when given. */
  readonly key?: string
  readonly fetch?: typeof fetch
  /** Waits before the second, third … try; milliseconds. */
  readonly backoffMs?: readonly number[]
}

export interface Call {
  readonly signal?: AbortSignal
  /** For a call that can't be repeated safely: one try only. */
  readonly once?: boolean
  /** A repeated try that fails with this code means that the first one had been carried out: the answer is undefined. */
  readonly alreadyDone?: string
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export interface Transport {
  json<T>(method: Method, path: string, body: unknown, call?: Call): Promise<T>
  put(url: string, content: Blob | Uint8Array<ArrayBuffer>, contentType: string, call?: Call): Promise<void>
  /** Opens a stream of server-sent events. */
  events(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
}

const RETRIED = new Set([0, 429, 500, 502, 503, 504])
const LONGEST_WAIT_MS = 30_000

/** Fetch with the API's errors and retries. */
export function createTransport(options: TransportOptions): Transport {
  const origin = (options.origin ?? globalThis.location?.origin ?? '').replace(/\/$/, '')
  const fetcher = options.fetch ?? globalThis.fetch.bind(globalThis)
  const backoffMs = options.backoffMs ?? [500, 1000, 2000, 4000]
  const credentials: Record<string, string> = options.key ? { authorization: `Bearer ${options.key}` } : {}

  async function send(url: string, request: RequestInit, call: Call): Promise<Response | undefined> {
    for (let tries = 0; ; tries++) {
      try {
        return await fetchOnce(fetcher, url, request)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        if (tries > 0 && error.code === call.alreadyDone) return undefined
        const wait = call.once ? undefined : backoffMs[tries]
        if (wait === undefined || !RETRIED.has(error.status)) throw error
        await pause(Math.min(error.retryAfterMs ?? wait, LONGEST_WAIT_MS), request.signal)
      }
    }
  }

  return {
    async json<T>(method: Method, path: string, body: unknown, call: Call = {}) {
      const sends = body !== undefined
      const request: RequestInit = {
        method,
        headers: {
          accept: 'application/json',
          ...credentials,
          ...(sends ? { 'content-type': 'application/json' } : {}),
        },
        ...(sends ? { body: JSON.stringify(body) } : {}),
        ...(call.signal ? { signal: call.signal } : {}),
      }
      const reply = await send(origin + path, request, call)
      return (await reply?.json()) as T
    },

    async put(url, content, contentType, { signal } = {}) {
      const request: RequestInit = { method: 'PUT', body: content, headers: { 'content-type': contentType } }
      if (signal) request.signal = signal
      await send(url, request, { alreadyDone: 'upload_exists' })
    },

    async events(path, signal) {
      const reply = await fetchOnce(fetcher, origin + path, {
        signal,
        headers: { accept: 'text/event-stream', ...credentials },
      })
      if (!reply.body) throw unavailable('it sent no events', reply.status)
      return reply.body
    },
  }
}

async function fetchOnce(fetcher: typeof fetch, url: string, request: RequestInit): Promise<Response> {
  let reply: Response
  try {
    reply = await fetcher(url, request)
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason
    throw unavailable(`no connection to ${url.startsWith('http') ? new URL(url).host : 'the server'}`, 0, error)
  }
  if (!reply.ok) throw await replyError(reply)
  return reply
}

/** Rejects with the signal's reason when it aborts first. */
export async function pause(milliseconds: number, signal?: AbortSignal | null): Promise<void> {
  signal?.throwIfAborted()
  const { promise, resolve } = Promise.withResolvers<void>()
  const wake = () => resolve()
  const timer = setTimeout(wake, milliseconds)
  signal?.addEventListener('abort', wake)
  await promise
  clearTimeout(timer)
  signal?.removeEventListener('abort', wake)
  signal?.throwIfAborted()
}
