import type { ErrorCode, ErrorDetails } from '@zerosec/errors'

/** A run of a pool, sent to each helping thread once: the input that all its parts share, and the queue of the parts. */
export interface ToHelper {
  readonly run: number
  readonly name: string
  readonly input: unknown
  readonly count: number
  readonly shared: SharedArrayBuffer
}

export type FromHelper =
  | { readonly kind: 'report'; readonly run: number; readonly item: number; readonly report: unknown }
  | { readonly kind: 'done'; readonly run: number; readonly item: number; readonly result: unknown }
  | {
      readonly kind: 'refused'
      readonly run: number
      readonly item: number
      readonly code: ErrorCode
      readonly details: ErrorDetails
    }
  | { readonly kind: 'crashed'; readonly run: number; readonly item: number; readonly stack: string }
  /** No item of the run is left for this thread; nothing of it follows. */
  | { readonly kind: 'idle'; readonly run: number }
