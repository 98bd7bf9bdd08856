import type { FastifyRequest } from 'fastify'

/** What a request shows of who sends it. */
export interface Credential {
  readonly kind: 'bearer' | 'session'
  readonly text: string
}

/** Longer ones are no credentials of ours; an issuer's tokens stay below. */
const LONGEST = 16_384

/** The key or token of the Authorization header, else the session of the cookie. */
export function credentialOf(request: FastifyRequest, cookies: SessionCookies): Credential | undefined {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const text = /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? ''
    return { kind: 'bearer', text: text.length <= LONGEST ? text : '' }
  }
  const session = cookies.read(request)
  return session === undefined ? undefined : { kind: 'session', text: session }
}

/** How the session stands in a cookie. No script reads it, and no other site's page makes the browser send it. */
export class SessionCookies {
  readonly #isBehindTls: boolean

  /** @param publicUrl  where browsers reach the service, if that is not where it listens */
  constructor(publicUrl: string | undefined) {
    this.#isBehindTls = publicUrl?.startsWith('https:') ?? false
  }

  read(request: FastifyRequest): string | undefined {
    const start = `${this.#name(request)}=`
    const found = (request.headers.cookie ?? '').split(';').find((pair) => pair.trimStart().startsWith(start))
    return found?.trimStart().slice(start.length).trimEnd()
  }

  /** The value of Set-Cookie. */
  write(request: FastifyRequest, secret: string, expiresAt: Date): string {
    const secure = this.#isSecure(request) ? '; Secure' : ''
    return `${this.#name(request)}=${secret}; Path=/; HttpOnly; SameSite=Strict${secure}; Expires=${expiresAt.toUTCString()}`
  }

  /**
   * Browsers give cookies to every port of a host: platforms on two ports of one machine would sign each other out. Under https a
   * prefix makes the browser refuse a cookie that anyone else has set.
   */
  #name(request: FastifyRequest): string {
    return this.#isSecure(request) ? '__Host-zerosec' : `zerosec-${request.port ?? 80}`
  }

  #isSecure({ protocol }: FastifyRequest): boolean {
    return this.#isBehindTls || protocol === 'https'
  }
}
