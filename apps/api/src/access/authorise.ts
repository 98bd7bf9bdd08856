import type { Scope } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { type Identity, includesScope } from '@zerosec/jobs'
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { Api } from '../api.ts'
import type { AccessSettings } from './access-settings.ts'
import { ANYONE, type Callers } from './callers.ts'
import { type Credential, credentialOf, type SessionCookies } from './credential.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a caller needs for this route. A route that says nothing is refused at start. */
    scope?: Scope | 'public'
    /** Whether the token for scrapers opens it too. */
    isScraped?: boolean
  }
  interface FastifyRequest {
    /** What it shows of who sends it. */
    credential: Credential | undefined
    /** Who sends it; known after the routes' authorisation, or before it if they were known already. */
    access: Identity | undefined
  }
}

export interface AuthoriseOptions {
  readonly callers: Callers
  readonly cookies: SessionCookies
  readonly settings: AccessSettings
  /** Called between the moment that a caller may be known and that in which they are looked up. */
  readonly limitRate: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> | undefined
  /** Whether the page that a browser's request comes from is ours. */
  readonly comesFromOwnPage: (request: FastifyRequest) => boolean
}

/** Who may call which route: here and nowhere else. */
export function authorise(
  app: Api,
  { callers, cookies, settings, limitRate, comesFromOwnPage }: AuthoriseOptions,
): void {
  refuseRoutesWithoutScope(app)
  app.decorateRequest('credential', undefined)
  app.decorateRequest('access', undefined)

  /** Without asking anyone. */
  const known = (credential: Credential, { routeOptions: { config } }: FastifyRequest): Identity | undefined =>
    (config.isScraped && callers.scraper(credential)) || callers.remembered(credential)

  app.addHook('onRequest', async (request, reply) => {
    const isOpen = settings.authentication === 'off'
    request.credential = isOpen ? undefined : credentialOf(request, cookies)
    request.access = isOpen ? ANYONE : request.credential && known(request.credential, request)
    await limitRate(request, reply)

    const needed = request.is404 ? 'public' : (request.routeOptions.config.scope ?? 'admin')
    if (needed === 'public') return
    reply.header('www-authenticate', 'Bearer') // taken back once the caller is let in
    if (!request.access && !request.credential) throw new CodedError('credentials_missing')
    request.access ??= await callers.identify(request.credential as Credential, isOnThisMachine(request))
    reply.removeHeader('www-authenticate')
    if (request.credential?.kind === 'session' && changes(request) && !comesFromOwnPage(request)) {
      throw new CodedError('cross_site_refused')
    }
    const { scope } = request.access
    if (!includesScope(scope, needed)) throw new CodedError('scope_missing', { needed, scope })
  })
}

/** Whether its method may change something. */
export function changes({ method }: FastifyRequest): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(method)
}

function refuseRoutesWithoutScope(app: Api): void {
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => void routes.push(route))
  app.addHook('onReady', async () => {
    const bare = routes
      .filter(({ config }) => config?.scope === undefined)
      .map(({ method, url }) => `${String(method)} ${url}`)
    if (bare.length > 0) throw new TypeError(`these routes say no scope in their config: ${bare.join(', ')}`)
  })
}

/** By the connection itself: from loopback, or to the address that it comes from. */
function isOnThisMachine({ socket: { remoteAddress = '', localAddress } }: FastifyRequest): boolean {
  return /^(127\.|::1$|::ffff:127\.)/.test(remoteAddress) || remoteAddress === localAddress
}
