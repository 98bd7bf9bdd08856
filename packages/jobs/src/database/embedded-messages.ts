import type { FreshCluster } from './fresh-cluster.ts'

/** What `embedded-database.ts` and its child process `embedded-process.ts` say to each other. */
export interface EmbeddedTask {
  readonly dataFolder: string
  readonly socketPath: string
  readonly owner: number
  /** What the database begins as, where there is none. */
  readonly cluster: FreshCluster
}

export type FromEmbeddedProcess =
  | { readonly kind: 'ready' }
  | { readonly kind: 'locked'; readonly pid: number }
  | { readonly kind: 'failed'; readonly problem: string }

export type ToEmbeddedProcess = 'close'
