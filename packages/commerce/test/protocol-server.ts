import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ProtocolRequest {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface ProtocolReply {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What the server does to requests instead of answering them well. */
export interface ProtocolFault {
  /** `reply`: that one instead. `cut`: half of the answer, then the connection breaks. `away`: it breaks before the request is done. `late`: only after a while. */
  readonly kind: 'reply' | 'cut' | 'away' | 'late'
  readonly reply?: ProtocolReply
  /** Which requests. */
  readonly to: (request: ProtocolRequest) => boolean
  /** How many of them; left out: all. */
  readonly times?: number
}

export interface ProtocolServer {
  readonly endpoint: string
  readonly requests: ProtocolRequest[]
  /** Replaces the faults; none: it works. */
  inflict(...faults: readonly ProtocolFault[]): void
  stop(): Promise<void>
}

/** An HTTP server on a free port of the loopback that answers JSON, or fails on request. */
export async function startProtocolServer(
  answer: (request: ProtocolRequest) => Promise<ProtocolReply>,
): Promise<ProtocolServer> {
  const requests: ProtocolRequest[] = []
  let faults: { fault: ProtocolFault; left: number }[] = []
  const sockets = new Set<Socket>()
  const server = createServer((incoming, response) => {
    void (async () => {
      const url = new URL(incoming.url ?? '/', endpoint)
      const request = { method: incoming.method ?? '', url, headers: incoming.headers, body: await text(incoming) }
      requests.push(request)
      const hit = faults.find(({ fault, left }) => left > 0 && fault.to(request))
      if (hit) hit.left--
      const kind = hit?.fault.kind
      if (kind === 'away') return void incoming.socket.destroy()
      if (kind === 'late') await sleep(200)
      const reply = hit?.fault.reply ?? (await answer(request))
      await send(response, reply, kind === 'cut')
    })().catch(() => response.destroy())
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    endpoint,
    requests,
    inflict(...next) {
      faults = next.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }))
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function send(response: ServerResponse, { status, body, headers }: ProtocolReply, isCut: boolean): Promise<void> {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length, ...headers })
  if (!isCut) return void response.end(bytes)
  response.write(bytes.subarray(0, bytes.length / 2))
  await sleep(5)
  response.destroy()
}
