import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { startFauxqs } from 'fauxqs'
import { createSqsServer } from 'local-aws-sqs'

/** What the server does to requests instead of answering them well. */
export interface SqsFault {
  /**
   * `away`: not done, the connection breaks. `silent`: not done, no reply. `held`: done, but no reply. `lost`: done, but the
   * connection breaks before the reply. `error`: a reply of 503.
   */
  readonly kind: 'away' | 'silent' | 'held' | 'lost' | 'error'
  /** Which requests; left out: all. */
  readonly actions?: readonly string[]
  /** How many of them; left out: all. */
  readonly times?: number
}

export interface SqsServer {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string
  /** The action and the input of each request, in their order. */
  readonly requests: { readonly action: string; readonly input: SqsFields }[]
  /** @returns its URL. With `deadLetters`, the URL of another queue, a message goes there that was received MOST_RECEIVES times. */
  createQueue(name: string, deadLetters?: string): Promise<string>
  /** A request without a client, past the faults. */
  call(action: string, input: SqsFields): Promise<SqsFields>
  /** Replaces the faults; none: it works. */
  inflict(...faults: readonly SqsFault[]): void
  stop(): Promise<void>
}

/** What the tests read of requests and replies. */
export interface SqsFields {
  readonly [other: string]: unknown
  readonly QueueUrl?: string
  readonly Attributes?: Readonly<Record<string, string>>
  readonly Messages?: readonly { readonly Body: string; readonly ReceiptHandle: string }[]
  readonly Entries?: readonly { readonly MessageBody: string }[]
  readonly VisibilityTimeout?: number
}

const MOST_RECEIVES = 2

/** Independent readings of the protocol. Neither checks signatures. */
export const SQS_SERVERS = ['fauxqs', 'local-aws-sqs'] as const

/** A server of that kind on a free port of the loopback, behind a gate that fails on request. */
export async function startSqsServer(kind: (typeof SQS_SERVERS)[number] = 'fauxqs'): Promise<SqsServer> {
  const service = kind === 'fauxqs' ? await startFauxqsService() : await startLocalService()
  const gate = new Gate(service.port)
  const server = createServer((incoming, reply) => void gate.pass(incoming, reply).catch(() => reply.destroy()))
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const call: SqsServer['call'] = async (action, input) => {
    const body = Buffer.from(JSON.stringify(input))
    const reply = await gate.forward({ method: 'POST', url: '/', headers: headersOf(action, body) }, body)
    const answer = reply.body.length === 0 ? {} : JSON.parse(reply.body.toString())
    if (reply.status !== 200) throw new Error(`${action}: ${reply.status} ${JSON.stringify(answer)}`)
    return answer
  }
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: gate.requests,
    call,
    createQueue: (name, deadLetters) => createQueue(call, name, deadLetters),
    inflict: (...faults) => gate.inflict(faults),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
      await service.stop()
    },
  }
}

async function createQueue(call: SqsServer['call'], name: string, deadLetters?: string): Promise<string> {
  const Attributes: Record<string, string> = {}
  if (deadLetters !== undefined) {
    const known = await call('GetQueueAttributes', { QueueUrl: deadLetters, AttributeNames: ['QueueArn'] })
    const policy = { deadLetterTargetArn: known.Attributes?.['QueueArn'], maxReceiveCount: MOST_RECEIVES }
    Attributes['RedrivePolicy'] = JSON.stringify(policy)
  }
  return (await call('CreateQueue', { QueueName: name, Attributes })).QueueUrl!
}

interface Service {
  readonly port: number
  stop(): Promise<void>
}

async function startFauxqsService(): Promise<Service> {
  // not its address, of which it would make the name of a host in the queues' URLs
  return startFauxqs({ port: 0, host: 'localhost', logger: false })
}

async function startLocalService(): Promise<Service> {
  const server = await createSqsServer({ port: 0, hostname: '127.0.0.1' })
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function headersOf(action: string, body: Buffer): IncomingMessage['headers'] {
  return {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': String(body.length),
    'x-amz-target': `AmazonSQS.${action}`,
    authorization:
      'AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0',
  }
}

class Gate {
  readonly requests: { action: string; input: SqsFields }[] = []
  readonly #port: number
  #faults: { fault: SqsFault; left: number }[] = []

  constructor(port: number) {
    this.#port = port
  }

  inflict(faults: readonly SqsFault[]): void {
    this.#faults = faults.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }))
  }

  async pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming)
    const action = String(incoming.headers['x-amz-target']).replace(/^AmazonSQS\./, '')
    this.requests.push({ action, input: JSON.parse(body.toString()) })
    const fault = this.#nextFault(action)
    if (fault === 'away') return void outgoing.destroy()
    if (fault === 'silent') return
    if (fault === 'error') return void outgoing.writeHead(503).end()
    const reply = await this.forward(incoming, body)
    if (fault === 'held') return
    if (fault === 'lost') return void outgoing.destroy()
    outgoing.writeHead(reply.status, reply.headers)
    outgoing.end(reply.body)
  }

  async forward({ method, url, headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>, body: Buffer) {
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const to = { host: '127.0.0.1', port: this.#port, method, path: url, headers, agent: false }
      request(to, resolve).on('error', reject).end(body)
    })
    return { status: reply.statusCode!, headers: reply.headers, body: await buffer(reply) }
  }

  #nextFault(action: string): SqsFault['kind'] | undefined {
    const found = this.#faults.find(({ fault, left }) => left > 0 && (fault.actions?.includes(action) ?? true))
    if (found) found.left--
    return found?.fault.kind
  }
}
