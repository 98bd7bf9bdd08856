import type { AccessSettings } from './access/access-settings.ts'

/** What the API is told about its surroundings; `serve` reads it from the configuration. */
export interface ApiSettings {
  readonly version: string
  /** Where clients reach the API, if that differs from what their requests name: behind a proxy. */
  readonly publicUrl?: string
  /** Origins of other pages that may call the API. */
  readonly origins?: readonly string[]
  /** The host names that requests may name; left out: any. Loopback listeners set it against DNS rebinding. */
  readonly hosts?: readonly string[]
  /** Largest upload that a URL allows. */
  readonly uploadBytes: number
  /** How long signed URLs hold. */
  readonly urlSeconds: number
  readonly access: AccessSettings
  /** Proxies whose X-Forwarded headers are believed: addresses, ranges, `loopback`. Left out: none. */
  readonly trustProxy?: readonly string[]
  /** For each key, and for each address that shows none. */
  readonly requestsPerMinute: number
  /** Where shops' snapshots are, and the memory that the queries of one may take. */
  readonly commerce: {
    readonly dataFolder: string
    readonly memoryMb: number
    /** Whether webhooks may go to addresses of this machine and its network. */
    readonly allowsPrivate?: boolean
    readonly mailFrom?: string
    readonly pageUrl?: string | undefined
  }
  /** Memory of the models that answer requests, and those that have to be ready. */
  readonly models: { readonly memoryMb: number; readonly expected: readonly string[] }
  /** The exported page; it may be absent. */
  readonly pageFolder: string
  /** Between two comments that keep an event stream open. */
  readonly heartbeatMs: number
  /** Event streams that may be open, of all clients together and of one. */
  readonly eventStreams: { readonly most: number; readonly mostOfOne: number }
}

export const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'] as const
