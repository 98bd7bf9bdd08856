import type { ApiKey as ShownKey } from '@zerosec/contract'
import type { ApiKey } from './keys.ts'

/** A key as callers of the API and users of the command line see it: all but what would let somebody in. */
export function keyView(key: ApiKey): ShownKey {
  return {
    key_id: key.keyId,
    name: key.name,
    workspace_id: key.workspaceId,
    scope: key.scope,
    created_at: key.createdAt.toISOString(),
    created_by: key.createdBy,
    expires_at: key.expiresAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
  }
}
