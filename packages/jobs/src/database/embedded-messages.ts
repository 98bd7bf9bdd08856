/** What `embedded-database.ts` and its child process `embedded-process.ts` say to each other. */
export interface EmbeddedTask {
  readonly dataFolder: string
  readonly socketPath: string
  readonly owner: number
}

export type FromEmbeddedProcess =
  | { readonly kind: 'ready' }
  | { readonly kind: 'locked'; readonly pid: number }
  | { readonly kind: 'failed'; readonly problem: string }

export type ToEmbeddedProcess = 'close'
