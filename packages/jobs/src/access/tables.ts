import type { Scope } from '@zerosec/contract'
import type { Generated, Kysely } from 'kysely'
import type { Connection } from '../database/schema.ts'

/** The tables of `migrations/0005-access.ts`, typed for kysely. */
export interface AccessSchema {
  api_keys: ApiKeysTable
  sessions: SessionsTable
  sign_in_tokens: SignInTokensTable
  audit_log: AuditLogTable
}

export type AccessConnection = Kysely<AccessSchema>

/** The same connection, seen as that of these tables. */
export function accessConnection(connection: Connection): AccessConnection {
  return connection as unknown as AccessConnection
}

export interface ApiKeysTable {
  key_id: string
  secret_hash: string
  workspace_id: string
  name: string
  scope: Scope
  created_at: Generated<Date>
  created_by: string
  expires_at: Date | null
  revoked_at: Date | null
  last_used_at: Date | null
}

interface SessionsTable {
  session_hash: string
  workspace_id: string
  scope: Scope
  actor: string
  /** Of the machine itself: it may name any workspace. */
  operator: boolean
  /** The key that it was opened with; it ends with it. */
  key_id: string | null
  created_at: Generated<Date>
  expires_at: Date
}

interface SignInTokensTable {
  token_hash: string
  expires_at: Date
}

export interface AuditLogTable {
  /** bigserial: pg gives it as text. */
  audit_id: Generated<string>
  at: Generated<Date>
  workspace_id: string | null
  actor: string
  action: string
  subject: string | null
  outcome: string
  status: number
  request_id: string
  address: string | null
  times: Generated<number>
}
