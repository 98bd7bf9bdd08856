import { CodedError } from '@zerosec/errors'
import {
  type Access,
  DEFAULT_WORKSPACE,
  hashOf,
  type Identity,
  type Issuer,
  isSecretOf,
  isToken,
  keyIdOf,
  openIssuer,
  sameHash,
} from '@zerosec/jobs'
import type { AccessSettings } from './access-settings.ts'
import type { Credential } from './credential.ts'

/** A key that another process revokes goes on for this long at most; one that is revoked here ends at once. */
const REMEMBERED_MS = 5000
const MOST_REMEMBERED = 10_000

/** Who anyone is while authentication is off. */
export const ANYONE: Identity = {
  actor: 'anyone',
  workspaceId: DEFAULT_WORKSPACE,
  scope: 'admin',
  operator: true,
  keyId: null,
  expiresAt: null,
}

const LOCAL: Identity = { ...ANYONE, actor: 'local' }
const SCRAPER: Identity = { ...ANYONE, actor: 'metrics-token', scope: 'read', operator: false }
const START_LINK: Identity = { ...ANYONE, actor: 'start-link' }

/** Tells whose a credential is, and remembers it for a moment: a client that polls costs no query of its own. */
export class Callers {
  readonly #access: Access
  readonly #issuer: Issuer | undefined
  readonly #localHash: string | undefined
  readonly #metricsHash: string | undefined
  readonly #remembered = new Map<string, { readonly identity: Identity; readonly until: number }>()
  #forgotten = 0

  constructor(access: Access, { issuer, localSecret, metricsToken }: AccessSettings) {
    this.#access = access
    this.#issuer = issuer && openIssuer(issuer, DEFAULT_WORKSPACE)
    this.#localHash = localSecret === undefined ? undefined : hashOf(localSecret)
    this.#metricsHash = metricsToken === undefined ? undefined : hashOf(metricsToken)
  }

  /** Whose it is, if that is known without asking anyone. */
  remembered(credential: Credential): Identity | undefined {
    const found = this.#remembered.get(placeOf(credential))
    return found && found.until > Date.now() ? found.identity : undefined
  }

  /** Who reads the metrics by the token that is for them alone: known without the database, which may be what is wrong. */
  scraper(credential: Credential): Identity | undefined {
    return isSecret(credential, this.#metricsHash) ? SCRAPER : undefined
  }

  /**
   * @param isOnThisMachine  whether the request came from here
   * @throws CodedError credentials_refused, issuer_unavailable, service_unavailable
   */
  async identify(credential: Credential, isOnThisMachine: boolean): Promise<Identity> {
    if (isOnThisMachine && isSecret(credential, this.#localHash)) return LOCAL
    const forgotten = this.#forgotten
    const identity = await this.#lookUp(credential)
    // one that was revoked while it was looked up must not be remembered
    if (forgotten === this.#forgotten) this.#remember(placeOf(credential), identity)
    return identity
  }

  /** Who a token of the sign-in page is: of a link, a key, or a token of the issuer. */
  async signIn(token: string): Promise<Identity> {
    if (!isSecretOf('once', token)) return this.#lookUp({ kind: 'bearer', text: token })
    await this.#access.sessions.redeem(token)
    return START_LINK
  }

  /** After something was revoked: everyone is looked up again. */
  forget(): void {
    this.#forgotten++
    this.#remembered.clear()
  }

  async #lookUp({ kind, text }: Credential): Promise<Identity> {
    const { keys, sessions } = this.#access
    if (kind === 'session' && isSecretOf('session', text)) return sessions.identify(text)
    if (kind === 'bearer' && keyIdOf(text) !== undefined) return keys.identify(text)
    if (kind === 'bearer' && this.#issuer && isToken(text)) return this.#issuer.identify(text)
    const accepted = this.#issuer ? 'a key of ours nor a token of the issuer' : 'a key of ours'
    throw new CodedError('credentials_refused', { problem: `what was sent is not ${accepted}` })
  }

  #remember(place: string, identity: Identity): void {
    const oldest = this.#remembered.size >= MOST_REMEMBERED ? this.#remembered.keys().next().value : undefined
    if (oldest !== undefined) this.#remembered.delete(oldest)
    const until = Math.min(Date.now() + REMEMBERED_MS, identity.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY)
    this.#remembered.delete(place)
    this.#remembered.set(place, { identity, until })
  }
}

function isSecret({ kind, text }: Credential, hash: string | undefined): boolean {
  return kind === 'bearer' && hash !== undefined && sameHash(hashOf(text), hash)
}

/** No secret stays in memory. What a cookie may hold is not taken in a header, nor the other way round. */
function placeOf({ kind, text }: Credential): string {
  return `${kind} ${hashOf(text)}`
}
