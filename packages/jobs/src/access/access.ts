import type { Connection } from '../database/schema.ts'
import type { Log } from '../log.ts'
import { AuditLog } from './audit-log.ts'
import { Keys } from './keys.ts'
import { Sessions } from './sessions.ts'
import { accessConnection } from './tables.ts'

/** Who may do what, and who did: in the database of the jobs. */
export interface Access {
  readonly keys: Keys
  readonly sessions: Sessions
  readonly audit: AuditLog
}

export function openAccess(connection: Connection, log: Log): Access {
  const tables = accessConnection(connection)
  return { keys: new Keys(tables, log), sessions: new Sessions(tables), audit: new AuditLog(tables, log) }
}
