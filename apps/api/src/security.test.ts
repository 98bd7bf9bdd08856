import type { Platform } from '@zerosec/jobs'
import { describe, expect, it } from 'vitest'
import { SETTINGS, untouchedPlatform } from '../test/untouched-platform.ts'
import { createApi } from './create-api.ts'
import { type ApiSettings, LOOPBACK_HOSTS } from './settings.ts'

const JOBS = '/api/v1/jobs'

async function ask(
  settings: Partial<typeof SETTINGS>,
  headers: Record<string, string>,
  request: { method?: 'GET' | 'POST' | 'OPTIONS' | 'PUT'; url?: string; payload?: string } = {},
) {
  const app = await createApi(untouchedPlatform, { ...SETTINGS, ...settings })
  const reply = await app.inject({ method: 'GET', url: '/docs', ...request, headers })
  await app.close()
  return reply
}

describe('a request from another origin', () => {
  it.each([
    ['a page elsewhere', 'https://evil.example'],
    ['another port of this machine', 'http://localhost:3000'],
    ['a sandboxed frame or a file', 'null'],
  ])('is refused: %s', async (_, origin) => {
    const reply = await ask({}, { origin, host: 'localhost:8000' })
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({ code: 'origin_refused', error: 'OriginRefused', details: { origin } })
  })

  it.each([
    ['a form post, which needs no preflight', 'POST', JOBS, 'application/x-www-form-urlencoded'],
    ['JSON sent as text, which needs no preflight', 'POST', `${JOBS}/${crypto.randomUUID()}/cancel`, 'text/plain'],
    ['an upload', 'PUT', '/files/zerosec-inputs/inputs/a.csv', 'text/csv'],
    ['a preflight', 'OPTIONS', JOBS, 'text/plain'],
  ] as const)('is refused before it does anything: %s', async (_, method, url, contentType) => {
    const headers = { origin: 'https://evil.example', 'content-type': contentType }
    const reply = await ask({}, headers, { method, url, payload: '{}' })
    expect(reply.json().code).toBe('origin_refused')
    expect(reply.headers['access-control-allow-origin']).toBeUndefined()
  })

  it('is answered when its origin is configured, with the headers that a browser asks for', async () => {
    const origin = 'https://lab.example'
    const settings = { origins: [origin] }
    const reply = await ask(settings, { origin, host: 'localhost:8000' })
    expect(reply.statusCode).toBe(200)
    expect(reply.headers['access-control-allow-origin']).toBe(origin)
    expect(reply.headers['access-control-expose-headers']).toContain('x-model-version')
    const preflight = await ask(settings, { origin, 'access-control-request-method': 'PUT' }, { method: 'OPTIONS' })
    expect(preflight.statusCode).toBe(204)
    expect(preflight.headers['access-control-allow-methods']).toContain('PUT')
    expect((await ask(settings, { origin: 'https://evil.example' })).statusCode).toBe(403)
  })

  it('is no other origin when it is the page that the API serves, over a proxy with TLS too', async () => {
    expect((await ask({}, { origin: 'http://localhost:8000', host: 'localhost:8000' })).statusCode).toBe(200)
    expect((await ask({}, { origin: 'https://data.example', host: 'data.example' })).statusCode).toBe(200)
    const publicUrl = 'https://data.example'
    expect((await ask({ publicUrl }, { origin: publicUrl, host: '10.0.0.7:8000' })).statusCode).toBe(200)
  })
})

describe('a request for a foreign host name, as DNS rebinding makes them', () => {
  it.each(['evil.example', 'evil.example:8000', 'localhost.evil.example', '127.0.0.1.nip.io'])(
    'is refused on loopback: %s',
    async (host) => {
      const reply = await ask({ hosts: LOOPBACK_HOSTS }, { host })
      expect(reply.statusCode).toBe(403)
      expect(reply.json().code).toBe('host_refused')
    },
  )

  it.each(['localhost:8000', '127.0.0.1:8000', '[::1]:8000', 'localhost', 'LOCALHOST:8000'])(
    'is no such request: %s',
    async (host) => {
      expect((await ask({ hosts: LOOPBACK_HOSTS }, { host })).statusCode).toBe(200)
    },
  )

  it('is answered where the name is configured, or is that of the public URL', async () => {
    expect((await ask({ hosts: ['lab'] }, { host: 'lab:8000' })).statusCode).toBe(200)
    const settings = { hosts: LOOPBACK_HOSTS, publicUrl: 'https://data.example' }
    expect((await ask(settings, { host: 'data.example' })).statusCode).toBe(200)
  })
})

