import fastify, { type FastifyRequest } from 'fastify'
import { describe, expect, it } from 'vitest'
import { type Credential, credentialOf, SessionCookies } from './credential.ts'

/** What is read of a request with these headers. */
async function read(
  headers: Record<string, string>,
  { publicUrl, trustProxy = false }: { publicUrl?: string; trustProxy?: boolean } = {},
): Promise<{ credential: Credential | undefined; cookie: string }> {
  const cookies = new SessionCookies(publicUrl)
  const app = fastify({ trustProxy })
  let seen: FastifyRequest | undefined
  app.get('/', async (request) => {
    seen = request
    return { credential: credentialOf(request, cookies), cookie: cookies.write(request, 's', new Date(0)) }
  })
  const reply = await app.inject({ url: '/', headers: { host: '127.0.0.1:8000', ...headers } })
  await app.close()
  expect(seen).toBeDefined()
  return reply.json()
}

describe('the credential of a request', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer  abc ', 'abc'],
    ['Bearer a b', ''],
    ['Basic abc', ''],
    ['Bearer', ''],
    [`Bearer ${'a'.repeat(16_385)}`, ''],
  ])(
    'of Authorization %.20s is %j, and what can not be read is never taken for nothing',
    async (authorization, text) => {
      const cookie = 'zerosec-8000=session'
      expect((await read({ authorization, cookie })).credential).toEqual({ kind: 'bearer', text })
    },
  )

  it.each([
    ['zerosec-8000=a', 'a'],
    ['x=1; zerosec-8000=a; y=2', 'a'],
    ['zerosec-8000=a=b', 'a=b'],
    ['zerosec-8001=a', undefined],
    ['xzerosec-8000=a; =zerosec-8000=a', undefined],
    ['__Host-zerosec=a', undefined],
    ['', undefined],
  ])('of Cookie %s is %j', async (cookie, text) => {
    expect((await read({ cookie })).credential?.text).toBe(text)
  })
})

describe('the cookie', () => {
  const PLAIN = 'zerosec-8000=s; Path=/; HttpOnly; SameSite=Strict; Expires=Thu, 01 Jan 1970 00:00:00 GMT'
  const SECURE = '__Host-zerosec=s; Path=/; HttpOnly; SameSite=Strict; Secure; Expires=Thu, 01 Jan 1970 00:00:00 GMT'

  it('is for the port without TLS, and Secure with a prefix where browsers come by https', async () => {
    expect((await read({})).cookie).toBe(PLAIN)
    expect((await read({}, { publicUrl: 'https://data.example' })).cookie).toBe(SECURE)
    expect((await read({ 'x-forwarded-proto': 'https' }, { trustProxy: true })).cookie).toBe(SECURE)
    expect((await read({ 'x-forwarded-proto': 'https' })).cookie).toBe(PLAIN)
  })

  it('is read under the name under which it was written', async () => {
    const cookie = '__Host-zerosec=a; zerosec-8000=b'
    expect((await read({ cookie }, { publicUrl: 'https://data.example' })).credential?.text).toBe('a')
    expect((await read({ cookie })).credential?.text).toBe('b')
  })
})
