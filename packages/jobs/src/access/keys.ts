import type { Scope } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { type Selectable, sql } from 'kysely'
import type { Log } from '../log.ts'
import type { Identity } from './identity.ts'
import { hashOf, keyIdOf, newKey, sameHash } from './secret.ts'
import type { AccessConnection, ApiKeysTable } from './tables.ts'

/** A key as it is listed: all but its secret. */
export interface ApiKey {
  readonly keyId: string
  readonly name: string
  readonly workspaceId: string
  readonly scope: Scope
  readonly createdAt: Date
  readonly createdBy: string
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  /** To within ten minutes. */
  readonly lastUsedAt: Date | null
}

export interface NewApiKey {
  readonly workspaceId: string
  readonly name: string
  readonly scope: Scope
  readonly createdBy: string
  readonly expiresInDays?: number | undefined
}

const NOW = sql<Date>`date_trunc('milliseconds', clock_timestamp())`

/** The keys of all workspaces. The database holds hashes; a key itself is known once, to whoever made it. */
export class Keys {
  readonly #connection: AccessConnection
  readonly #log: Log

  constructor(connection: AccessConnection, log: Log) {
    this.#connection = connection
    this.#log = log
  }

  /** @returns the key, which can't be read again later, and how it is listed */
  async create(wanted: NewApiKey): Promise<{ key: string; listed: ApiKey }> {
    const { keyId, key } = newKey()
    const { expiresInDays: days } = wanted
    const row = await this.#connection
      .insertInto('api_keys')
      .values({
        key_id: keyId,
        secret_hash: hashOf(key),
        workspace_id: wanted.workspaceId,
        name: wanted.name,
        scope: wanted.scope,
        created_by: wanted.createdBy,
        expires_at: days === undefined ? null : sql<Date>`clock_timestamp() + ${days}::int * interval '1 day'`,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    return { key, listed: keyOf(row) }
  }

  /** Of one workspace, or of all; newest first, revoked and expired ones too. */
  async list(workspaceId?: string): Promise<readonly ApiKey[]> {
    let query = this.#connection.selectFrom('api_keys').selectAll().orderBy('created_at', 'desc').orderBy('key_id')
    if (workspaceId !== undefined) query = query.where('workspace_id', '=', workspaceId)
    return (await query.execute()).map(keyOf)
  }

  /**
   * From now on the key and the sessions that were opened with it open nothing; one that was revoked before stays so.
   *
   * @param workspaceId  only if it belongs to this one; a key of another is unknown
   * @throws CodedError key_unknown
   */
  async revoke(keyId: string, workspaceId?: string): Promise<ApiKey> {
    let query = this.#connection
      .updateTable('api_keys')
      .set({ revoked_at: sql`coalesce(revoked_at, ${NOW})` })
      .where('key_id', '=', keyId)
    if (workspaceId !== undefined) query = query.where('workspace_id', '=', workspaceId)
    const row = await query.returningAll().executeTakeFirst()
    if (!row) throw new CodedError('key_unknown', { key_id: keyId })
    return keyOf(row)
  }

  /**
   * Whose key this is.
   * @throws CodedError credentials_refused
   */
  async identify(key: string): Promise<Identity> {
    const row = await this.#connection
      .selectFrom('api_keys')
      .selectAll()
      .select(sql<boolean>`coalesce(expires_at <= clock_timestamp(), false)`.as('expired'))
      .where('key_id', '=', keyIdOf(key) ?? '')
      .executeTakeFirst()
    // the secret first: whoever doesn't have it learns nothing about the key
    if (!row || !sameHash(row.secret_hash, hashOf(key))) throw refused('the key is not known here')
    if (row.revoked_at) throw refused(`the key ${row.key_id} was revoked at ${row.revoked_at.toISOString()}`)
    if (row.expired) throw refused(`the key ${row.key_id} expired at ${row.expires_at?.toISOString()}`)
    this.#noteUse(row.key_id)
    return {
      actor: `key:${row.key_id}`,
      workspaceId: row.workspace_id,
      scope: row.scope,
      operator: false,
      keyId: row.key_id,
      expiresAt: row.expires_at,
    }
  }

  /** Nobody waits for it, and it is written at most every ten minutes. */
  #noteUse(keyId: string): void {
    this.#connection
      .updateTable('api_keys')
      .set({ last_used_at: NOW })
      .where('key_id', '=', keyId)
      .where(sql<boolean>`coalesce(last_used_at < clock_timestamp() - interval '10 minutes', true)`)
      .execute()
      .catch((error: unknown) => this.#log.warn({ err: error, key: keyId }, 'the use of a key could not be noted'))
  }
}

function refused(problem: string): CodedError {
  return new CodedError('credentials_refused', { problem })
}

function keyOf(row: Selectable<ApiKeysTable>): ApiKey {
  return {
    keyId: row.key_id,
    name: row.name,
    workspaceId: row.workspace_id,
    scope: row.scope,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  }
}
