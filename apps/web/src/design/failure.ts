import { CodedError } from '@zerosec/errors'
import type { EngineFailure } from './worker-messages.ts'

/** A coded error as plain data; anything else is a fault of ours and is thrown on. */
export function failureOf(error: unknown): EngineFailure {
  if (error instanceof CodedError) return { code: error.code, message: error.message, details: error.details }
  throw error
}

/** What went wrong in a worker, faults included: the page can't see its console. */
export function faultOf(error: unknown): EngineFailure {
  if (error instanceof CodedError) return failureOf(error)
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'internal', message: `The search met a fault of its own: ${message}`, details: {} }
}