describe('every reply', () => {
  it('forbids sniffing and framing, asks for no https without TLS, and loads nothing', async () => {
    const { headers } = await ask({}, {}, { url: '/api/v1/none' })
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'")
    expect(headers['strict-transport-security']).toBeUndefined()
    expect(headers['x-powered-by']).toBeUndefined()
  })

  it('says of what may be shown as a page also how, and of JSON nothing that is about pages', async () => {
    const document = ['cross-origin-opener-policy', 'x-frame-options', 'x-permitted-cross-domain-policies']
    const shown = (headers: object) => document.filter((name) => name in headers)
    expect(shown((await ask({}, {})).headers)).toEqual(document)
    const { headers } = await ask({}, {}, { url: '/api/v1/none' })
    expect(shown(headers)).toEqual([])
    expect(headers['cross-origin-resource-policy']).toBe('same-origin')
    expect(headers['referrer-policy']).toBe('same-origin')
  })

  it('asks for TLS from then on when the public URL has it', async () => {
    const { headers } = await ask({ publicUrl: 'https://data.example' }, {})
    expect(headers['strict-transport-security']).toContain('max-age')
  })

  it('is 429 with the seconds to wait once an address asks too often', async () => {
    const app = await createApi(untouchedPlatform, { ...SETTINGS, requestsPerMinute: 2 })
    const replies = [await app.inject('/docs'), await app.inject('/docs'), await app.inject('/docs')]
    await app.close()
    expect(replies.map((reply) => reply.statusCode)).toEqual([200, 200, 429])
    expect(replies[2]?.json()).toMatchObject({ code: 'rate_limited', details: { seconds: 60 } })
    expect(replies[2]?.headers['retry-after']).toBe('60')
  })

  it('is never 429 where it tells of the health, however often that is asked', async () => {
    const healthy = { ...untouchedPlatform, access: {}, files: { origins: [] }, databaseConnected: async () => true }
    const app = await createApi(healthy as unknown as Platform, { ...SETTINGS, requestsPerMinute: 2 })
    for (let i = 0; i < 5; i++) expect((await app.inject('/health')).statusCode).toBe(200)
    await app.close()
  })

  it('ignores a key while none is configured', async () => {
    expect((await ask({}, { authorization: 'Bearer anything' })).statusCode).toBe(200)
  })
})

describe('the address that a caller is counted by', () => {
  const statuses = async (
    settings: Partial<ApiSettings>,
    requests: readonly { from: string; forwardedFor: string }[],
  ) => {
    const app = await createApi(untouchedPlatform, { ...SETTINGS, requestsPerMinute: 2, ...settings })
    const replies: number[] = []
    for (const { from, forwardedFor } of requests) {
      const headers = { 'x-forwarded-for': forwardedFor, 'x-real-ip': forwardedFor, forwarded: `for=${forwardedFor}` }
      replies.push((await app.inject({ url: '/docs', remoteAddress: from, headers })).statusCode)
    }
    await app.close()
    return replies
  }
  const madeUp = ['1.1.1.1', '2.2.2.2', '3.3.3.3', '1.1.1.1, 4.4.4.4']

  it('is that of the connection, whatever X-Forwarded-For says', async () => {
    const requests = madeUp.map((forwardedFor) => ({ from: '10.0.0.9', forwardedFor }))
    expect(await statuses({}, requests)).toEqual([200, 200, 429, 429])
    expect(await statuses({ trustProxy: ['10.0.0.1'] }, requests)).toEqual([200, 200, 429, 429])
  })

  it('is what a proxy says that is trusted: the one nearest to it, not what the client made up', async () => {
    const trustProxy = ['10.0.0.0/8']
    const ofMany = ['1.1.1.1', '2.2.2.2', '3.3.3.3'].map((forwardedFor) => ({ from: '10.0.0.9', forwardedFor }))
    expect(await statuses({ trustProxy }, ofMany)).toEqual([200, 200, 200])
    const ofOne = madeUp.map((forwardedFor) => ({ from: '10.0.0.9', forwardedFor: `${forwardedFor}, 8.8.8.8` }))
    expect(await statuses({ trustProxy }, ofOne)).toEqual([200, 200, 429, 429])
  })
})

it('does not start with a route that says no scope', async () => {
  const app = await createApi(untouchedPlatform, SETTINGS)
  app.get('/forgotten', async () => 'open')
  await expect(app.ready()).rejects.toThrow('these routes say no scope in their config: GET /forgotten')
  await app.close()
})
