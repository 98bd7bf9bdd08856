import { ApiError, type Client, createClient } from '@zerosec/client'
import { CodedError, ERRORS, type ErrorCode, isErrorCode } from '@zerosec/errors'
import type { Call } from './command.ts'

const DEFAULT_URL = 'http://127.0.0.1:8000'

export interface PlatformAccess {
  readonly client: Client
  /** What has to be added to another command so that it talks to the same platform. */
  readonly option: string
}

/**
 * The platform that a call names.
 * @throws CodedError option_invalid
 */
export function platformOf(call: Call): PlatformAccess {
  const given = call.text('to')
  const url = given ?? process.env['ZEROSEC_URL'] ?? DEFAULT_URL
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    const option = given === undefined ? 'ZEROSEC_URL' : '--to'
    throw new CodedError('option_invalid', {
      option,
      problem: `"${url}" is not a URL that begins with http:// or https://`,
    })
  }
  const key = call.text('key') ?? process.env['ZEROSEC_KEY']
  const origin = new URL(url).href.replace(/\/+$/, '')
  return {
    client: createClient({ origin, ...(key ? { key } : {}) }),
    option: given === undefined ? '' : ` --to ${given}`,
  }
}

/** What the platform refused, as the command line tells and counts its own errors. */
export function asPlatformFailure(error: unknown): unknown {
  return error instanceof ApiError ? new PlatformFailure(error) : error
}

/** By its form a CodedError, with the words of the platform, which may be newer than ours. */
class PlatformFailure extends Error {
  override readonly name = 'CodedError'
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor({ code, status, message, details }: ApiError) {
    super(status === 0 ? `${message} --to, or ZEROSEC_URL, tells where the platform is.` : message)
    this.code = isErrorCode(code) ? code : status >= 400 && status < 500 ? 'request_invalid' : 'service_unavailable'
    this.details = details
  }

  get exit(): 1 | 2 | 3 {
    return ERRORS[this.code].exit
  }
}
