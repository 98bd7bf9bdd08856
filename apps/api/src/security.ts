import type { IncomingMessage, ServerResponse } from 'node:http'
import cors from '@fastify/cors'
import rateLimit from '@fastify/rate-limit'
import { CodedError } from '@zerosec/errors'
import type { FastifyRequest } from 'fastify'
import helmet from 'helmet'
import { type AuthoriseOptions, authorise } from './access/authorise.ts'
import type { Callers } from './access/callers.ts'
import { SessionCookies } from './access/credential.ts'
import type { Api } from './api.ts'
import type { ApiSettings } from './settings.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Load balancers ask by the address of each machine, whatever names the service has. */
    isAskedByAddress?: boolean
  }
}

/**
 * Who may call at all. Browsers let any page send requests to this machine, so a request that names another origin is
 * refused before it does anything, and on loopback so is one for a host name that is not ours (DNS rebinding). Then comes how often,
 * and then, by the route, who.
 */
export async function guard(app: Api, callers: Callers, settings: ApiSettings): Promise<void> {
  const own = settings.publicUrl === undefined ? undefined : new URL(settings.publicUrl)
  const origins = new Set([...(settings.origins ?? []), ...(own ? [own.origin] : [])])
  const hosts =
    settings.hosts && new Set([...settings.hosts.map((host) => host.toLowerCase()), ...(own ? [own.hostname] : [])])

  const refusalOf = (request: FastifyRequest): CodedError | undefined => {
    const isNamed = request.routeOptions.config.isAskedByAddress === true || hosts?.has(request.hostname.toLowerCase())
    if (hosts && !isNamed) return new CodedError('host_refused', { host: request.host })
    const { origin } = request.headers
    const isOurs = origin === undefined || origins.has(origin) || isOwnOrigin(origin, request)
    return isOurs ? undefined : new CodedError('origin_refused', { origin })
  }
  const headers = securityHeaders(own?.protocol === 'https:')
  // without promises, as this is every request's way
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers.ofAll)
    done(refusalOf(request))
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (!isJson(reply.getHeader('content-type'))) reply.headers(headers.ofDocuments)
    done()
  })
  if (origins.size > 0) {
    await app.register(cors, {
      origin: [...origins],
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: ['content-disposition', 'retry-after', 'x-model-name', 'x-model-version'],
    })
  }
  authorise(app, {
    callers,
    cookies: new SessionCookies(settings.publicUrl),
    settings: settings.access,
    limitRate: await rateLimiter(app, settings.requestsPerMinute),
    comesFromOwnPage: (request) => comesFromOwnPage(request, own?.origin),
  })
}

/** Of what helmet sets those that say something of an answer in JSON too (OWASP, REST security). */
const OF_ALL: ReadonlySet<string> = new Set([
  'content-security-policy',
  'cross-origin-resource-policy',
  'referrer-policy',
  'strict-transport-security',
  'x-content-type-options',
])

function isJson(type: unknown): boolean {
  return typeof type === 'string' && type.startsWith('application/json')
}

interface SecurityHeaders {
  readonly ofAll: Readonly<Record<string, string>>
  /** Beside them: JSON goes without, as each header takes a microsecond or two of every answer. */
  readonly ofDocuments: Readonly<Record<string, string>>
}

/** What helmet sets: the same for every answer, so it is asked once. Routes that show pages set policies of their own. */
function securityHeaders(isSecure: boolean): SecurityHeaders {
  const headers: [name: string, value: string][] = []
  const collect = {
    setHeader: (name: string, value: string) => headers.push([name.toLowerCase(), value]),
    removeHeader: () => {},
  }
  const setAll = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    strictTransportSecurity: isSecure,
    referrerPolicy: { policy: 'same-origin' },
  })
  setAll({} as IncomingMessage, collect as unknown as ServerResponse, (error) => {
    if (error !== undefined) throw new Error('the security headers could not be made', { cause: error })
  })
  const isOfAll = ([name]: [string, string]): boolean => OF_ALL.has(name)
  const ofAll = Object.fromEntries(headers.filter(isOfAll))
  return { ofAll, ofDocuments: Object.fromEntries(headers.filter((header) => !isOfAll(header))) }
}

/** A limit for each caller that is known, and for each address of those that are not: they can't use up each other's. */
async function rateLimiter(app: Api, max: number): Promise<AuthoriseOptions['limitRate']> {
  await app.register(rateLimit, {
    global: false,
    max,
    timeWindow: 60_000,
    errorResponseBuilder: (_, { ttl }) => new CodedError('rate_limited', { seconds: Math.ceil(ttl / 1000) }),
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
  })
  const byAddress = app.rateLimit()
  const byCaller = app.rateLimit({ keyGenerator: ({ access }) => `${access?.workspaceId} ${access?.actor}` })
  return (request, reply) => {
    if (request.routeOptions.config.rateLimit === false) return
    const isKnown = request.access !== undefined && request.credential !== undefined
    return (isKnown ? byCaller : byAddress).call(app, request, reply)
  }
}

/** Browsers say which page a request comes from; those that don't, by the Origin, which they send with all that changes something. */
function comesFromOwnPage(request: FastifyRequest, publicOrigin: string | undefined): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (site !== undefined) return site === 'same-origin'
  return origin !== undefined && (origin === publicOrigin || isOwnOrigin(origin, request))
}

function isOwnOrigin(origin: string, request: FastifyRequest): boolean {
  return URL.canParse(origin) && new URL(origin).host === request.host
}
