import { SCOPES, type Scope } from '@zerosec/contract'

/** Who calls, and what they may do. */
export interface Identity {
  /** `key:<id>`, `oidc:<subject>`, `start-link`, `local` or `anyone`. */
  readonly actor: string
  readonly workspaceId: string
  readonly scope: Scope
  /** Whoever runs the machine: may name any workspace when it makes keys, and sees the whole audit log. */
  readonly operator: boolean
  /** The key that it came with, or that its session was opened with. */
  readonly keyId: string | null
  /** When this can no longer be used; null: not by itself. */
  readonly expiresAt: Date | null
}

/** Each scope includes those before it. */
export function includesScope(scope: Scope, needed: Scope): boolean {
  return SCOPES.indexOf(scope) >= SCOPES.indexOf(needed)
}
