import { CodedError } from '@zerosec/errors'

/** The network's: of a socket that ended, and of a host that can't be reached, which shows on connections that were good. */
const NETWORK = /^(EPIPE|ECONN\w+|ETIMEDOUT|EHOSTUNREACH|ENET\w+)$/
/**
 * PostgreSQL's: connection exceptions (08), notices of shutdown and crash (57P0x), a session ended as it held a transaction and was
 * silent (25P03), and a server that only reads: after a failover the old one, which no longer takes writes (25006).
 */
const SESSION = /^(08\w{3}|57P0\d|25P03|25006)$/
/** Of a statement, on a connection that stays good: no disk, memory or place left (53), a fault below it (58), out of time (57014). */
const STATEMENT = /^(53\w{3}|58\w{3}|57014)$/
/** pg's own words, which carry no code. */
const WORDS = /connection (terminated|error)|not queryable|query read timeout/i

/** What an error of a statement says of the server and of the connection. */
export interface Fault {
  /** The statement may do when it is sent again: nothing is wrong with it. */
  readonly isUnavailable: boolean
  /** The connection is of no use any more. */
  readonly isLost: boolean
}

export function faultOf(error: unknown): Fault {
  const code = codeOf(error)
  const isLost = NETWORK.test(code) || SESSION.test(code) || (error instanceof Error && WORDS.test(error.message))
  return { isUnavailable: isLost || STATEMENT.test(code), isLost }
}

/** In our words; the cause, which the log keeps, is PostgreSQL's. */
export function unavailable(cause: unknown): CodedError {
  return new CodedError('service_unavailable', { problem: problemOf(codeOf(cause)) }, { cause })
}

function problemOf(code: string): string {
  if (code === '53300') return 'the database takes no more connections'
  if (/^5[38]/.test(code)) return 'the database is out of disk space or memory'
  if (code === '57014') return 'the database took too long'
  return "the database can't be reached"
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
