import type { DemoSettings } from '../demo/demo-settings.ts'
import type { LoadFinding } from '../load/findings.ts'
import type { LoadedFile } from '../load/load-files.ts'

/** What the process that makes a snapshot is told. */
export type LoadTask = { readonly dataFolder: string; readonly workspace: string } & (
  | ({ readonly kind: 'demo'; readonly replace: boolean } & DemoSettings)
  | {
      readonly kind: 'files'
      /** All of its files are loaded. */
      readonly folder: string
      readonly mapping: string | undefined
      readonly fresh: boolean
    }
  | { readonly kind: 'time_zone'; readonly timeZone: string }
)

export interface LoadOutcome {
  /** Null where nothing had changed. */
  readonly snapshotId: string | null
  readonly files: readonly LoadedFile[]
  readonly findings: readonly LoadFinding[]
}
