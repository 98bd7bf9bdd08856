import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, it } from 'vitest'
import { forwardTo } from './forward.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

type Answer = (request: IncomingMessage, reply: ServerResponse) => void

async function listen(answer: Answer): Promise<URL> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

it('passes a request on as it is, and says who asked', async () => {
  const api = await listen(async (incoming, reply) => {
    const { method, url, headers } = incoming
    reply
      .writeHead(201, { 'x-of-api': 'yes' })
      .end(JSON.stringify({ method, url, headers, body: await text(incoming) }))
  })
  const front = await listen(forwardTo(api))
  const headers = {
    'content-type': 'text/csv',
    'x-forwarded-for': '203.0.113.9',
    connection: 'close, x-private',
    'x-private': '1',
  }
  const sent = request(new URL('/api/v1/jobs?a=%2F', front), { method: 'PUT', headers })
  sent.end('a,b\n1,2\n')
  const [reply] = (await once(sent, 'response')) as [IncomingMessage]
  expect([reply.statusCode, reply.headers['x-of-api']]).toEqual([201, 'yes'])
  const seen = JSON.parse(await text(reply))
  expect(seen).toMatchObject({
    method: 'PUT',
    url: '/api/v1/jobs?a=%2F',
    body: 'a,b\n1,2\n',
    headers: {
      host: front.host,
      'content-type': 'text/csv',
      'x-forwarded-for': '203.0.113.9, 127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': front.host,
    },
  })
  expect(seen.headers).not.toHaveProperty('x-private')
})

it('lets events through as they come, and leaves when the client does', async () => {
  let left: Promise<unknown> | undefined
  const api = await listen((_, reply) => {
    left = once(reply, 'close')
    reply.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
  })
  const front = await listen(forwardTo(api))
  const sent = request(front).end()
  const [reply] = (await once(sent, 'response')) as [IncomingMessage]
  expect(String((await once(reply, 'data'))[0])).toBe('data: 1\n\n')
  reply.on('error', () => {})
  sent.destroy()
  await left
})

it('answers 502 where the API is away', async () => {
  const away = await listen(() => {})
  servers.pop()?.close()
  const reply = await fetch(await listen(forwardTo(away)))
  expect([reply.status, await reply.text()]).toEqual([502, "The API can't be reached.\n"])
})
