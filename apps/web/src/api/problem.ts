import { ApiError } from '@zerosec/client'

/** What went wrong, in the words of the API's error table. */
export interface Problem {
  readonly code: string
  readonly message: string
  /** The parameter that it concerns, where the API names one. */
  readonly parameter?: string
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) {
    const { parameter } = error.details
    return {
      code: error.code,
      message: error.message,
      ...(typeof parameter === 'string' ? { parameter } : {}),
    }
  }
  console.error(error)
  return { code: 'internal', message: 'The page met a fault of its own. Reload it and try again.' }
}
