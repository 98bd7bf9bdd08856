import type { AnalysisFile, Checkpoints, NamedFile, SharedParts, Sharing, TakenPart } from '@zerosec/analyses'
import type { Objective } from '@zerosec/contract'
import type { ErrorCode, ErrorDetails } from '@zerosec/errors'
import type { ReadOptions } from '@zerosec/table'

/** What `task-processes.ts` and a task (`serve-task.ts`) say to each other, through `task-host.ts`. */
export type Task = RunTask | InspectTask | ObjectivesTask

export interface RunTask {
  readonly kind: 'run'
  readonly analysis: string
  readonly file: InputFile
  readonly parameters: Readonly<Record<string, unknown>>
  /** Left out where the run has all its parts to itself. */
  readonly sharing?: Sharing
}

export interface InspectTask {
  readonly kind: 'inspect'
  readonly file: InputFile
  readonly sheet: string | undefined
}

/** What a table says of the objectives of a project. */
export interface ObjectivesTask {
  readonly kind: 'objectives'
  readonly file: InputFile
  readonly reading: ReadOptions
  readonly objectives: readonly Objective[]
}

export interface InputFile {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface RunResult {
  readonly headline: string | null
  readonly artifacts: readonly { readonly path: string; readonly type: string; readonly bytes: Uint8Array }[]
}

/** What whoever runs a task does for it. */
export interface TaskServices {
  readonly checkpoints: Checkpoints
  readonly parts: Pick<SharedParts, 'offer' | 'take'>
  /** A file that a parameter names. @throws CodedError where it can't be read */
  readonly openFile: (reference: string) => Promise<NamedFile>
}

/** What a task asks of its services. */
export type ServiceCall =
  | { readonly name: 'load'; readonly key: string }
  | { readonly name: 'save'; readonly key: string; readonly bytes: Uint8Array }
  | { readonly name: 'publish'; readonly file: AnalysisFile }
  | { readonly name: 'offer'; readonly keys: readonly string[] }
  | { readonly name: 'take'; readonly keys: readonly string[]; readonly takesOver: boolean }
  | { readonly name: 'open'; readonly reference: string }

/** After the task itself. */
export interface ToTask {
  readonly kind: 'answer'
  readonly id: number
  readonly answer: Answer
}

export type Answer =
  | { readonly kind: 'done' }
  | { readonly kind: 'loaded'; readonly bytes: Uint8Array | undefined }
  | { readonly kind: 'taken'; readonly part: TakenPart }
  | { readonly kind: 'opened'; readonly file: NamedFile }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly details: ErrorDetails }
  /** A fault of ours, which the log has. */
  | { readonly kind: 'faulted'; readonly message: string }

export type FromTask =
  /** Its modules are loaded: what the process takes from now on is for its task. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'call'; readonly id: number; readonly call: ServiceCall }
  | { readonly kind: 'progress'; readonly fraction: number; readonly message: string }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly details: ErrorDetails }
  | { readonly kind: 'out_of_memory' }
  | { readonly kind: 'crashed'; readonly stack: string }
