import { Agent, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http'

/** RFC 9110, 7.6.1: they hold between two neighbours, and are not passed on. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'upgrade']

/**
 * Passes requests on to the API as they are, body and answer streamed, and tells it who asked: ZEROSEC_TRUST_PROXY of the API has to
 * name this container's network. Where the API can't be reached the answer is 502.
 */
export function forwardTo(api: URL): (incoming: IncomingMessage, reply: ServerResponse) => void {
  const agent = new Agent({ keepAlive: true })
  return (incoming, reply) => {
    const { method, url: path, headers } = incoming
    const outgoing = request(
      { agent, host: api.hostname, port: api.port || 80, method, path, headers: headersOf(incoming, headers) },
      (answer) => {
        reply.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers))
        answer.pipe(reply)
        answer.on('error', () => reply.destroy())
      },
    )
    outgoing.on('error', () => {
      if (reply.headersSent) return void reply.destroy()
      reply.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' }).end("The API can't be reached.\n")
    })
    reply.on('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  }
}

function headersOf({ socket }: IncomingMessage, headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const before = headers['x-forwarded-for']
  const client = socket.remoteAddress ?? 'unknown'
  return {
    ...withoutHops(headers),
    'x-forwarded-for': before === undefined ? client : `${String(before)}, ${client}`,
    'x-forwarded-proto': headers['x-forwarded-proto'] ?? 'http',
    'x-forwarded-host': headers['x-forwarded-host'] ?? headers.host,
  }
}

function withoutHops(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  const dropped = new Set([...HOP_BY_HOP, ...named])
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)))
}
