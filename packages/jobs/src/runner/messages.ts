import type { AnalysisFile } from '@zerosec/analyses'
import type { ErrorCode, ErrorDetails } from '@zerosec/errors'

/** What `task-processes.ts` and a task (`serve-task.ts`) say to each other, through `task-host.ts`. */
export type Task = RunTask | InspectTask

export interface RunTask {
  readonly kind: 'run'
  readonly analysis: string
  readonly file: InputFile
  readonly parameters: Readonly<Record<string, unknown>>
}

export interface InspectTask {
  readonly kind: 'inspect'
  readonly file: InputFile
  readonly sheet: string | undefined
}

export interface InputFile {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface RunResult {
  readonly headline: string | null
  readonly artifacts: readonly { readonly path: string; readonly type: string; readonly bytes: Uint8Array }[]
}

/** What a task asks of `AttemptFiles`. */
export type CheckpointCall =
  | { readonly name: 'load'; readonly key: string }
  | { readonly name: 'save'; readonly key: string; readonly bytes: Uint8Array }
  | { readonly name: 'publish'; readonly file: AnalysisFile }

/** After the task itself. */
export interface ToTask {
  readonly kind: 'answer'
  readonly id: number
  /** Of a call to load. */
  readonly bytes: Uint8Array | undefined
}

export type FromTask =
  /** Its modules are loaded: what the process takes from now on is for its task. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'call'; readonly id: number; readonly call: CheckpointCall }
  | { readonly kind: 'progress'; readonly fraction: number; readonly message: string }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly details: ErrorDetails }
  | { readonly kind: 'out_of_memory' }
  | { readonly kind: 'crashed'; readonly stack: string }
