import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AUDIENCE, startTokenIssuer, type TokenIssuer } from '../../../../packages/jobs/test/token-issuer.ts'
import { type RunningApi, startApi, TEST_JOBS } from '../../test/running-api.ts'

let issuer: TokenIssuer
let api: RunningApi
let admin: string
beforeAll(async () => {
  issuer = await startTokenIssuer()
  const environment = {
    ZEROSEC_AUTH: 'on',
    ZEROSEC_OIDC_ISSUER: issuer.issuer,
    ZEROSEC_OIDC_AUDIENCE: AUDIENCE,
    ZEROSEC_OIDC_WORKSPACE_CLAIM: 'tenant',
  }
  api = await startApi({ platform: TEST_JOBS, environment })
  admin = await newKey()
})
afterAll(async () => {
  await api.stop()
  await issuer.stop()
})

async function newKey(workspaceId = 'lab'): Promise<string> {
  const wanted = { workspaceId, name: 'test', scope: 'admin', createdBy: 'test' } as const
  return (await api.platform.access.keys.create(wanted)).key
}

interface Sent {
  readonly key?: string
  readonly cookie?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
}

async function send(method: string, path: string, { key, cookie, headers, body }: Sent = {}) {
  const reply = await fetch(`${api.url}/api/v1${path}`, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: reply.status, headers: reply.headers, body: await reply.json() }
}

describe('a key over HTTP', () => {
  it('is made, shown once, used, listed and revoked; from then on it opens nothing, at once', async () => {
    const made = await send('POST', '/keys', { key: admin, body: { name: 'press', scope: 'read', expires_in_days: 2 } })
    const { key, ...shown } = made.body
    expect(made.headers.get('cache-control')).toBe('no-store')
    expect(shown).toMatchObject({ name: 'press', scope: 'read', workspace_id: 'lab', revoked_at: null })
    expect((await send('GET', '/jobs', { key })).status).toBe(200)
    const { keys } = (await send('GET', '/keys', { key: admin })).body
    expect(keys[0]).toMatchObject({ ...shown, last_used_at: expect.toSatisfy(isNullOrText) })
    expect(JSON.stringify(keys)).not.toContain(key.slice(-32))

    const revoked = await send('DELETE', `/keys/${shown.key_id}`, { key: admin })
    expect(revoked.body).toMatchObject({ key_id: shown.key_id, revoked_at: expect.any(String) })
    expect((await send('GET', '/jobs', { key })).body.code).toBe('credentials_refused')
  })

  it('manages those of its own workspace only', async () => {
    const body = { name: 'x', workspace_id: 'other' }
    expect((await send('POST', '/keys', { key: admin, body })).body.code).toBe('workspace_refused')
    expect((await send('GET', '/keys?workspace_id=other', { key: admin })).body.code).toBe('workspace_refused')
    const { listed } = await api.platform.access.keys.create({
      workspaceId: 'other',
      name: 'theirs',
      scope: 'read',
      createdBy: 'test',
    })
    expect((await send('DELETE', `/keys/${listed.keyId}`, { key: admin })).body.code).toBe('key_unknown')
  })

  it.each([
    ['no name', { name: ' ' }],
    ['an unknown scope', { name: 'x', scope: 'owner' }],
    ['no time', { name: 'x', expires_in_days: 0 }],
    ['a workspace that is a path', { name: 'x', workspace_id: '../lab' }],
  ])('is not made with %s', async (_, body) => {
    expect(await send('POST', '/keys', { key: admin, body })).toMatchObject({
      status: 422,
      body: { code: 'request_invalid' },
    })
  })
})

const isNullOrText = (value: unknown): boolean => value === null || typeof value === 'string'

describe('a token of the issuer over HTTP', () => {
  it('works in the workspace and with the scope that it names', async () => {
    const key = await issuer.token({ tenant: 'lab', scope: 'zerosec:read' })
    expect((await send('GET', '/session', { key })).body).toMatchObject({
      authentication: 'on',
      actor: 'oidc:taro',
      workspace_id: 'lab',
      scope: 'read',
    })
    expect((await send('POST', '/projects', { key, body: { name: 'x' } })).body.code).toBe('scope_missing')
    const other = await issuer.token({ tenant: 'lab', aud: 'other' })
    expect(await send('GET', '/session', { key: other })).toMatchObject({
      status: 401,
      body: { code: 'credentials_refused' },
    })
  })
})

