import { ErrorResponse } from '@zerosec/contract'
import { ERRORS, type ErrorCode } from '@zerosec/errors'

/** What any call may answer. */
const EVERYWHERE = ['origin_refused', 'host_refused', 'rate_limited', 'internal', 'service_unavailable'] as const
const WITH_INPUT = ['request_invalid'] as const
const WITH_BODY = ['body_malformed', 'body_too_large', 'content_type_unsupported'] as const

interface Failure {
  description: string
  content: { 'application/json': { schema: typeof ErrorResponse } }
}

/**
 * The `response` entries for the errors that a route can answer, one for each status, its codes in the description.
 * `takes` adds what the parsing of input can answer.
 */
export function failures(takes: 'nothing' | 'input' | 'body', ...codes: ErrorCode[]): Record<`${number}`, Failure> {
  const all = new Set<ErrorCode>(codes)
  if (takes !== 'nothing') for (const code of WITH_INPUT) all.add(code)
  if (takes === 'body') for (const code of WITH_BODY) all.add(code)
  for (const code of EVERYWHERE) all.add(code)

  const responses: Record<`${number}`, Failure> = {}
  for (const [status, entries] of Map.groupBy(all, (code) => ERRORS[code].status)) {
    responses[`${status}`] = {
      description: entries.map((code) => `\`${code}\`: ${ERRORS[code].text}`).join('\n\n'),
      content: { 'application/json': { schema: ErrorResponse } },
    }
  }
  return responses
}
