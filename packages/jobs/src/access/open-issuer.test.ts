import { createHmac } from 'node:crypto'
import { CompactEncrypt, exportSPKI, importJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AUDIENCE, startTokenIssuer, type TokenIssuer } from '../../test/token-issuer.ts'
import type { Issuer, IssuerSettings } from './issuer.ts'
import { isToken, openIssuer } from './open-issuer.ts'

let tokens: TokenIssuer
beforeAll(async () => {
  tokens = await startTokenIssuer()
})
afterAll(() => tokens.stop())

const open = (change: Partial<IssuerSettings> = {}): Issuer =>
  openIssuer(
    {
      issuer: tokens.issuer,
      audience: AUDIENCE,
      workspaceClaim: '',
      scopeClaim: 'scope',
      otherScope: undefined,
      cooldownMs: 0,
      ...change,
    },
    'default',
  )

const base64 = (value: object | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const now = () => Math.floor(Date.now() / 1000)

describe('a token of the issuer', () => {
  it.each(['RS256', 'PS256', 'ES256'])('signed by %s tells whose it is and what they may do', async (alg) => {
    expect(isToken(await tokens.token({}, { alg }))).toBe(true)
    expect(await open().identify(await tokens.token({}, { alg }))).toEqual({
      actor: 'oidc:taro',
      workspaceId: 'default',
      scope: 'submit',
      operator: false,
      keyId: null,
      expiresAt: expect.any(Date),
    })
  })

  it.each([
    ['several audiences', {}, { aud: ['other', AUDIENCE] }, { scope: 'submit' }],
    ['a clock that is a little ahead', {}, { nbf: now() + 10 }, { scope: 'submit' }],
    ['the most of its scopes', {}, { scope: 'zerosec:read zerosec:admin zerosec:submit' }, { scope: 'admin' }],
    ["Cognito's scopes", {}, { scope: 'zerosec/read' }, { scope: 'read' }],
    ["Cognito's access tokens", {}, { aud: undefined, client_id: AUDIENCE, token_use: 'access' }, { scope: 'submit' }],
    ['a list of groups', { scopeClaim: 'cognito:groups' }, { 'cognito:groups': ['zerosec:admin'] }, { scope: 'admin' }],
    [
      "Keycloak's roles",
      { scopeClaim: 'realm_access.roles' },
      { realm_access: { roles: ['zerosec:read'] } },
      { scope: 'read' },
    ],
    ['a workspace', { workspaceClaim: 'hd' }, { hd: 'lab.example' }, { workspaceId: 'lab.example' }],
    ['no scope, where those may read', { otherScope: 'read' as const }, { scope: 'openid' }, { scope: 'read' }],
  ])('is understood with %s', async (_, settings, claims, expected) => {
    expect(await open(settings).identify(await tokens.token(claims))).toMatchObject(expected)
  })
})

describe('what is no token of the issuer for us is refused', () => {
  it.each([
    ['another audience', { aud: 'other' }, {}, 'issued for another audience'],
    ['no audience', { aud: undefined }, {}, 'issued for another audience'],
    [
      'the audience of an identity token',
      { aud: undefined, client_id: AUDIENCE, token_use: 'id' },
      {},
      'another audience',
    ],
    ['another issuer', { iss: 'https://elsewhere.example' }, {}, 'not valid'],
    ['a time that is over', { exp: now() - 60 }, {}, 'has expired'],
    ['no end', { exp: undefined }, {}, 'not valid'],
    ['a time that has not begun', { nbf: now() + 120 }, {}, 'not valid'],
    ['no subject', { sub: undefined }, {}, 'not valid'],
    ['a subject with a line break', { sub: 'a\nb' }, {}, 'names no subject'],
    ['no scope of ours', { scope: 'admin openid' }, {}, 'holds none of zerosec:read'],
    ['a scope of another service', { scope: 'other/admin xzerosec:admin' }, {}, 'holds none of'],
    ['an unknown key', {}, { kid: 'RS256-77' }, 'not valid'],
    ['the key of another algorithm', {}, { kid: 'ES256-1' }, 'not valid'],
    ['an algorithm that is not on the list', {}, { alg: 'EdDSA' }, 'not valid'],
  ])('%s', async (_, claims, header, problem) => {
    const token = await tokens.token(claims, header)
    await expect(open().identify(token)).rejects.toMatchObject({
      code: 'credentials_refused',
      message: expect.stringContaining(problem),
    })
  })

  it.each([
    ['a text', 'lab'],
    ['none', undefined],
    ['a path', '../default'],
    ['a list', ['default']],
    ['an inherited name', undefined, '__proto__.constructor.name'],
  ])('a workspace claim that holds %s', async (what, value, claim = 'tenant') => {
    const issuer = open({ workspaceClaim: claim })
    const identified = issuer.identify(await tokens.token({ tenant: value }))
    if (what === 'a text') expect(await identified).toMatchObject({ workspaceId: 'lab' })
    else await expect(identified).rejects.toMatchObject({ code: 'credentials_refused' })
  })

  it('no signature at all (alg none)', async () => {
    const [, payload = ''] = (await tokens.token()).split('.')
    for (const alg of ['none', 'None', 'NONE']) {
      const token = `${base64({ alg, kid: 'RS256-1', typ: 'JWT' })}.${payload}.`
      await expect(open().identify(token)).rejects.toMatchObject({ code: 'credentials_refused' })
    }
  })

  it('a signature by HS256 with the public key as its secret', async () => {
    const [jwk] = (await tokens.keySet()).keys
    const pem = await exportSPKI((await importJWK({ ...jwk }, 'RS256', { extractable: true })) as CryptoKey)
    const [, payload = ''] = (await tokens.token()).split('.')
    for (const secret of [pem, pem.trim(), jwk?.n ?? '', JSON.stringify(jwk)]) {
      const signed = `${base64({ alg: 'HS256', kid: 'RS256-1', typ: 'JWT' })}.${payload}`
      const token = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
      await expect(open().identify(token)).rejects.toMatchObject({ code: 'credentials_refused' })
    }
  })

  it('a payload that was changed after it was signed', async () => {
    const [header, payload = '', signature] = (await tokens.token()).split('.')
    const changed = { ...JSON.parse(String(Buffer.from(payload, 'base64url'))), scope: 'zerosec:admin' }
    await expect(open().identify(`${header}.${base64(changed)}.${signature}`)).rejects.toMatchObject({
      code: 'credentials_refused',
    })
  })

  it('keys that the token brings along', async () => {
    const own = await startTokenIssuer()
    const [jwk] = (await own.keySet()).keys
    for (const header of [{ jwk }, { jku: `${own.issuer}/keys` }, { x5u: `${own.issuer}/keys` }, {}]) {
      const token = await own.token({ iss: tokens.issuer, scope: 'zerosec:admin' }, header)
      await expect(open().identify(token)).rejects.toMatchObject({ code: 'credentials_refused' })
    }
    expect(own.asked()).toBe(0)
    await own.stop()
  })

  it('an encrypted token, and what is none', async () => {
    const encrypted = await new CompactEncrypt(Buffer.from('{}'))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(new Uint8Array(32))
    for (const token of [encrypted, 'eyJ.eyJ.x', 'eyJhbGciOiJSUzI1NiJ9.eyJ9.', '..', '']) {
      await expect(open().identify(token)).rejects.toMatchObject({ code: 'credentials_refused' })
    }
  })
})

describe('the keys of the issuer', () => {
  it('are asked for once for many tokens', async () => {
    const issuer = open({ cooldownMs: 10_000 })
    const before = tokens.asked()
    const token = await tokens.token()
    await Promise.all(Array.from({ length: 20 }, () => issuer.identify(token)))
    await issuer.identify(token)
    expect(tokens.asked() - before).toBe(1)
  })

  it('are not asked for again by tokens with made-up key ids', async () => {
    const issuer = open({ cooldownMs: 10_000 })
    await issuer.identify(await tokens.token())
    const before = tokens.asked()
    for (let i = 0; i < 20; i++) {
      const token = await tokens.token({}, { kid: `made-up-${i}` })
      await expect(issuer.identify(token)).rejects.toMatchObject({ code: 'credentials_refused' })
    }
    expect(tokens.asked()).toBe(before)
  })

  it('may change: the new one is found, the old one counts no more', async () => {
    const own = await startTokenIssuer()
    const issuer = open({ issuer: own.issuer })
    const old = await own.token()
    await issuer.identify(old)
    await own.rotate()
    expect(await issuer.identify(await own.token())).toMatchObject({ actor: 'oidc:taro' })
    await expect(issuer.identify(old)).rejects.toMatchObject({ code: 'credentials_refused' })
    await own.stop()
  })

  it('that can not be had are a fault of the service, not of the caller, and nobody comes in; later they are found', async () => {
    const own = await startTokenIssuer()
    const token = await own.token()
    await own.stop()
    const issuer = open({ issuer: own.issuer })
    await expect(issuer.identify(token)).rejects.toMatchObject({ code: 'issuer_unavailable', status: 503 })
    await own.start()
    expect(await issuer.identify(token)).toMatchObject({ actor: 'oidc:taro' })
    await own.stop()
    expect(await issuer.identify(token)).toMatchObject({ actor: 'oidc:taro' })
  })

  it('are not taken from a configuration that is of another issuer', async () => {
    const issuer = open({ issuer: tokens.issuer.replace('127.0.0.1', 'localhost') })
    await expect(issuer.identify(await tokens.token())).rejects.toMatchObject({ code: 'issuer_unavailable' })
  })
})