describe('a platform with a low limit, whose issuer can not be asked', () => {
  let limited: RunningApi
  let gone: TokenIssuer
  beforeAll(async () => {
    gone = await startTokenIssuer()
    const environment = {
      ZEROSEC_AUTH: 'on',
      ZEROSEC_OIDC_ISSUER: gone.issuer,
      ZEROSEC_OIDC_AUDIENCE: AUDIENCE,
      ZEROSEC_REQUESTS_PER_MINUTE: '5',
    }
    limited = await startApi({ platform: TEST_JOBS, environment })
    await gone.stop()
  })
  afterAll(() => limited.stop())
  const ask = async (key?: string) =>
    fetch(`${limited.url}/api/v1/session`, key ? { headers: { authorization: `Bearer ${key}` } } : {})

  it('answers a token with 503, and lets nobody in', async () => {
    const reply = await ask(await gone.token())
    expect([reply.status, (await reply.json()).code]).toEqual([503, 'issuer_unavailable'])
  })

  it('counts each key, and each address of those that show none: one never uses up the limit of another', async () => {
    const wanted = { workspaceId: 'lab', name: 'test', scope: 'read', createdBy: 'test' } as const
    const { key: first } = await limited.platform.access.keys.create(wanted)
    const { key: second } = await limited.platform.access.keys.create(wanted)
    // the first of a key counts for the address: only then is it known
    for (const key of [first, second]) expect((await ask(key)).status).toBe(200)
    const replies = []
    for (let i = 0; i < 6; i++) replies.push(await ask(first))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429])
    expect(replies[5]?.headers.get('retry-after')).toMatch(/^\d+$/)
    expect((await ask(second)).status).toBe(200)
    // the token above was the first of this address
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([401, 401, 429])
    expect((await ask('zs_unknown')).status).toBe(429)
    expect((await ask(second)).status).toBe(200)
  })
})

