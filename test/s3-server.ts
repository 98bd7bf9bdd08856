import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { startFauxqs } from 'fauxqs'

/** What the server does to requests instead of answering them well. */
export interface S3Fault {
  /** `error`: a reply of `status`. `lost`: done, but the reply never comes. `silent`: no reply, not done. `cut`: half of the reply's body. */
  readonly kind: 'error' | 'lost' | 'silent' | 'cut'
  readonly status?: number
  readonly code?: string
  /** Which requests, by `PUT /bucket/key?…`; left out: all. */
  readonly matches?: RegExp
  /** How many of them; left out: all. */
  readonly times?: number
}

export interface S3Server {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string
  /** `PUT /bucket/key?…` of each request, in their order. */
  readonly requests: readonly string[]
  createBucket(name: string): void
  /** Replaces the faults; none: it works. */
  inflict(...faults: readonly S3Fault[]): void
  stop(): Promise<void>
}

/**
 * An S3 server on a free port of the loopback: fauxqs, behind a gate that adds what it lacks and AWS has (conditional writes and the
 * check of sha256 checksums), and that fails on request. It checks no signature.
 *
 * @param conditionalWrites  false for a store that does not know them
 */
export async function startS3Server({ conditionalWrites = true } = {}): Promise<S3Server> {
  const store = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false })
  const gate = new Gate(store.port, conditionalWrites)
  const server = createServer((incoming, reply) => {
    gate.pass(incoming, reply).catch(() => reply.destroy())
  })
  const sockets = new Set<Socket>()
  server.on(
    'connection',
    (socket: Socket) => sockets.add(socket).size && socket.on('close', () => sockets.delete(socket)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: gate.requests,
    createBucket: (name) => void store.createBucket(name),
    inflict: (...faults) => gate.inflict(faults),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
      await store.stop()
    },
  }
}

interface Reply {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

class Gate {
  readonly requests: string[] = []
  readonly #port: number
  readonly #conditionalWrites: boolean
  /** The end of the last conditional write of each path. */
  readonly #writes = new Map<string, Promise<unknown>>()
  #faults: { fault: S3Fault; left: number }[] = []

  constructor(port: number, conditionalWrites: boolean) {
    this.#port = port
    this.#conditionalWrites = conditionalWrites
  }

  inflict(faults: readonly S3Fault[]): void {
    this.#faults = faults.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }))
  }

  async pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const line = `${incoming.method} ${incoming.url}`
    this.requests.push(line)
    const body = await buffer(incoming)
    const fault = this.#nextFault(line)
    if (fault?.kind === 'silent') return
    if (fault?.kind === 'error') return send(outgoing, errorReply(fault.status ?? 500, fault.code ?? 'InternalError'))
    const reply = await this.#carryOut(incoming, body)
    if (fault?.kind === 'lost') return void outgoing.destroy()
    if (fault?.kind !== 'cut') return send(outgoing, reply)
    outgoing.writeHead(reply.status, reply.headers)
    outgoing.write(reply.body.subarray(0, reply.body.length / 2), () => outgoing.destroy())
  }

  #nextFault(line: string): S3Fault | undefined {
    const found = this.#faults.find(({ fault, left }) => left > 0 && (fault.matches?.test(line) ?? true))
    if (found) found.left--
    return found?.fault
  }

  async #carryOut(incoming: IncomingMessage, body: Buffer): Promise<Reply> {
    const wanted = incoming.headers['x-amz-checksum-sha256']
    if (wanted !== undefined && wanted !== createHash('sha256').update(body).digest('base64'))
      return errorReply(400, 'BadDigest')
    if (!this.#conditionalWrites || incoming.headers['if-none-match'] !== '*') return this.#forward(incoming, body)
    const [path = ''] = incoming.url!.split('?')
    const write = (this.#writes.get(path) ?? Promise.resolve()).then(async () => {
      const there = await this.#forward({ method: 'HEAD', url: path, headers: {} }, Buffer.alloc(0))
      return there.status === 200 ? errorReply(412, 'PreconditionFailed') : this.#forward(incoming, body)
    })
    this.#writes.set(path, write)
    return write
  }

  async #forward(
    { method, url, headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
    body: Buffer,
  ): Promise<Reply> {
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const to = { host: '127.0.0.1', port: this.#port, method, path: url, headers, agent: false }
      request(to, resolve).on('error', reject).end(body)
    })
    return { status: reply.statusCode!, headers: reply.headers, body: await buffer(reply) }
  }
}

function errorReply(status: number, code: string): Reply {
  const text = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`
  return { status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(text) }
}

function send(outgoing: ServerResponse, { status, headers, body }: Reply): void {
  outgoing.writeHead(status, headers)
  outgoing.end(body)
}
