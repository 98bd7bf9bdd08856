import {
  type ApiKey,
  type AuditResponse,
  BASE_PATH,
  type CreatedKey,
  type CreateKeyRequest,
  type ListKeysResponse,
  type Session,
} from '@zerosec/contract'
import { queryString } from './query-string.ts'
import type { Call, Transport } from './transport.ts'

type Options = Pick<Call, 'signal'>

/** Keys, sessions and who did what. */
export interface AccessCalls {
  /** Who the caller is; rejects with 401 where that is not known. */
  session(options?: Options): Promise<Session>
  /** In a browser: takes the token of a link or a key for a cookie. */
  signIn(token: string, options?: Options): Promise<Session>
  signOut(options?: Options): Promise<void>
  /** The answer is the only place where the key itself ever stands. */
  createKey(request: CreateKeyRequest, options?: Options): Promise<CreatedKey>
  keys(options?: Options): Promise<ListKeysResponse['keys']>
  revokeKey(keyId: string, options?: Options): Promise<ApiKey>
  /** Newest first; `cursor` is `next` of the page before. */
  audit(query?: { readonly limit?: number; readonly cursor?: string }, options?: Options): Promise<AuditResponse>
}

export function accessCalls(transport: Transport): AccessCalls {
  const session = `${BASE_PATH}/session`
  const keys = `${BASE_PATH}/keys`
  return {
    session: (options) => transport.json('GET', session, undefined, options),
    // once: a link opens one session, and a try that was lost on its way back may have made a key
    signIn: (token, options) => transport.json('POST', session, { token }, { ...options, once: true }),
    signOut: async (options) => void (await transport.json('DELETE', session, undefined, { ...options, once: true })),
    createKey: (request, options) => transport.json('POST', keys, request, { ...options, once: true }),
    keys: async (options) => (await transport.json<ListKeysResponse>('GET', keys, undefined, options)).keys,
    revokeKey: (keyId, options) => transport.json('DELETE', `${keys}/${encodeURIComponent(keyId)}`, undefined, options),
    audit: ({ limit, cursor } = {}, options) =>
      transport.json('GET', `${BASE_PATH}/audit${queryString({ limit, cursor })}`, undefined, options),
  }
}