describe('a session', () => {
  const signIn = async (token: string) => {
    const reply = await send('POST', '/session', { body: { token } })
    return { ...reply, cookie: (reply.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '' }
  }
  const link = async () => (await api.platform.access.sessions.createOneTimeToken()).token

  it('is opened by a link, once, and held by a cookie that no script and no other site gets', async () => {
    const token = await link()
    const { status, body, headers, cookie } = await signIn(token)
    expect([status, body]).toEqual([
      200,
      {
        authentication: 'on',
        actor: 'start-link',
        workspace_id: 'default',
        scope: 'admin',
        expires_at: expect.any(String),
      },
    ])
    const port = new URL(api.url).port
    expect(headers.get('set-cookie')).toMatch(
      new RegExp(
        `^zerosec-${port}=zs_session_[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Strict; Expires=\\w{3}, .* GMT$`,
      ),
    )
    expect((await send('GET', '/jobs', { cookie })).status).toBe(200)
    expect((await signIn(token)).body.code).toBe('credentials_refused')
  })

  it('is opened by a key or a token too, with what those may do and no longer than they do', async () => {
    const key = await newKey()
    const { cookie, body } = await signIn(key)
    expect(body).toMatchObject({ workspace_id: 'lab', scope: 'admin', actor: expect.stringMatching(/^key:/) })
    await send('DELETE', `/keys/${body.actor.slice(4)}`, { key: admin })
    expect((await send('GET', '/jobs', { cookie })).body.code).toBe('credentials_refused')

    const exp = Math.floor(Date.now() / 1000) + 60
    const ofToken = await signIn(await issuer.token({ tenant: 'lab', exp }))
    expect(ofToken.body).toMatchObject({ actor: 'oidc:taro', expires_at: new Date(exp * 1000).toISOString() })
    expect((await signIn('nonsense')).body.code).toBe('credentials_refused')
  })

  it('is over once it is signed out', async () => {
    const { cookie } = await signIn(await link())
    const headers = { 'sec-fetch-site': 'same-origin' }
    const out = await send('DELETE', '/session', { cookie, headers })
    expect([out.body, out.headers.get('set-cookie')]).toEqual([
      { signed_out: true },
      expect.stringMatching(/=; Path=\/; HttpOnly; SameSite=Strict; Expires=Thu, 01 Jan 1970/),
    ])
    expect((await send('GET', '/jobs', { cookie })).body.code).toBe('credentials_refused')
  })

  it.each([
    ['our own page', { 'sec-fetch-site': 'same-origin' }, 200],
    ['our own page in an older browser', { origin: 'SELF' }, 200],
    ['a page of another port of this machine', { 'sec-fetch-site': 'same-site' }, 403],
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['no page', { 'sec-fetch-site': 'none' }, 403],
    ['who knows', {}, 403],
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['a sandbox', { origin: 'null' }, 403],
  ])('changes something only from our own page: %s', async (_, given, status) => {
    const { cookie } = await signIn(await link())
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value.replace('SELF', api.url)]),
    )
    const change = await send('POST', '/projects', {
      cookie,
      headers,
      body: { name: 'x' },
    })
    expect(change.status).toBe(status)
    if (status === 403) expect(['cross_site_refused', 'origin_refused']).toContain(change.body.code)
  })

  it('counts for nothing beside a key, and for nothing under another name', async () => {
    const { cookie } = await signIn(await link())
    expect((await send('GET', '/jobs', { cookie, key: 'wrong' })).body.code).toBe('credentials_refused')
    expect((await send('GET', '/jobs', { cookie: cookie.replace('zerosec-', 'x-zerosec-') })).body.code).toBe(
      'credentials_missing',
    )
    expect((await send('GET', '/jobs', { cookie: `a=b; ${cookie}; c=d` })).status).toBe(200)
    const secret = cookie.slice(cookie.indexOf('=') + 1)
    expect((await send('GET', '/jobs', { key: secret })).body.code).toBe('credentials_refused')
  })

  it('gives a link to whoever runs the machine, and to no administrator of a workspace', async () => {
    const { cookie } = await signIn(await link())
    const made = await send('POST', '/session/links', { cookie, headers: { 'sec-fetch-site': 'same-origin' } })
    expect(made.body.url).toMatch(new RegExp(`^${api.url}/sign-in/#token=zs_once_[0-9a-f]{32}$`))
    expect((await signIn(new URL(made.body.url).hash.slice('#token='.length))).status).toBe(200)
    expect((await send('POST', '/session/links', { key: admin })).body.code).toBe('scope_missing')
  })
})

describe('the audit log over HTTP', () => {
  it('names who changed what and who was turned away, of the own workspace, and no reads', async () => {
    const key = await newKey('audited')
    const actor = `key:${key.split('_')[1]}`
    const project = (await send('POST', '/projects', { key, body: { name: 'x' } })).body
    await send('GET', '/projects', { key })
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    expect((await fetch(`${api.url}/predict`, { method: 'POST', headers, body: '{"text":"good"}' })).status).toBe(200)
    await send('DELETE', `/projects/${crypto.randomUUID()}`, { key })
    const made = (await send('POST', '/keys', { key, body: { name: 'reader', scope: 'read' } })).body
    await send('POST', '/projects', { key: made.key, body: { name: 'y' } })
    await expect.poll(async () => (await send('GET', '/audit', { key })).body.entries.length).toBe(4)

    const { entries } = (await send('GET', '/audit', { key })).body
    expect(
      entries.map((entry: Record<string, unknown>) => [entry['actor'], entry['action'], entry['outcome']]),
    ).toEqual([
      [`key:${made.key_id}`, 'POST /api/v1/projects', 'scope_missing'],
      [actor, 'POST /api/v1/keys', 'done'],
      [actor, 'DELETE /api/v1/projects/:project_id', 'project_unknown'],
      [actor, 'POST /api/v1/projects', 'done'],
    ])
    expect(entries[3]).toMatchObject({
      subject: project.project_id,
      workspace_id: 'audited',
      address: '127.0.0.1',
      status: 200,
      times: 1,
    })
    expect(JSON.stringify(entries)).not.toContain(key.slice(-32))
    expect(entries[1]).toMatchObject({ subject: made.key_id })
  })
})
