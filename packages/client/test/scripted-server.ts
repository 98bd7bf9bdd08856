import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ScriptedReply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Breaks the connection instead of answering. */
  readonly hangUp?: true
  /** Parts of an event stream, sent one after another; then the connection breaks unless `ends`. */
  readonly parts?: readonly string[]
  readonly ends?: boolean
  /** Never ends. */
  readonly hangs?: boolean
}

export interface ScriptedServer {
  readonly origin: string
  /** `GET /path`, in the order in which they came. */
  readonly requests: { readonly call: string; readonly headers: IncomingMessage['headers']; readonly body: string }[]
  /** Goes on with another script. */
  say(...script: ScriptedReply[]): void
  stop(): Promise<void>
}

/** An HTTP server that gives the replies of a script in order, the last one for ever; for what a real API won't do on request. */
export async function scriptedServer(...first: ScriptedReply[]): Promise<ScriptedServer> {
  let script = first
  let said = 0
  const requests: ScriptedServer['requests'] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const reply = script[Math.min(said++, script.length - 1)] ?? {}
    requests.push({
      call: `${request.method} ${request.url}`,
      headers: request.headers,
      body: String(Buffer.concat(chunks)),
    })
    await answer(response, reply)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    say(...next) {
      script = next
      said = 0
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function answer(
  response: ServerResponse,
  { status = 200, headers, body, hangUp, parts, ends, hangs }: ScriptedReply,
) {
  if (hangUp) return void response.destroy()
  if (hangs && !parts) return
  response.writeHead(status, { 'content-type': parts ? 'text/event-stream' : 'application/json', ...headers })
  if (!parts)
    return void response.end(typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body ?? {}))
  for (const part of parts) {
    response.write(part)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  if (ends) response.end()
  else if (!hangs) response.destroy()
}
