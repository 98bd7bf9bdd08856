import type { FastifyRequest } from 'fastify'

/** What a request shows of who sends it. */
export interface Credential {
  readonly kind: 'bearer' | 'session'
  readonly text: string
}

/** Longer ones are no credentials of ours; an issuer's tokens stay below. */
const LONGEST = 16_384

/** The key or token of the Authorization header, else the session of the cookie. */
export function credentialOf(request: FastifyRequest): Credential | undefined {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const text = /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? ''
    return { kind: 'bearer', text: text.length <= LONGEST ? text : '' }
  }
  const session = cookieOf(request, sessionCookieName(request))
  return session === undefined ? undefined : { kind: 'session', text: session }
}

/**
 * Browsers give cookies to every port of a host: platforms on two ports of one machine would sign each other out. Under https a
 * prefix makes the browser refuse a cookie that anyone else has set.
 */
function sessionCookieName({ protocol, port }: FastifyRequest): string {
  return protocol === 'https' ? '__Host-zerosec' : `zerosec-${port ?? 80}`
}

function cookieOf({ headers }: FastifyRequest, name: string): string | undefined {
  const found = (headers.cookie ?? '').split(';').find((pair) => pair.trimStart().startsWith(`${name}=`))
  return found?.slice(found.indexOf('=') + 1).trim()
}

/** The value of Set-Cookie. No script reads it, no other site's page makes the browser send it. */
export function sessionCookie(request: FastifyRequest, secret: string, expiresAt: Date): string {
  const secure = request.protocol === 'https' ? '; Secure' : ''
  return `${sessionCookieName(request)}=${secret}; Path=/; HttpOnly; SameSite=Strict${secure}; Expires=${expiresAt.toUTCString()}`
}
