import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postWebhook, signatureOf, webhookUrl } from './post-webhook.ts'
import { isPrivateAddress } from './private-addresses.ts'

interface Seen {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

let answer: (request: IncomingMessage, response: ServerResponse) => void
const seen: Seen[] = []
const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', (piece: string) => (body += piece))
  request.on('end', () => {
    seen.push({ headers: request.headers, body })
    answer(request, response)
  })
})
let origin = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

const message = (url: string) => ({ url, secret: 'whsec_test', deliveryId: 'd1', body: '{"event":"alert.firing"}' })
const ANY = { allowsPrivate: true, timeoutMs: 300 }

describe('a webhook', () => {
  it('arrives with a signature that its receiver can compute', async () => {
    answer = (_, response) => void response.writeHead(204).end()
    await postWebhook(message(`${origin}/hook`), ANY, new Date(1_700_000_000_500))
    const { headers, body } = seen.at(-1)!
    expect(body).toBe('{"event":"alert.firing"}')
    expect(headers['zerosec-signature']).toBe(`t=1700000000,v1=${signatureOf('whsec_test', 1_700_000_000, body)}`)
    expect(headers['zerosec-delivery']).toBe('d1')
  })

  it('is not led elsewhere by a redirect', async () => {
    answer = (_, response) => void response.writeHead(302, { location: `${origin}/inside` }).end()
    const before = seen.length
    await expect(postWebhook(message(origin), ANY)).rejects.toThrow('a redirect, which is not followed')
    expect(seen.length).toBe(before + 1)
  })

  it.each<[what: string, answer: typeof answer, said: string]>([
    ['an error', (_, response) => void response.writeHead(500).end('secret'), 'it answered 500'],
    ['silence', () => undefined, 'did not answer in time'],
    ['a broken connection', (request) => void request.socket.destroy(), 'it ended the connection'],
  ])('fails by %s, in words without the answer', async (_, given, said) => {
    answer = given
    await expect(postWebhook(message(origin), ANY)).rejects.toThrow(said)
  })

  it.each(['127.0.0.1', '[::1]', 'localhost', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433', '0x7f.1'])(
    'never reaches this machine unless that is allowed: %s',
    async (host) => {
      const before = seen.length
      const { port } = server.address() as AddressInfo
      const sent = postWebhook(message(`http://${host}:${port}/`), { allowsPrivate: false, timeoutMs: 2000 })
      await expect(sent).rejects.toThrow('of this machine or its own network')
      expect(seen.length).toBe(before)
    },
  )

  it.each(['file:///etc/passwd', 'gopher://x/', 'https://user:password@example.com/', 'nothing'])(
    'has no address %s',
    (url) => expect(() => webhookUrl(url)).toThrow(/^it (is no URL|begins with neither|has a user name)/),
  )
})

it.each([
  ['10.1.2.3', true],
  ['172.31.0.1', true],
  ['172.32.0.1', false],
  ['192.168.1.1', true],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['8.8.8.8', false],
  ['255.255.255.255', true],
  ['::1', true],
  ['fd00::1', true],
  ['fe80::1', true],
  ['::ffff:10.0.0.1', true],
  ['::ffff:8.8.8.8', false],
  ['64:ff9b::a00:1', true],
  ['2606:4700:4700::1111', false],
  ['no address', true],
])('%s is of a private network: %s', (address, is) => expect(isPrivateAddress(address)).toBe(is))
