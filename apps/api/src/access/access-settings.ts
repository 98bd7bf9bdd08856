import type { IssuerSettings } from '@zerosec/jobs'

/** How callers show who they are. */
export interface AccessSettings {
  /** off: whoever reaches the service may do everything, in the default workspace. */
  readonly authentication: 'on' | 'off'
  /** Whose bearer tokens are accepted beside keys. */
  readonly issuer?: IssuerSettings
  /** What the command line of this machine shows, from this machine only. */
  readonly localSecret?: string
  /** What a scraper shows instead of a key, to read the metrics and nothing else. */
  readonly metricsToken?: string
  /** How long a browser stays signed in. */
  readonly sessionSeconds: number
  /** How long the audit log is kept. */
  readonly auditDays: number
}

/** For tests and for platforms that are asked for it. */
export const OPEN_ACCESS: AccessSettings = { authentication: 'off', sessionSeconds: 3600, auditDays: 365 }
