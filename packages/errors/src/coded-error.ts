import { ERRORS, type ErrorCode } from './table.ts'

export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | readonly (string | number)[]>>

/** An error of the table: `message` is its text with the details filled in, `details` are for programs. */
export class CodedError extends Error {
  override readonly name = 'CodedError'
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(errorText(code, details), options)
    this.code = code
    this.details = details
  }

  get status(): number {
    return ERRORS[this.code].status
  }

  get exit(): 1 | 2 | 3 {
    return ERRORS[this.code].exit
  }
}

/**
 * The text of an error with its details filled in; a detail that is not given stays visible as `{name}`. One that is a sentence of its own
 * has its own full stop.
 */
export function errorText(code: ErrorCode, details: ErrorDetails): string {
  return ERRORS[code].text.replace(/\{(\w+)\}(\.?)/g, (placeholder, name: string, stop: string) => {
    const detail = details[name]
    if (detail === undefined || detail === null) return placeholder
    const text = Array.isArray(detail) ? detail.join(', ') : String(detail)
    return /[.?!]$/.test(text) ? text : text + stop
  })
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code)
}
