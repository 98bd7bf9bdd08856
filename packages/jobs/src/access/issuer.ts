import type { Scope } from '@zerosec/contract'
import type { Identity } from './identity.ts'

/** The issuer of bearer tokens whom we trust, and what its tokens say to us. */
export interface IssuerSettings {
  /** As `iss` names it; `<issuer>/.well-known/openid-configuration` says where its keys are. */
  readonly issuer: string
  readonly audience: string
  /** The claim that names the workspace; empty: every token works in the default one. */
  readonly workspaceClaim: string
  /** The claim that lists scopes, among them `zerosec:read`, `zerosec:submit` or `zerosec:admin`. */
  readonly scopeClaim: string
  /** What a token may do that names no scope of ours. */
  readonly otherScope: Scope | undefined
  /** How long an unknown key id is refused before the keys are asked for again; milliseconds. */
  readonly cooldownMs?: number
}

export interface Issuer {
  /**
   * Whose token this is: signature, key id, issuer, audience, expiry and not-before are checked.
   * @throws CodedError credentials_refused, issuer_unavailable
   */
  identify(token: string): Promise<Identity>
}
