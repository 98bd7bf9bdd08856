import { replyError, unavailable } from './api-error.ts'

/** @throws ApiError of a reply that is not ok, `service_unavailable` without one; the signal's reason */
export async function fetchOnce(fetcher: typeof fetch, url: string, request: RequestInit): Promise<Response> {
  let reply: Response
  try {
    reply = await fetcher(url, request)
  } catch (error) {
    request.signal?.throwIfAborted()
    throw unavailable(`no connection to ${hostOf(url)}`, 0, { cause: error })
  }
  if (!reply.ok) throw await replyError(reply)
  return reply
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the server'
}
