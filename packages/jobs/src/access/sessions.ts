import { CodedError } from '@zerosec/errors'
import { sql } from 'kysely'
import type { Identity } from './identity.ts'
import { hashOf, newSecret } from './secret.ts'
import type { AccessConnection } from './tables.ts'

/** A link that nobody has clicked for this long is dead. */
const LINK_SECONDS = 3600

const soon = (seconds: number) =>
  sql<Date>`date_trunc('milliseconds', clock_timestamp() + ${seconds}::float * interval '1 second')`

/** The sessions of browsers, and the one-time tokens that open one. Both are kept as hashes. */
export class Sessions {
  readonly #connection: AccessConnection

  constructor(connection: AccessConnection) {
    this.#connection = connection
  }

  /** A token that signs one browser in, once, as whoever runs the machine. */
  async createOneTimeToken(): Promise<{ token: string; expiresAt: Date }> {
    const token = newSecret('once')
    const row = await this.#connection
      .insertInto('sign_in_tokens')
      .values({ token_hash: hashOf(token), expires_at: soon(LINK_SECONDS) })
      .returning('expires_at')
      .executeTakeFirstOrThrow()
    return { token, expiresAt: row.expires_at }
  }

  /**
   * Takes a one-time token; of two that come at once, one gets it.
   * @throws CodedError credentials_refused
   */
  async redeem(token: string): Promise<void> {
    const row = await this.#connection
      .deleteFrom('sign_in_tokens')
      .where('token_hash', '=', hashOf(token))
      .returning(sql<boolean>`expires_at > clock_timestamp()`.as('valid'))
      .executeTakeFirst()
    if (row?.valid) return
    const problem = 'the link was used already or is too old; zerosec sign-in prints a new one'
    throw new CodedError('credentials_refused', { problem })
  }

  /**
   * Opens a session for whoever has shown who they are. It ends with what they showed, if that ends sooner.
   * @returns what the cookie holds
   */
  async open(identity: Identity, seconds: number): Promise<{ secret: string; expiresAt: Date }> {
    const secret = newSecret('session')
    const row = await this.#connection
      .insertInto('sessions')
      .values({
        session_hash: hashOf(secret),
        workspace_id: identity.workspaceId,
        scope: identity.scope,
        actor: identity.actor,
        operator: identity.operator,
        key_id: identity.keyId,
        expires_at: sql<Date>`least(${soon(seconds)}, ${identity.expiresAt}::timestamptz)`,
      })
      .returning('expires_at')
      .executeTakeFirstOrThrow()
    return { secret, expiresAt: row.expires_at }
  }

  /**
   * Whose session it is.
   * @throws CodedError credentials_refused
   */
  async identify(secret: string): Promise<Identity> {
    const row = await this.#connection
      .selectFrom('sessions')
      .leftJoin('api_keys', 'api_keys.key_id', 'sessions.key_id')
      .selectAll('sessions')
      .where('session_hash', '=', hashOf(secret))
      .where('api_keys.revoked_at', 'is', null)
      .where('sessions.expires_at', '>', sql<Date>`clock_timestamp()`)
      .executeTakeFirst()
    if (!row) throw new CodedError('credentials_refused', { problem: 'the session has ended; sign in again' })
    return {
      actor: row.actor,
      workspaceId: row.workspace_id,
      scope: row.scope,
      operator: row.operator,
      keyId: row.key_id,
      expiresAt: row.expires_at,
    }
  }

  async end(secret: string): Promise<void> {
    await this.#connection.deleteFrom('sessions').where('session_hash', '=', hashOf(secret)).execute()
  }

  /** Removes what has expired. */
  async prune(): Promise<void> {
    const now = sql<Date>`clock_timestamp()`
    await this.#connection.deleteFrom('sessions').where('expires_at', '<=', now).execute()
    await this.#connection.deleteFrom('sign_in_tokens').where('expires_at', '<=', now).execute()
  }
}
