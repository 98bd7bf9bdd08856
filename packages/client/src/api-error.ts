import type { ErrorResponse } from '@zerosec/contract'
import { type ErrorCode, errorText } from '@zerosec/errors'

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
  const body: unknown = await reply.json().catch(() => undefined)
  if (isErrorBody(body)) {
    const { code, message, details } = body
    const seconds = Number.parseInt(reply.headers.get('retry-after') ?? '', 10)
    return new ApiError({
      code,
      status: reply.status,
      message,
      details,
      retryAfterMs: seconds >= 0 ? seconds * 1000 : undefined,
    })
  }
  return unavailable(`status ${reply.status} from ${new URL(reply.url).host}`, reply.status)
}

export function unavailable(problem: string, status: number, cause?: unknown): ApiError {
  const code = 'service_unavailable'
  return new ApiError({ code, status, message: errorText(code, { problem }), details: { problem } }, { cause })
}

function isErrorBody(body: unknown): body is ErrorResponse {
  if (typeof body !== 'object' || body === null) return false
  const { code, message, details } = body as Partial<ErrorResponse>
  return typeof code === 'string' && typeof message === 'string' && typeof details === 'object' && details !== null
}
