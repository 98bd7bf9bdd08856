import { createClient, type UploadedFile } from '@zerosec/client'
import { fetchAsUser } from '../access/fetch-as-user.ts'

/** Uploads a file and tells the fraction sent. `fetch` can't report that, so the PUT goes through XMLHttpRequest. */
export function uploadWithProgress(
  file: File,
  onFraction: (fraction: number) => void,
  signal: AbortSignal,
): Promise<UploadedFile> {
  const client = createClient({
    fetch: (url, request) =>
      typeof url === 'string' && request?.method === 'PUT'
        ? putWithProgress(url, request, onFraction)
        : fetchAsUser(url, request),
  })
  return client.uploadFile(file.name, file, { signal, contentType: file.type || 'application/octet-stream' })
}

function putWithProgress(url: string, request: RequestInit, onFraction: (fraction: number) => void): Promise<Response> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    call.open('PUT', url)
    call.responseType = 'blob'
    new Headers(request.headers).forEach((value, name) => {
      call.setRequestHeader(name, value)
    })
    call.upload.onprogress = ({ loaded, total }) => onFraction(total > 0 ? loaded / total : 1)
    call.onload = () => resolve(asResponse(call, url))
    call.onerror = () => reject(new TypeError('the connection was lost'))
    call.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'))
    request.signal?.addEventListener('abort', () => call.abort(), { once: true })
    call.send(request.body as XMLHttpRequestBodyInit)
  })
}

function asResponse(call: XMLHttpRequest, url: string): Response {
  const empty = call.status === 204 || call.status === 205 || call.status === 304
  const response = new Response(empty ? null : (call.response as Blob), {
    status: call.status,
    headers: { 'retry-after': call.getResponseHeader('retry-after') ?? '' },
  })
  return Object.defineProperty(response, 'url', { value: call.responseURL || new URL(url, location.href).href })
}
