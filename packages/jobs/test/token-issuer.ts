import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

/** An OpenID Connect issuer on this machine, with keys of its own: as much of one as a service that checks its tokens sees. */
export interface TokenIssuer {
  readonly issuer: string
  /** How often its keys were asked for. */
  readonly asked: () => number
  /** A token as the issuer gives it; changes to it may be attacks. */
  token(claims?: object, header?: { readonly [name: string]: unknown; readonly alg?: string }): Promise<string>
  /** The public keys as the issuer shows them. */
  keySet(): Promise<{ keys: { kid?: string; n?: string }[] }>
  /** From now on it signs with a new key and shows only that one. */
  rotate(): Promise<void>
  /** Nobody answers any more. */
  stop(): Promise<void>
  start(): Promise<void>
}

export const AUDIENCE = 'zerosec-tests'

interface SigningKey {
  readonly kid: string
  readonly alg: string
  readonly pair: Awaited<ReturnType<typeof generateKeyPair>>
}

export async function startTokenIssuer(): Promise<TokenIssuer> {
  let generation = 0
  let keys: readonly SigningKey[] = []
  let asked = 0
  const rotate = async (): Promise<void> => {
    keys = await newKeys(++generation)
  }
  await rotate()
  const keySet = async () => ({
    keys: await Promise.all(
      keys.map(async ({ kid, alg, pair }) => ({ ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig' })),
    ),
  })

  let server: Server | undefined
  let port = 0
  const start = async (): Promise<void> => {
    server = createServer(async (request, response) => {
      const isConfiguration = request.url === '/.well-known/openid-configuration'
      if (!isConfiguration) asked++
      const body = isConfiguration ? { issuer, jwks_uri: `${issuer}/keys` } : await keySet()
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
    })
    await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  }
  await start()
  const issuer = `http://127.0.0.1:${port}`

  return {
    issuer,
    asked: () => asked,
    async token(claims = {}, { alg = 'RS256', ...header } = {}) {
      const key = keys.find((candidate) => candidate.alg === alg)
      if (!key) throw new RangeError(`the issuer signs by no ${alg}`)
      const now = Math.floor(Date.now() / 1000)
      const payload = {
        iss: issuer,
        aud: AUDIENCE,
        sub: 'taro',
        iat: now,
        exp: now + 300,
        scope: 'openid zerosec:submit',
        ...claims,
      }
      return new SignJWT(payload)
        .setProtectedHeader({ alg, kid: key.kid, typ: 'JWT', ...header })
        .sign(key.pair.privateKey)
    },
    keySet,
    rotate,
    start,
    stop: () =>
      new Promise((resolve) => {
        server?.closeAllConnections()
        server?.close(() => resolve())
      }),
  }
}

function newKeys(generation: number): Promise<readonly SigningKey[]> {
  const made = ['RS256', 'PS256', 'ES256', 'EdDSA'].map(async (alg) => {
    return { kid: `${alg}-${generation}`, alg, pair: await generateKeyPair(alg, { extractable: true }) }
  })
  return Promise.all(made)
}
