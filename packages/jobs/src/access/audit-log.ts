import { type Insertable, type Selectable, sql } from 'kysely'
import type { Log } from '../log.ts'
import type { AccessConnection, AuditLogTable } from './tables.ts'

/** Who did what, to what, and how it ended. */
export interface AuditEntry {
  /** null: the caller was not known. */
  readonly workspaceId: string | null
  readonly actor: string
  readonly action: string
  readonly subject: string | null
  /** `done`, or the code of the error. */
  readonly outcome: string
  readonly status: number
  readonly requestId: string
  /** null: on the machine itself. */
  readonly address: string | null
}

export interface StoredAuditEntry extends AuditEntry {
  readonly at: Date
  /** How often within a minute, of what was refused again and again. */
  readonly times: number
}

const WINDOW_MS = 60_000
/** Rows of one statement. */
const MOST_AT_ONCE = 200
/** Callers that are refused at once and told apart; what goes beyond is counted in one entry. */
const MOST_REFUSED = 1000

/** The log of what was changed and of who was turned away. */
export class AuditLog {
  readonly #connection: AccessConnection
  readonly #log: Log
  readonly #repeated = new Map<string, { entry: AuditEntry; times: number; timer: NodeJS.Timeout }>()
  /** Entries that wait for the statement before: many at once are stored as one. */
  readonly #waiting: { readonly row: Insertable<AuditLogTable>; readonly stored: () => void }[] = []
  #storing: Promise<void> | undefined

  constructor(connection: AccessConnection, log: Log) {
    this.#connection = connection
    this.#log = log
  }

  /** Resolves once the entry is stored; a fault is logged, with the entry, and not thrown. */
  write(entry: AuditEntry, times = 1): Promise<void> {
    return new Promise((stored) => {
      this.#waiting.push({ row: rowOf(entry, times), stored })
      this.#storing ??= this.#storeAll()
    })
  }

  async #storeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_AT_ONCE)
      const rows = batch.map(({ row }) => row)
      try {
        await this.#connection.insertInto('audit_log').values(rows).execute()
      } catch (error) {
        this.#log.error({ err: error, audit: rows }, 'entries of the audit log could not be stored')
      }
      for (const { stored } of batch) stored()
    }
    this.#storing = undefined
  }

  /**
   * As `write`, for what anyone can send without end: the first one is stored at once, the same again within a minute are stored as
   * one entry with their number, so that nobody fills the disk by being refused.
   */
  async writeRefusal(entry: AuditEntry): Promise<void> {
    const refusal =
      this.#repeated.size < MOST_REFUSED ? entry : { ...entry, actor: 'many', address: null, action: 'many' }
    const key = JSON.stringify([refusal.workspaceId, refusal.actor, refusal.action, refusal.outcome, refusal.address])
    const known = this.#repeated.get(key)
    if (known) {
      known.times++
      return
    }
    const timer = setTimeout(() => void this.#flush(key), WINDOW_MS).unref()
    this.#repeated.set(key, { entry: refusal, times: 0, timer })
    await this.write(refusal)
  }

  async #flush(key: string): Promise<void> {
    const repeated = this.#repeated.get(key)
    if (!repeated) return
    clearTimeout(repeated.timer)
    this.#repeated.delete(key)
    if (repeated.times > 0) await this.write(repeated.entry, repeated.times)
  }

  /** Newest first; of one workspace, or everything. */
  async list(query: { workspaceId?: string; limit: number; cursor?: string }): Promise<{
    entries: readonly StoredAuditEntry[]
    next: string | null
  }> {
    let select = this.#connection
      .selectFrom('audit_log')
      .selectAll()
      .orderBy('audit_id', 'desc')
      .limit(query.limit + 1)
    if (query.workspaceId !== undefined) select = select.where('workspace_id', '=', query.workspaceId)
    if (query.cursor !== undefined) select = select.where('audit_id', '<', query.cursor)
    const rows = await select.execute()
    const shown = rows.slice(0, query.limit)
    return { entries: shown.map(entryOf), next: rows.length > query.limit ? (shown.at(-1)?.audit_id ?? null) : null }
  }

  /** Removes what is older than `days`; answers how many entries that were. */
  async prune(days: number): Promise<number> {
    const { numDeletedRows } = await this.#connection
      .deleteFrom('audit_log')
      .where('at', '<', sql<Date>`clock_timestamp() - ${days}::int * interval '1 day'`)
      .executeTakeFirst()
    return Number(numDeletedRows)
  }

  /** Stores what is still being counted. */
  async close(): Promise<void> {
    for (const key of this.#repeated.keys()) await this.#flush(key)
    await this.#storing
  }
}

function rowOf(entry: AuditEntry, times: number): Insertable<AuditLogTable> {
  return {
    workspace_id: entry.workspaceId,
    actor: fitting(entry.actor, 300),
    action: fitting(entry.action, 200),
    subject: entry.subject === null ? null : fitting(entry.subject, 1100),
    outcome: entry.outcome,
    status: entry.status,
    request_id: fitting(entry.requestId, 128),
    address: entry.address === null ? null : fitting(entry.address, 64),
    times,
  }
}

/** As the column takes it: PostgreSQL has no NUL in texts, and what is cut says so. */
function fitting(text: string, length: number): string {
  const clean = text.replaceAll('\0', '�')
  return clean.length <= length ? clean : `${clean.slice(0, length - 1)}…`
}

function entryOf(row: Selectable<AuditLogTable>): StoredAuditEntry {
  return {
    at: row.at,
    workspaceId: row.workspace_id,
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    outcome: row.outcome,
    status: row.status,
    requestId: row.request_id,
    address: row.address,
    times: row.times,
  }
}
