import { Session, SignedOut, SignInLink, SignInRequest } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Access, Identity } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import type { ApiSettings } from '../settings.ts'
import { callerOf } from './caller-of.ts'
import { ANYONE, type Callers } from './callers.ts'
import { SessionCookies } from './credential.ts'

const tags = ['access']

/** A browser signs in with a link, a key or a token, and holds a cookie from then on. */
export function sessionRoutes(app: Api, access: Access, callers: Callers, settings: ApiSettings): void {
  const cookies = new SessionCookies(settings.publicUrl)
  signInRoute(app, access, { callers, cookies, settings })
  signOutRoute(app, access, { callers, cookies })
  linkRoute(app, access, settings)

  app.get(
    '/session',
    {
      config: { scope: 'read' },
      schema: { tags, summary: 'Who you are, and what you may do', response: { 200: Session, ...failures('nothing') } },
    },
    async (request) => sessionView(callerOf(request), settings),
  )
}

function signInRoute(
  app: Api,
  access: Access,
  { callers, cookies, settings }: { callers: Callers; cookies: SessionCookies; settings: ApiSettings },
): void {
  app.post(
    '/session',
    {
      config: { scope: 'public' },
      schema: {
        tags,
        summary: 'Sign a browser in',
        description: 'Takes the token of a link that `zerosec start` prints, once, or a key. The session is a cookie.',
        body: SignInRequest,
        response: { 200: Session, ...failures('body', 'credentials_refused', 'issuer_unavailable') },
      },
    },
    async (request, reply) => {
      if (settings.access.authentication === 'off') return sessionView(ANYONE, settings)
      const identity = await callers.signIn(request.body.token)
      request.access = identity // for the audit log
      const { secret, expiresAt } = await access.sessions.open(identity, settings.access.sessionSeconds)
      reply.header('set-cookie', cookies.write(request, secret, expiresAt)).header('cache-control', 'no-store')
      return sessionView({ ...identity, expiresAt }, settings)
    },
  )
}

function signOutRoute(
  app: Api,
  access: Access,
  { callers, cookies }: { callers: Callers; cookies: SessionCookies },
): void {
  app.delete(
    '/session',
    {
      config: { scope: 'read', audited: true },
      schema: { tags, summary: 'Sign out', response: { 200: SignedOut, ...failures('nothing') } },
    },
    async (request, reply) => {
      if (request.credential?.kind === 'session') {
        await access.sessions.end(request.credential.text)
        callers.forget()
        reply.header('set-cookie', cookies.write(request, '', new Date(0)))
      }
      return { signed_out: true as const }
    },
  )
}

function linkRoute(app: Api, access: Access, settings: ApiSettings): void {
  app.post(
    '/session/links',
    {
      config: { scope: 'admin' },
      schema: {
        tags,
        summary: 'A link that signs one browser in, once, as whoever runs the machine',
        response: { 200: SignInLink, ...failures('nothing') },
      },
    },
    async (request) => {
      if (!callerOf(request).operator) throw new CodedError('scope_missing', { needed: 'operator', scope: 'admin' })
      const { token, expiresAt } = await access.sessions.createOneTimeToken()
      const origin = settings.publicUrl ?? `${request.protocol}://${request.host}`
      return { url: signInUrl(origin, token), expires_at: expiresAt.toISOString() }
    },
  )
}

/** The token stands behind the `#`: browsers keep that to themselves, so no log and no Referer holds it. */
export function signInUrl(origin: string, token: string): string {
  return `${origin}/sign-in/#token=${token}`
}

function sessionView(identity: Identity, { access }: ApiSettings): Session {
  return {
    authentication: access.authentication,
    actor: identity.actor,
    workspace_id: identity.workspaceId,
    scope: identity.scope,
    expires_at: identity.expiresAt?.toISOString() ?? null,
  }
}
