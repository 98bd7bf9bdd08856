import { SCOPES, type Scope, WorkspaceId } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify, type RemoteJWKSet } from 'jose'
import type { Issuer, IssuerSettings } from './issuer.ts'

/** Signatures by a private key only. `none`, and HS256 with the public key as its secret, are the classic forgeries. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256']
const TIMEOUT_MS = 5000
const COOLDOWN_MS = 10_000
/** Clocks differ. */
const TOLERANCE_SECONDS = 30
const LONGEST_SUBJECT = 255

/** @param defaultWorkspace  for tokens that need not name one */
export function verifyTokens(settings: IssuerSettings, defaultWorkspace: string): Issuer {
  const keys = issuerKeys(settings)
  return {
    async identify(token) {
      const payload = await verified(token, keys, settings)
      if (payload.sub === undefined || !/^[\x20-\x7e]+$/.test(payload.sub) || payload.sub.length > LONGEST_SUBJECT) {
        throw refused('the token names no subject')
      }
      return {
        actor: `oidc:${payload.sub}`,
        workspaceId: workspaceOf(payload, settings.workspaceClaim, defaultWorkspace),
        scope: scopeOf(payload, settings),
        operator: false,
        keyId: null,
        expiresAt: new Date((payload.exp ?? 0) * 1000),
      }
    },
  }
}

async function verified(token: string, keys: JWTVerifyGetKey, settings: IssuerSettings): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer: settings.issuer,
      clockTolerance: TOLERANCE_SECONDS,
      requiredClaims: ['exp', 'sub'],
    })
    if (!isForUs(payload, settings.audience)) throw refused('the token was issued for another audience')
    return payload
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw refused('the token has expired', error)
    if (error instanceof errors.JOSEError) throw refused(`the token is not valid (${error.code})`, error)
    throw error
  }
}

/** Cognito's access tokens have no `aud`: they name the client. */
function isForUs({ aud, token_use, client_id }: JWTPayload, audience: string): boolean {
  if (aud === undefined) return token_use === 'access' && client_id === audience
  return Array.isArray(aud) ? aud.includes(audience) : aud === audience
}

/** The issuer's keys, found when they are first needed. That it doesn't answer is told apart from a key that it doesn't have. */
function issuerKeys({ issuer, cooldownMs = COOLDOWN_MS }: IssuerSettings): JWTVerifyGetKey {
  let keySet: Promise<RemoteJWKSet> | undefined
  let failure: { readonly error: CodedError; readonly until: number } | undefined
  return async (header, token) => {
    if (failure && Date.now() < failure.until) throw failure.error
    try {
      keySet ??= findKeySet(issuer, cooldownMs)
      return await (await keySet)(header, token)
    } catch (error) {
      if (isAboutToken(error)) throw error
      keySet = undefined
      const problem = error instanceof Error ? error.message : String(error)
      const unavailable = new CodedError('issuer_unavailable', { issuer, problem }, { cause: error })
      // whoever has no valid token must not be able to make us ask again and again
      failure = { error: unavailable, until: Date.now() + Math.min(cooldownMs, COOLDOWN_MS) / 10 }
      throw unavailable
    }
  }
}

function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  )
}

async function findKeySet(issuer: string, cooldownDuration: number): Promise<RemoteJWKSet> {
  return createRemoteJWKSet(await keySetUrl(issuer), { timeoutDuration: TIMEOUT_MS, cooldownDuration })
}

async function keySetUrl(issuer: string): Promise<URL> {
  const reply = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (!reply.ok) throw new Error(`its configuration was answered with ${reply.status}`)
  const { issuer: named, jwks_uri: uri } = (await reply.json()) as { issuer?: unknown; jwks_uri?: unknown }
  if (named !== issuer) throw new Error(`its configuration is that of ${String(named)}`)
  const url = new URL(String(uri))
  if (url.protocol !== 'https:' && new URL(issuer).protocol === 'https:')
    throw new Error('its keys are not behind https')
  return url
}

function workspaceOf(payload: JWTPayload, claim: string, defaultWorkspace: string): string {
  if (claim === '') return defaultWorkspace
  const workspace = WorkspaceId.safeParse(claimOf(payload, claim))
  if (!workspace.success) throw refused(`the token's claim ${claim} names no workspace`)
  return workspace.data
}

function scopeOf(payload: JWTPayload, { scopeClaim, otherScope }: IssuerSettings): Scope {
  const listed = claimOf(payload, scopeClaim)
  const scopes = typeof listed === 'string' ? listed.split(/\s+/) : Array.isArray(listed) ? listed : []
  const scope = SCOPES.findLast((name) => scopes.includes(`zerosec:${name}`) || scopes.includes(`zerosec/${name}`))
  if (scope ?? otherScope) return (scope ?? otherScope) as Scope
  throw refused(`the token's claim ${scopeClaim} holds none of ${SCOPES.map((name) => `zerosec:${name}`).join(', ')}`)
}

/** A claim by its name, or by its path: `realm_access.roles`. */
function claimOf(payload: JWTPayload, claim: string): unknown {
  if (Object.hasOwn(payload, claim)) return payload[claim]
  return claim.split('.').reduce<unknown>((part, name) => {
    return part !== null && typeof part === 'object' && Object.hasOwn(part, name)
      ? (part as Record<string, unknown>)[name]
      : undefined
  }, payload)
}

function refused(problem: string, cause?: Error): CodedError {
  return new CodedError('credentials_refused', { problem }, cause ? { cause } : {})
}
