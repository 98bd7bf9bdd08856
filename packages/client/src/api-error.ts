import type { ErrorResponse } from '@zerosec/contract'
import { ERRORS, type ErrorCode, type ErrorDetails, errorText } from '@zerosec/errors'

/** A call that failed: what the API answered, or `service_unavailable` with status 0 when nothing answered. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** Of the error table; a newer server may send one that this client does not know. */
  readonly code: ErrorCode | (string & {})
  /** The HTTP status; 0 when there was no reply. */
  readonly status: number
  readonly details: Readonly<Record<string, unknown>>
  /** How long the server asked to wait before the next try, where it did. */
  readonly retryAfterMs: number | undefined

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options)
    this.code = failure.code
    this.status = failure.status
    this.details = failure.details
    this.retryAfterMs = failure.retryAfterMs
  }
}

interface Failure {
  readonly code: string
  readonly status: number
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
  readonly retryAfterMs?: number | undefined
}

/** The error of a reply that is not ok; a reply from something in between (a proxy) becomes `service_unavailable`. */
export async function replyError(reply: Response): Promise<ApiError> {
  const retryAfterMs = readRetryAfter(reply.headers.get('retry-after'))
  const body: unknown = await reply.json().catch(() => undefined)
  if (!isErrorBody(body)) {
    return unavailable(`status ${reply.status} from ${new URL(reply.url).host}`, reply.status, { retryAfterMs })
  }
  const { code, message, details } = body
  return new ApiError({ code, status: reply.status, message, details, retryAfterMs })
}

/** An error that the client itself finds, in the words of the table. */
export function clientError(code: ErrorCode, details: ErrorDetails, options?: ErrorOptions): ApiError {
  return new ApiError({ code, status: ERRORS[code].status, message: errorText(code, details), details }, options)
}

export function unavailable(
  problem: string,
  status: number,
  { cause, retryAfterMs }: { cause?: unknown; retryAfterMs?: number | undefined } = {},
): ApiError {
  const code = 'service_unavailable'
  const message = errorText(code, { problem })
  return new ApiError({ code, status, message, details: { problem }, retryAfterMs }, { cause })
}

/** `Retry-After` in either of its forms: seconds, or a date. */
export function readRetryAfter(text: string | null, now = Date.now()): number | undefined {
  if (text === null) return undefined
  if (/^\s*\d+\s*$/.test(text)) return Number(text) * 1000
  const date = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN // else -5 would be a date too
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

function isErrorBody(body: unknown): body is ErrorResponse {
  if (typeof body !== 'object' || body === null) return false
  const { code, message, details } = body as Partial<ErrorResponse>
  return typeof code === 'string' && typeof message === 'string' && typeof details === 'object' && details !== null
}
