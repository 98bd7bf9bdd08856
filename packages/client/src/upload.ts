import { replyError, unavailable } from './api-error.ts'
import { type Content, counted, isWhole, sizeOf, streamOf } from './content.ts'
import { fetchOnce, hostOf } from './fetch-once.ts'

/** Told how many of all bytes have passed; a try that is repeated begins again at 0. */
export type Progress = (bytes: number, total: number) => void

interface Put {
  /** Left out: XMLHttpRequest, in a page. */
  readonly sender: typeof fetch | undefined
  readonly onProgress: Progress | undefined
  readonly signal: AbortSignal | undefined
}

/** One try of storing the content under a signed URL. */
export async function putContent(url: string, content: Content, contentType: string, put: Put): Promise<void> {
  const total = sizeOf(content)
  put.onProgress?.(0, total)
  if (put.sender) await putByFetch(put.sender, url, content, contentType, put)
  else await putByPage(url, content, contentType, put)
  put.onProgress?.(total, total)
}

async function putByFetch(
  sender: typeof fetch,
  url: string,
  content: Content,
  contentType: string,
  { onProgress, signal }: Put,
): Promise<void> {
  const headers: Record<string, string> = { 'content-type': contentType }
  const request: RequestInit = { method: 'PUT', headers, ...(signal ? { signal } : {}) }
  if (isWhole(content) && !onProgress) {
    await fetchOnce(sender, url, { ...request, body: content })
    return
  }
  const size = sizeOf(content)
  headers['content-length'] = String(size) // else the body would go in chunks, which S3 refuses
  let failure: { readonly error: unknown } | undefined
  const body = counted(streamOf(content), size, {
    onBytes: (sum) => onProgress?.(sum, size),
    onFailure: (error) => (failure ??= { error }),
  })
  try {
    await fetchOnce(sender, url, { ...request, body, duplex: 'half' } as RequestInit)
  } catch (error) {
    signal?.throwIfAborted()
    throw failure ? failure.error : error
  }
}

/** By XMLHttpRequest: in a page nothing else tells how far an upload is, and `fetch` streams only over HTTP/2. */
async function putByPage(url: string, content: Content, contentType: string, { onProgress, signal }: Put) {
  const body = isWhole(content) ? content : await new Response(content.open()).blob()
  const { promise, resolve, reject } = Promise.withResolvers<Response>()
  const call = new XMLHttpRequest()
  const stop = () => call.abort()
  call.open('PUT', url)
  call.responseType = 'blob'
  call.setRequestHeader('content-type', contentType)
  if (onProgress) call.upload.onprogress = ({ loaded }) => onProgress(Math.min(loaded, sizeOf(body)), sizeOf(body))
  call.onload = () => resolve(asResponse(call, url))
  call.onerror = () => reject(unavailable(`no connection to ${hostOf(url)}`, 0))
  call.onabort = () => reject(signal?.reason)
  signal?.throwIfAborted()
  signal?.addEventListener('abort', stop)
  call.send(body)
  try {
    const reply = await promise
    if (!reply.ok) throw await replyError(reply)
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

function asResponse(call: XMLHttpRequest, url: string): Response {
  const empty = call.status === 204 || call.status === 205 || call.status === 304
  const retryAfter = call.getResponseHeader('retry-after')
  const response = new Response(empty ? null : (call.response as Blob), {
    status: call.status,
    headers: retryAfter === null ? {} : { 'retry-after': retryAfter },
  })
  return Object.defineProperty(response, 'url', { value: call.responseURL || new URL(url, location.href).href })
}
