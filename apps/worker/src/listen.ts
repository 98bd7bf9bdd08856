import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, isIP } from 'node:net'
import { CodedError } from '@zerosec/errors'

/** What is answered to a GET of a path. */
export type Answers = Readonly<Record<string, () => Promise<Answer>>>

export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

export interface Listening {
  readonly url: string
  close(): Promise<void>
}

/** Headers and a body that nobody reads: more is an attack. */
const REQUEST_MS = 5000

/**
 * A listener for those who watch a worker, and no more: GETs without parameters. On loopback it answers only to loopback's names,
 * so that no web page reads it by pointing a name of its own there.
 *
 * @throws CodedError port_in_use, configuration_invalid
 */
export async function listen(answers: Answers, { host, port }: { host: string; port: number }): Promise<Listening> {
  const loopback = isLoopback(host)
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, (request, reply) => {
    if (loopback && !isLoopback(hostOf(request))) return send(reply, problem(403, 'this name is not served here'))
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(reply, problem(405, 'only GET'))
    const answer = answers[request.url?.split('?', 1)[0] ?? '']
    if (!answer) return send(reply, problem(404, `there are ${Object.keys(answers).join(', ')}`))
    answer().then(
      (made) => send(reply, made),
      () => send(reply, problem(500, 'it could not be made')),
    )
  })
  server.listen({ host, port })
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw new CodedError('port_in_use', { port, host }, { cause: error })
    const setting = error.code === 'EACCES' ? 'ZEROSEC_WORKER_PORT' : 'ZEROSEC_WORKER_HOST'
    throw new CodedError('configuration_invalid', { setting, problem: error.message }, { cause: error })
  })
  const { address, port: taken } = server.address() as AddressInfo
  return {
    url: `http://${isIP(address) === 6 ? `[${address}]` : address}:${taken}`,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function send(reply: ServerResponse, { status, type, body }: Answer): void {
  reply.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  reply.end(body)
}

function problem(status: number, message: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${message}\n` }
}

function hostOf({ headers }: IncomingMessage): string {
  const { host = '' } = headers
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
}
